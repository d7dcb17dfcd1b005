/** Marks every node with its block before the passes run, so that what they make of it can be told by its origin. */

import { operandsOf } from '../../ir/graph.ts';
import type { Graph, Node, Origin } from '../../ir/graph.ts';
import { definePass } from '../pass.ts';
import type { PassStep } from '../pass.ts';
import { REST, blocksOf } from './blocks.ts';
import type { BlockFacts } from './blocks.ts';
import type { BlockLevel } from './data.ts';

/** Beside the passes that made a node; none has such a name. */
const MARK = 'report block ';

/** A block as it was when nodes were marked last. */
export interface MarkedBlock extends BlockFacts {
  /** Its address at the first marking, where the graph was edited in between. */
  readonly original: string | null;
}

export class BlockMarks {
  #blocks: readonly MarkedBlock[] = [];
  #level: BlockLevel = 'whole';

  get blocks(): readonly MarkedBlock[] {
    return this.#blocks;
  }

  get level(): BlockLevel {
    return this.#level;
  }

  /** Marks the graph anew; put into a pipeline behind what adds or removes blocks. */
  step(): PassStep {
    const pass = definePass({
      name: 'report-blocks',
      describe: 'notes the block of every node',
      run: (graph) => this.mark(graph),
    });
    return { pass, options: {} };
  }

  mark(graph: Graph): void {
    const { level, blocks } = blocksOf(graph);
    const before = this.#blocks;
    const marked: MarkedBlock[] = [];
    for (const [index, { nodes, ...block }] of blocks.entries()) {
      const first = nodes.map((node) => markOf(node.origin)).find((mark) => mark !== undefined);
      const old = first === undefined ? undefined : before[first];
      marked.push({ ...block, original: old === undefined ? null : old.address });
      for (const node of nodes) remark(graph, node, index);
    }
    this.#level = level;
    this.#blocks = marked;
  }

  /** The address of a node's block; of two that were joined the first. What more of them share is no block's. */
  blockOf({ passes }: Origin): string {
    const [mark, , third] = passes.filter((pass) => pass.startsWith(MARK));
    if (mark === undefined || third !== undefined) return REST;
    return this.#blocks[Number(mark.slice(MARK.length))]?.address ?? REST;
  }
}

/** The passes that made a node, without marks. */
export function passesOf({ passes }: Origin): readonly string[] {
  return passes.filter((pass) => !pass.startsWith(MARK));
}

function markOf({ passes }: Origin): number | undefined {
  const mark = passes.find((pass) => pass.startsWith(MARK));
  return mark === undefined ? undefined : Number(mark.slice(MARK.length));
}

/** The same node with another origin, in its place. */
function remark(graph: Graph, node: Node, block: number): void {
  const { op, attributes, origin, results } = node;
  const passes = [`${MARK}${block}`, ...passesOf(origin)];
  const request = {
    op,
    operands: operandsOf(node),
    attributes,
    origin: { ...origin, passes },
    names: results.map(({ name }) => name),
  };
  const made = graph.insert(request, node);
  results.forEach((result, index) => {
    const twin = made.results[index];
    if (twin !== undefined) graph.replaceAllUses(result, twin);
  });
  graph.remove(node);
}
