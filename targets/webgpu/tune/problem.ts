/** A heavy node as a graph of its own with made-up weights: what `snapc tune` times, kept in the trace as text. */

import type { Constant } from '../../../ir/constant.ts';
import { Graph, resultOf } from '../../../ir/graph.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { printGraph } from '../../../ir/print.ts';
import { DTYPES, elementCount } from '../../../ir/types.ts';
import type { StaticTensorType } from '../../../ir/types.ts';
import { fusedBody } from '../fused-body.ts';
import { staticTypeOf } from '../../shape.ts';
import { holdsHalves } from '../weight-form.ts';

/** The kernel generators that take a tile from the device file, by the names that they have there. */
export const FAMILIES = ['matmul', 'conv2d', 'attention'] as const;
export type Family = (typeof FAMILIES)[number];

const FAMILY_OF: Readonly<Record<string, Family>> = {
  matmul: 'matmul',
  linear_geglu: 'matmul',
  conv: 'conv2d',
  upsample_conv: 'conv2d',
  attention: 'attention',
};

export function familyOf(op: string): Family | undefined {
  return Object.hasOwn(FAMILY_OF, op) ? FAMILY_OF[op] : undefined;
}

/** Undefined for a node that no tile is chosen for. What is fused behind the heavy op is left out. */
export function problemOf(node: Node): string | undefined {
  const body = fusedBody(node);
  const [anchor] = body?.kind === 'epilogue' ? body.graph.nodes() : [node];
  if (anchor === undefined || familyOf(anchor.op.name) === undefined) return undefined;
  const outer = new Map(body?.graph.inputs.map((input, index) => [input, node.operands[index]]));
  const graph = new Graph(anchor.op.name);
  const copies = new Map<Value, Value>();
  const operands = anchor.operands.map((operand) => {
    if (operand === undefined) return undefined;
    const value = outer.get(operand) ?? operand;
    const copy = copies.get(value) ?? copyOf(value, graph, copies.size);
    copies.set(value, copy);
    return copy;
  });
  const { op, attributes } = anchor;
  const copied = graph.insert({ op, operands: namedOperands(op, operands), attributes });
  graph.setOutputs([{ name: 'result', value: resultOf(copied) }]);
  return printGraph(graph);
}

function copyOf(value: Value, graph: Graph, index: number): Value {
  const type = staticTypeOf(value);
  const { constant } = value;
  if (constant === undefined) return graph.addInput(`x${index}`, type);
  return graph.addConstant(madeUp(constant, type, index));
}

/** Of the same size in memory; weights of a fitting scale, so that results are neither huge nor tiny. */
function madeUp(constant: Constant, type: StaticTensorType, seed: number): Constant {
  if (DTYPES[type.dtype].kind !== 'float') return { type, source: { kind: 'splat', value: 1 } };
  const scale = 2 / Math.sqrt(Math.max(1, elementCount(type.shape) / Math.max(1, ...type.shape)));
  const source = { kind: 'seeded', seed, scale } as const;
  if (type.dtype !== 'f32' || !holdsHalves(constant)) return { type, source };
  const halves: Constant = { type: { ...type, dtype: 'f16' }, source };
  const attributes = { to: 'f32' };
  return { type, source: { kind: 'recipe', op: cast, operands: [halves], attributes } };
}
