/** When the activations of a graph are live, and how many bytes that makes at once. */

import { hasTrait } from '../ir/define.ts';
import type { Graph, Node, Value } from '../ir/graph.ts';
import { byteSize, isStaticType } from '../ir/types.ts';
import { largestLiveSet } from './memory.ts';
import type { LiveRange } from './memory.ts';

/** The most bytes that are live at once if the nodes run in `sequence`; undefined if a size is not known. */
export function peakActivations(
  graph: Graph,
  sequence: Iterable<Node> = graph.nodes(),
): number | undefined {
  const ranges = activationRanges(graph, sequence);
  return ranges && largestLiveSet(ranges);
}

export interface ActivationRange extends LiveRange {
  readonly value: Value;
}

/**
 * When each activation is live if the nodes run in `sequence`; undefined if a size is not known. Views share the memory
 * of what they view, which therefore lives as long as they do.
 */
export function activationRanges(
  graph: Graph,
  sequence: Iterable<Node> = graph.nodes(),
): readonly ActivationRange[] | undefined {
  const order = new Map<Node, number>();
  for (const node of sequence) order.set(node, order.size);
  const storage = new Map<Value, Value>();
  const lives = new Map<Value, { first: number; last: number }>();
  const start = (value: Value, at: number): void => void lives.set(value, { first: at, last: at });
  const touch = (value: Value, at: number): void => {
    const life = lives.get(storage.get(value) ?? value);
    if (life !== undefined) life.last = Math.max(life.last, at);
  };
  for (const input of graph.inputs) start(input, 0);
  for (const [node, at] of order) {
    for (const operand of node.operands) if (operand !== undefined) touch(operand, at);
    const [viewed] = node.operands;
    const shares = hasTrait(node.op, 'view') && viewed !== undefined && !viewed.constant;
    for (const result of node.results) {
      if (shares) storage.set(result, storage.get(viewed) ?? viewed);
      else start(result, at);
    }
  }
  for (const { value } of graph.outputs) touch(value, order.size);
  const ranges: ActivationRange[] = [];
  for (const [value, life] of lives) {
    const { type } = value;
    if (!isStaticType(type)) return undefined;
    ranges.push({ ...life, value, bytes: byteSize(type) });
  }
  return ranges;
}
