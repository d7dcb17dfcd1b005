/** Sums and products of numbers in 8 bits, and functions whose results have a scale of NNAPI's own. */

import { dataConstant } from '../../../ir/constant.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import type { LowerRequest } from '../lowering.ts';
import type { OperandCode } from '../syntax.ts';
import { FUSED_NONE, isWeight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { limitsOf } from './parameters.ts';
import { perTensorWeight } from './weights.ts';

/** ADD, SUB and MUL. A product's scale must be greater than that of its factors' product. */
export function quantisedPair(code: 'ADD' | 'SUB' | 'MUL') {
  return (request: LowerRequest): Term | undefined => {
    const { m, node, wanted, quantised } = request;
    const [first, second] = [0, 1].map((index) => quantised(index));
    const activations = (first ?? second)?.type.code;
    if (wanted === undefined || activations === undefined) return undefined;
    const [a, b] = [0, 1].map(
      (index) => quantised(index) ?? constantTerm(request, index, activations),
    );
    if (a === undefined || b === undefined) return undefined;
    if (node.operands[0]?.type.shape.length === 0 && first === undefined) return undefined;
    if (code === 'MUL' && !(wanted.scale > Math.fround(a.type.scale * b.type.scale))) {
      return undefined;
    }
    return m.op(code, [a, b, FUSED_NONE], wanted);
  };
}

/** A weight of 8 bits, or one number in a scale in which it is an integer. */
function constantTerm(
  { node, required }: LowerRequest,
  index: number,
  code: OperandCode,
): Term | undefined {
  const operand = node.operands[index];
  if (operand?.constant === undefined) return undefined;
  const number = uniformValue(operand);
  if (number === undefined) {
    const term = required(index);
    return isWeight(term) ? perTensorWeight(term, code) : undefined;
  }
  const [low, high] = limitsOf(code);
  const zeroPoint = (low + high + 1) / 2;
  const scale = Math.fround(Math.abs(number) / 127);
  const type = { code, shape: [1], scale: scale > 0 ? scale : 1, zeroPoint };
  const integer = zeroPoint + (scale > 0 ? 127 * Math.sign(number) : 0);
  const dtype = low < 0 ? 'i8' : 'u8';
  return { kind: 'weight', type, constant: dataConstant(tensorFrom(dtype, [1], [integer])) };
}

/** Whether the readers want the scale and zero point that an operation always gives; `steps` in 1. */
export function isGiven({ wanted }: LowerRequest, steps: 256 | 128): boolean {
  if (wanted === undefined) return false;
  const [low, high] = limitsOf(wanted.code);
  const zeroPoint = steps === 256 ? low : (low + high + 1) / 2;
  return wanted.scale === 1 / steps && wanted.zeroPoint === zeroPoint;
}

/** LOGISTIC with steps of 1/256 from 0 on, TANH with steps of 1/128 around 0. */
export function quantisedUnary(code: 'LOGISTIC' | 'TANH') {
  return (request: LowerRequest): Term | undefined => {
    const { m, quantised, wanted } = request;
    const x = quantised(0);
    const fits = isGiven(request, code === 'LOGISTIC' ? 256 : 128);
    return x === undefined || wanted === undefined || !fits ? undefined : m.op(code, [x], wanted);
  };
}
