/**
 * Which layers of a graph are its first: they are counted along the longest ways to an output, so that those are first
 * which most others wait for.
 */

import { hasTrait } from '../../../ir/define.ts';
import type { Graph, Node } from '../../../ir/graph.ts';
import { DTYPES, elementCount, isStaticType } from '../../../ir/types.ts';

/** A small model has little to lose by it; of a large one they are seconds on a phone. */
const SMALL_PARAMETERS = 2 ** 22;
const LAYERS = 8;
/** Of all layers; a model of few stays in fp16. */
const SHARE = 1 / 4;

/** What is computed before `count` layers of the longest way are done; -1 for as many as suit the graph. */
export function firstLayers(graph: Graph, count: number): ReadonlySet<Node> {
  /** Layers from a node to the outputs, without its own. */
  const behind = new Map<Node, number>();
  let longest = 0;
  for (const node of graph.nodesReversed()) {
    const users = node.results.flatMap(({ users: own }) => [...own]);
    const most = Math.max(0, ...users.map((user) => (behind.get(user) ?? 0) + layersOf(user)));
    behind.set(node, most);
    longest = Math.max(longest, most + layersOf(node));
  }
  const wide = count < 0 ? layersFor(graph, longest) : count;
  const first = [...behind].filter(([node, most]) => {
    return wide > 0 && most >= longest - wide && !movesConstant(node);
  });
  return new Set(first.map(([node]) => node));
}

/** Sizes of dims do not count, so that a model has the same program at all of them. */
function layersFor(graph: Graph, longest: number): number {
  const parameters = graph
    .constants()
    .map(({ type }) => (isStaticType(type) ? elementCount(type.shape) : 0))
    .reduce((sum, count) => sum + count, 0);
  return parameters < SMALL_PARAMETERS ? Math.min(LAYERS, Math.floor(longest * SHARE)) : 0;
}

function layersOf({ op }: Node): number {
  return hasTrait(op, 'contraction') ? 1 : 0;
}

/** Rows that are picked from a table, say: no table is made wide to be read. */
function movesConstant({ op, operands }: Node): boolean {
  return (
    hasTrait(op, 'movement') &&
    operands.some((operand) => operand?.constant && DTYPES[operand.type.dtype].kind === 'float')
  );
}
