/** What the declaration of an op says of itself, held against its own `evaluate`: its decomposition, fold and traits. */

import { cloneGraph } from '../../ir/clone.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { hasTrait } from '../../ir/define.ts';
import type { OpDefinition } from '../../ir/define.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Node } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import { printGraph } from '../../ir/print.ts';
import { broadcastShapes } from '../../ir/shapes.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType, printType, shapeEquals, typeEquals } from '../../ir/types.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { faultOfOwnOp } from '../own-op-fault.ts';
import { brokenLaw } from '../pipeline-diagnostics.ts';
import { largestError } from '../validate.ts';
import type { OpCase } from './op-cases.ts';

export interface Judged {
  readonly found: readonly Diagnostic[];
  /** By `evaluate`; absent where it failed. */
  readonly outputs?: ReadonlyMap<string, Tensor>;
}

/** The first law that the case shows broken. */
export async function judgeCase(op: OpDefinition, given: OpCase, ops: OpTable): Promise<Judged> {
  try {
    const outputs = await evaluateGraph(given.graph, given.inputs);
    const words = await brokenBy(op, given, outputs, ops);
    return { outputs, found: words === undefined ? [] : [brokenLaw(op.name, words)] };
  } catch (error) {
    const fault = faultOfOwnOp(error);
    if (fault !== undefined) return { found: [fault] };
    if (error instanceof DiagnosticError) return { found: error.diagnostics };
    throw error;
  }
}

async function brokenBy(
  op: OpDefinition,
  given: OpCase,
  outputs: ReadonlyMap<string, Tensor>,
  ops: OpTable,
): Promise<string | undefined> {
  const again = parseGraph(printGraph(given.graph), { ops });
  if (!again.ok) {
    return `its print cannot be read: ${again.diagnostics[0]?.message ?? ''}; is it among the ops of the config?`;
  }
  if (hasTrait(op, 'pure')) {
    const second = await evaluateGraph(given.graph, given.inputs);
    if (errorOf(second, outputs) > 0) return 'it is pure, but evaluate gives other numbers again';
  }
  return (await decomposed(op, given, outputs)) ?? (await traitsOf(op, given, outputs));
}

async function decomposed(
  op: OpDefinition,
  { graph, inputs, tolerance }: OpCase,
  outputs: ReadonlyMap<string, Tensor>,
): Promise<string | undefined> {
  if (op.decompose === undefined) return undefined;
  const copy = cloneGraph(graph);
  for (const node of copy.nodes()) if (node.op === op) decomposeNode(copy, node);
  const [finding] = verifyGraph(copy);
  if (finding !== undefined)
    return `its decomposition leaves a graph that is broken: ${finding.message}`;
  for (const { name, value } of copy.outputs) {
    const own = graph.outputs.find((output) => output.name === name)?.value.type;
    if (own !== undefined && printType(own) !== printType(value.type)) {
      return `its decomposition gives ${printType(value.type)}, infer ${printType(own)}`;
    }
  }
  const error = errorOf(await evaluateGraph(copy, inputs), outputs);
  return error <= tolerance
    ? undefined
    : `evaluate and decompose differ by ${error.toExponential(2)}, more than ${tolerance}`;
}

async function traitsOf(
  op: OpDefinition,
  given: OpCase,
  outputs: ReadonlyMap<string, Tensor>,
): Promise<string | undefined> {
  const { graph, inputs } = given;
  const [node] = graph.nodes();
  const [result] = node?.results ?? [];
  const [first, second] = node?.operands ?? [];
  if (node === undefined || result === undefined) return undefined;
  const types = node.operands.flatMap((operand) => (operand === undefined ? [] : [operand.type]));
  if (hasTrait(op, 'view')) {
    const before = inputs.get(first?.name ?? '');
    const after = outputs.get('y0');
    const same = before === undefined || after === undefined || largestError(after, before) === 0;
    if (!same) return 'it is a view, but its result has other elements or another order';
  }
  if (hasTrait(op, 'commutative') && first && second && typeEquals(first.type, second.type)) {
    const swapped = new Map(inputs);
    for (const [to, from] of [
      [first, second],
      [second, first],
    ] as const) {
      const tensor = inputs.get(from.name ?? '');
      if (tensor !== undefined && inputs.has(to.name ?? '')) swapped.set(to.name ?? '', tensor);
    }
    if (errorOf(await evaluateGraph(graph, swapped), outputs) > 0) {
      return 'it is commutative, but gives other numbers for its operands in the other order';
    }
  }
  if (hasTrait(op, 'pointwise')) {
    const joint = broadcastShapes(types.map(({ shape }) => shape));
    if (!shapeEquals(joint, result.type.shape)) {
      return `it is pointwise, but of ${types.map(printType).join(', ')} it gives ${printType(result.type)}`;
    }
    if (await reachesOthers(node, given, outputs)) {
      return 'it is pointwise, but an element of an operand changes results in other places';
    }
  }
  return undefined;
}

/** Whether the first operand's first element changes results other than the first one. */
async function reachesOthers(
  node: Node,
  { graph, inputs }: OpCase,
  outputs: ReadonlyMap<string, Tensor>,
): Promise<boolean> {
  const [first] = node.operands;
  const given = inputs.get(first?.name ?? '');
  const [result] = node.results;
  if (given === undefined || result === undefined || !isStaticType(result.type)) return false;
  if (!shapeEquals(given.shape, result.type.shape) || given.data.length < 2) return false;
  // The last element takes the place of the first one.
  const data = given.data.slice();
  data.copyWithin(0, data.length - 1);
  const changed = new Map(inputs).set(first?.name ?? '', { ...given, data });
  for (const [name, tensor] of await evaluateGraph(graph, changed)) {
    const before = outputs.get(name);
    if (before !== undefined && largestError(withoutFirst(tensor), withoutFirst(before)) > 0)
      return true;
  }
  return false;
}

function withoutFirst(tensor: Tensor): Tensor {
  return { ...tensor, shape: [tensor.data.length - 1], data: tensor.data.slice(1) };
}

function errorOf(
  actual: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, Tensor>,
): number {
  const errors = Array.from(expected, ([name, tensor]) => {
    const other = actual.get(name);
    return other === undefined ? Infinity : largestError(other, tensor);
  });
  return Math.max(0, ...errors);
}
