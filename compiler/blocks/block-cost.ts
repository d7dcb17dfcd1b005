/** What each block of a UNet costs: parameters, multiply-adds, and the time that a device's figures allow. */

import { hasTrait } from '../../ir/define.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { Graph } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { isStaticType } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import { costOfConstants, costOfNode } from '../cost.ts';
import type { BlockPart } from './recognize.ts';
import { isContraction } from './region.ts';

/** What a device reaches at best. */
export interface Speeds {
  readonly flopsPerSecond: number;
  readonly bytesPerSecond: number;
  /** What it takes to start one kernel. */
  readonly secondsPerKernel: number;
  /** Of an element of the model's floats: below 1 where the device computes with narrower ones. */
  readonly bytesPerByte: number;
}

export interface BlockCost {
  readonly parameters: number;
  /** Undefined while a size is not known, as the time. */
  readonly macs: number | undefined;
  readonly seconds: number | undefined;
}

export function costOfPart(part: BlockPart, speeds?: Speeds): BlockCost {
  return costOfNodes([...part.side, ...part.nodes], speeds);
}

export function costOfNodes(nodes: readonly Node[], speeds?: Speeds): BlockCost {
  const weights = nodes.flatMap(({ operands }) =>
    operands.flatMap((value) => value?.constant ?? []),
  );
  const { parameters } = costOfConstants(weights);
  let [macs, seconds]: [number | undefined, number | undefined] = [0, 0];
  for (const node of nodes.flatMap(coreNodes)) {
    const products = isContraction(node) ? productsOf(node) : 0;
    macs = sum(macs, products);
    seconds = sum(seconds, speeds && secondsOf(node, products, speeds));
  }
  return { parameters, macs, seconds };
}

/** Multiply-adds; sums with a bias are none. */
function productsOf(node: Node): number | undefined {
  const types = node.operands.map((value) => value && staticOf(value));
  const results = node.results.map(staticOf).filter((type) => type !== undefined);
  const open = types.some(
    (type, index) => type === undefined && node.operands[index] !== undefined,
  );
  if (open || results.length < node.results.length) return undefined;
  const { cost, operands } = node.op;
  const names = Object.keys(operands);
  const needed = types.filter((_, index) => operands[names[index] ?? '']?.arity !== 'optional');
  return cost(namedOperands(node.op, needed), node.attributes, results).flops / 2;
}

/**
 * Kernels are products, and reductions such as those of norms and of softmax; whatever is computed element by element
 * is taken to be fused into them.
 */
function secondsOf(node: Node, products: number | undefined, speeds: Speeds): number | undefined {
  if (!isContraction(node) && !hasTrait(node.op, 'reduction')) return 0;
  const bytes = costOfNode(node)?.bytes;
  if (bytes === undefined || products === undefined) return undefined;
  const { flopsPerSecond, bytesPerSecond, secondsPerKernel, bytesPerByte } = speeds;
  const computing = (2 * products) / flopsPerSecond;
  return Math.max(computing, (bytes * bytesPerByte) / bytesPerSecond) + secondsPerKernel;
}

/** The node, or what it is made of. */
function coreNodes(node: Node): readonly Node[] {
  if (node.op.decompose === undefined) return [node];
  const scratch = new Graph(node.op.name);
  const operands = node.operands.map(
    (value, index) =>
      value &&
      (value.constant === undefined
        ? scratch.addInput(`x${index}`, value.type)
        : scratch.addConstant(value.constant)),
  );
  const { op, attributes } = node;
  const made = scratch.insert({ op, operands: namedOperands(op, operands), attributes });
  scratch.setOutputs(made.results.map((value, index) => ({ name: `${index}`, value })));
  decomposeNode(scratch, made);
  return [...scratch.nodes()].flatMap(coreNodes);
}

function staticOf({ type }: Value): StaticTensorType | undefined {
  return isStaticType(type) ? type : undefined;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}
