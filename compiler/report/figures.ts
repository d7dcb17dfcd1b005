/** What a graph and its blocks cost, before the passes and after them. */

import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import { Graph } from '../../ir/graph.ts';
import type { Node } from '../../ir/graph.ts';
import { byteSize } from '../../ir/types.ts';
import type { Speeds } from '../blocks/block-cost.ts';
import { costOfGraph, costOfNode } from '../cost.ts';
import { grouped } from './blocks.ts';
import type { ModelBlock } from './blocks.ts';
import type { BlockCosts, BlockReport, GraphFigures, OpCount } from './data.ts';
import type { LayerReport } from './data-layers.ts';
import type { KernelReport } from './data-running.ts';
import type { BlockMarks } from './mark.ts';
import { estimate } from './roofline.ts';
import { sumOf } from './sums.ts';

export function figuresOf(graph: Graph): GraphFigures {
  const { parameters, weightBytes, flops = null, peakActivationBytes = null } = costOfGraph(graph);
  const ops = opCounts(graph.nodes());
  return { nodes: graph.size, parameters, weightBytes, flops, peakActivationBytes, ops };
}

/** Of a node that holds others, what it holds: `conv + add`. */
export function labelOf(node: Node): string {
  const body = bodyOf(node);
  if (body === undefined) return node.op.name;
  const names = Array.from(body.nodes(), ({ op }) => op.name);
  const more = names.length - LONGEST_LABEL;
  const shown = names.slice(0, LONGEST_LABEL).join(' + ');
  return more > 0 ? `${shown} + ${more} more` : shown;
}

const LONGEST_LABEL = 5;

export function bodyOf({ attributes }: Node): Graph | undefined {
  const body = attributes['body'];
  return body instanceof Graph ? body : undefined;
}

function opCounts(nodes: Iterable<Node>): readonly OpCount[] {
  return Array.from(grouped(nodes, labelOf), ([op, { length: count }]) => ({ op, count })).sort(
    (a, b) => b.count - a.count || (a.op < b.op ? -1 : 1),
  );
}

/** Of the imported model, block by block; the time is that of running it node by node. */
export function costsBefore(
  blocks: readonly ModelBlock[],
  speeds: Speeds | undefined,
): ReadonlyMap<string, BlockCosts> {
  const seen = new Set<Constant>();
  return new Map(
    blocks.map(({ address, nodes }): [string, BlockCosts] => [
      address,
      {
        nodes: nodes.length,
        ops: opCounts(nodes),
        weightBytes: newBytes(nodes, seen),
        flops: sumOf(nodes.map((node) => costOfNode(node)?.flops ?? null)),
        milliseconds: sumOf(nodes.map((node) => timeAlone(node, speeds))),
      },
    ]),
  );
}

/** Views of what is there cost nothing. */
function timeAlone(node: Node, speeds: Speeds | undefined): number | null {
  if (hasTrait(node.op, 'view')) return 0;
  const cost = costOfNode(node);
  return cost === undefined ? null : estimate({ ...cost, dispatches: 1 }, speeds).estimated;
}

function newBytes(nodes: readonly Node[], seen: Set<Constant>): number {
  let bytes = 0;
  for (const { operands } of nodes) {
    for (const operand of operands) {
      const constant = operand?.constant;
      if (constant === undefined || seen.has(constant)) continue;
      seen.add(constant);
      bytes += byteSize(constant.type);
    }
  }
  return bytes;
}

export interface Lowered {
  readonly graph: Graph;
  readonly marks: BlockMarks;
  readonly kernels: readonly KernelReport[];
  readonly layers: readonly LayerReport[];
  /** Bytes of constants that are no layer's, by block. */
  readonly others: ReadonlyMap<string, number>;
}

/** Blocks of the model in order with those that an edit made, each with what is left of it. */
export function blockReports(
  before: readonly ModelBlock[],
  costs: ReadonlyMap<string, BlockCosts>,
  lowered: Lowered,
): readonly BlockReport[] {
  const { marks } = lowered;
  const after = costsAfter(lowered);
  const counted = new Set<string>();
  const kept = marks.blocks.map(({ original, ...facts }): BlockReport => {
    const from = original ?? facts.address;
    const own = counted.has(from) ? null : (costs.get(from) ?? null);
    counted.add(from);
    const moved = own === null || from !== facts.address;
    return {
      ...facts,
      original: moved ? from : null,
      before: own,
      after: after.get(facts.address) ?? null,
    };
  });
  for (const [index, { address, kind, stage, name, channels, resolution }] of before.entries()) {
    if (counted.has(address)) continue;
    const own = costs.get(address) ?? null;
    const facts = { address, kind, stage, name, channels, resolution };
    const previous = before[index - 1]?.address;
    const behind = kept.findLastIndex((one) => (one.original ?? one.address) === previous);
    kept.splice(behind + 1, 0, { ...facts, original: null, before: own, after: null });
  }
  return kept;
}

function costsAfter(lowered: Lowered): ReadonlyMap<string, BlockCosts> {
  const { graph, marks, kernels, layers, others } = lowered;
  const nodes = grouped(graph.nodes(), ({ origin }) => marks.blockOf(origin));
  const work = grouped(kernels, ({ block }) => block);
  const weights = grouped(layers, ({ block }) => block);
  return new Map(
    Array.from(nodes, ([address, own]): [string, BlockCosts] => {
      const run = work.get(address) ?? [];
      const stored = weights.get(address) ?? [];
      const bytes = stored.reduce((sum, layer) => sum + layer.bytes, others.get(address) ?? 0);
      return [
        address,
        {
          nodes: own.length,
          ops: opCounts(own),
          weightBytes: bytes,
          flops: sumOf(run.map(({ flops }) => flops)),
          milliseconds: sumOf(run.map(({ estimated }) => estimated)),
        },
      ];
    }),
  );
}
