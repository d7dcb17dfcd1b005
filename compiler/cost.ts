/** What a graph costs: parameters, operations, bytes moved, and the memory of its activations. */

import type { Cost, OpDefinition } from '../ir/define.ts';
import type { Constant } from '../ir/constant.ts';
import type { Graph, Node, Value } from '../ir/graph.ts';
import { namedOperands } from '../ir/operands.ts';
import { DTYPES, byteSize, elementCount, isStaticType } from '../ir/types.ts';
import type { StaticTensorType } from '../ir/types.ts';
import { peakActivations } from './live-activations.ts';

export interface OpCost {
  readonly op: OpDefinition;
  readonly count: number;
  /** Undefined while a shape is not known. */
  readonly flops: number | undefined;
  readonly bytes: number | undefined;
}

export interface WeightCost {
  /**
   * Elements of constant tensors of floats and of integers of at most 8 bits; shared ones count once, and what is
   * expanded counts as what it is expanded from.
   */
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
  const known = new Map<Constant, number>();
  for (const constant of constants) {
    const { dtype, shape } = constant.type;
    const elements = heldElements(constant, known);
    weightBytes += byteSize({ dtype, shape: [elements] });
    const { kind, bits } = DTYPES[dtype];
    const learned = kind === 'float' || (kind !== 'bool' && bits <= 8);
    if (learned && shape.length > 0) parameters += elements;
  }
  return { parameters, weightBytes };
}

/** A fill is one number, and a recipe holds no more than all that it is computed from. */
export function heldElements(
  constant: Constant,
  known: Map<Constant, number> = new Map<Constant, number>(),
): number {
  const { source, type } = constant;
  const own = elementCount(type.shape);
  if (source.kind === 'splat') return Math.min(own, 1);
  if (source.kind !== 'recipe') return own;
  const found = known.get(constant);
  if (found !== undefined) return found;
  const operands = new Set(source.operands.filter((operand) => operand !== undefined));
  const sources = Array.from(operands, (operand) => heldElements(operand, known));
  const held = Math.min(
    own,
    sources.reduce((total, count) => total + count, 0),
  );
  known.set(constant, held);
  return held;
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
