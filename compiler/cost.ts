/** What a graph costs: parameters, operations, bytes moved, and the memory of its activations. */

import { hasTrait } from '../ir/define.ts';
import type { Cost, OpDefinition } from '../ir/define.ts';
import type { Constant } from '../ir/constant.ts';
import type { Graph, Node, Value } from '../ir/graph.ts';
import { namedOperands } from '../ir/operands.ts';
import { DTYPES, byteSize, elementCount, isStaticType } from '../ir/types.ts';
import type { StaticTensorType } from '../ir/types.ts';
import { largestLiveSet } from './memory.ts';
import type { LiveRange } from './memory.ts';

export interface OpCost {
  readonly op: OpDefinition;
  readonly count: number;
  /** Undefined while a shape is not known. */
  readonly flops: number | undefined;
  readonly bytes: number | undefined;
}

export interface WeightCost {
  /** Elements of constant tensors of floats and of integers of at most 8 bits; shared ones count once. */
  readonly parameters: number;
  readonly weightBytes: number;
}

export interface GraphCost extends WeightCost {
  /** Undefined while a shape is not known, as the next two. */
  readonly flops: number | undefined;
  readonly bytes: number | undefined;
  /** The largest sum of what is alive at one node: no order-preserving plan needs less. */
  readonly peakActivationBytes: number | undefined;
  /** The most frequent first. */
  readonly ops: readonly OpCost[];
}

export function costOfGraph(graph: Graph): GraphCost {
  const tallies = new Map<OpDefinition, { count: number; costs: (Cost | undefined)[] }>();
  for (const node of graph.nodes()) {
    const tally = tallies.get(node.op) ?? { count: 0, costs: [] };
    tally.count++;
    tally.costs.push(costOfNode(node));
    tallies.set(node.op, tally);
  }
  const ops = Array.from(tallies, ([op, { count, costs }]) => ({
    op,
    count,
    flops: sum(costs.map((cost) => cost?.flops)),
    bytes: sum(costs.map((cost) => cost?.bytes)),
  })).sort((a, b) => b.count - a.count || (a.op.name < b.op.name ? -1 : 1));
  return {
    ...weights(graph),
    flops: sum(ops.map((op) => op.flops)),
    bytes: sum(ops.map((op) => op.bytes)),
    peakActivationBytes: peakActivations(graph),
    ops,
  };
}

/** Undefined where a shape is not known; `bytes` is always set. */
export function costOfNode(node: Node): Required<Cost> | undefined {
  const operands = node.operands.map((operand) => operand && staticOf(operand));
  const results = node.results.map(staticOf);
  const known = results.filter((type) => type !== undefined);
  const complete = operands.every((type, index) => type || node.operands[index] === undefined);
  if (!complete || known.length < results.length) return undefined;
  const cost = node.op.cost(namedOperands(node.op, operands), node.attributes, known);
  const touched = [...operands, ...known].reduce((total, type) => total + sizeOf(type), 0);
  return { flops: cost.flops, bytes: cost.bytes ?? touched };
}

function weights(graph: Graph): WeightCost {
  const constants: Constant[] = [];
  for (const { constant } of graph.constants())
    if (constant !== undefined) constants.push(constant);
  return costOfConstants(constants);
}

export function costOfConstants(all: Iterable<Constant>): WeightCost {
  const constants = new Set(all);
  let parameters = 0;
  let weightBytes = 0;
  for (const { type } of constants) {
    weightBytes += byteSize(type);
    const { kind, bits } = DTYPES[type.dtype];
    const learned = kind === 'float' || (kind !== 'bool' && bits <= 8);
    if (learned && type.shape.length > 0) parameters += elementCount(type.shape);
  }
  return { parameters, weightBytes };
}

/**
 * The most bytes that are live at once if the nodes run in `sequence`; undefined if a size is not known. Views share
 * the memory of what they view, which therefore lives as long as they do.
 */
export function peakActivations(
  graph: Graph,
  sequence: Iterable<Node> = graph.nodes(),
): number | undefined {
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
  const ranges: LiveRange[] = [];
  for (const [value, life] of lives) {
    const type = staticOf(value);
    if (type === undefined) return undefined;
    ranges.push({ ...life, bytes: byteSize(type) });
  }
  return largestLiveSet(ranges);
}

function staticOf({ type }: Value): StaticTensorType | undefined {
  return isStaticType(type) ? type : undefined;
}

function sizeOf(type: StaticTensorType | undefined): number {
  return type === undefined ? 0 : byteSize(type);
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}
