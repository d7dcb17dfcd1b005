/** Constants in a float of another width. */

import { dataConstant, inlineValue, splatConstant } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { roundTo } from '../../../ir/element.ts';
import { DTYPES } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import { constantOf } from '../shared/constant-folding.ts';

const LARGEST_F16 = 65504;

/** `clamps` says that numbers were beyond the width. */
export function convert(
  constant: Constant,
  dtype: DType,
): { readonly converted: Constant; readonly clamps: boolean } {
  const value = inlineValue(constant);
  if (value === undefined || DTYPES[dtype].kind !== 'float') {
    return { converted: constantOf(builtinOps.cast, [constant], { to: dtype }), clamps: false };
  }
  const isBeyond = (element: number): boolean =>
    dtype === 'f16' && Number.isFinite(element) && Math.abs(element) > LARGEST_F16;
  const clamp = (element: number): number =>
    isBeyond(element) ? Math.sign(element) * LARGEST_F16 : element;
  const { source } = constant;
  if (source.kind === 'splat') {
    const number = Number(source.value);
    const type = { dtype, shape: value.shape };
    return {
      converted: splatConstant(type, roundTo(dtype, clamp(number))),
      clamps: isBeyond(number),
    };
  }
  // Integers of 64 bits too, which need not be exact.
  const numbers = Array.from<number | bigint, number>(value.data, Number);
  const clamps = numbers.some(isBeyond);
  // A target may keep scales and biases as they were.
  if (dtype === 'f16' && value.shape.length === 1 && numbers.length > 1 && !clamps) {
    return { converted: castOf(constant, dtype), clamps };
  }
  return { converted: dataConstant(tensorFrom(dtype, value.shape, numbers.map(clamp))), clamps };
}

/** What computes in fp32 reads weights that are rounded to fp16 all the same, so that they are stored in two bytes. */
export function roundWeights(graph: Graph, nodes: Iterable<Node>): void {
  const known = new Map<Value, Value>();
  for (const node of nodes) {
    for (const operand of new Set(node.operands)) {
      if (operand?.constant === undefined || !isWeight(operand.constant)) continue;
      const rounded = known.get(operand) ?? graph.addConstant(rounding(operand.constant));
      known.set(operand, rounded);
      graph.replaceOperand(node, operand, rounded);
    }
  }
}

function isWeight({ type, source }: Constant): boolean {
  if (type.shape.length < 2 || type.dtype === 'f16' || DTYPES[type.dtype].kind !== 'float') {
    return false;
  }
  const isCast = source.kind === 'recipe' && source.op === builtinOps.cast;
  return !(isCast && source.operands[0]?.type.dtype === 'f16');
}

/** What fp16 cannot hold stays. */
function rounding(constant: Constant): Constant {
  const { converted, clamps } = convert(constant, 'f16');
  return clamps ? constant : castOf(converted, 'f32');
}

function castOf(constant: Constant, dtype: DType): Constant {
  const { cast: op } = builtinOps;
  const type = { dtype, shape: constant.type.shape };
  return { type, source: { kind: 'recipe', op, operands: [constant], attributes: { to: dtype } } };
}
