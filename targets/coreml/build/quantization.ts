/** Scales and zero points as the parameters of quantize and dequantize. */

import { dataConstant } from '../../../ir/constant.ts';
import type { Node } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { allocate } from '../../../ir/tensor.ts';
import { elementCount, isStaticType } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { OPSETS } from '../syntax.ts';
import type { Literal, MilDType } from '../syntax.ts';
import type { LowerContext } from '../lowering.ts';
import { MAX_RANK, carrierDType, int, weight } from '../terms.ts';
import { view } from './reshaped.ts';

const NATIVE = OPSETS.indexOf('CoreML7');

/** MIL quantises 8 bits by constant scales, for a whole tensor or along one axis. */
export function isQuantizable(node: Node, { opset }: LowerContext): boolean {
  const [input, scale, zeroPoint] = node.operands;
  const [result] = node.results;
  if (input === undefined || result === undefined || OPSETS.indexOf(opset) < NATIVE) return false;
  const quantizing = node.op.name === 'quantize_linear';
  const small = quantizing ? result.type.dtype : input.type.dtype;
  const large = quantizing ? input.type.dtype : result.type.dtype;
  return (
    (small === 'i8' || small === 'u8') &&
    (large === 'f16' || large === 'f32') &&
    scale?.constant?.type.dtype === large &&
    (zeroPoint === undefined || zeroPoint.constant !== undefined) &&
    attributesOf(node).int('block_size') === 0 &&
    isStaticType(input.type) &&
    input.type.shape.length > 0 &&
    input.type.shape.length <= MAX_RANK
  );
}

export interface Quantization {
  readonly scale: Literal;
  readonly zeroPoint: Literal;
  /** Absent where one number serves all. */
  readonly axis: Literal | undefined;
}

/** The scale in the dtype of its constant, or in `float`. */
export function quantization(node: Node, float?: MilDType): Quantization {
  const [input, scale, zeroPoint] = node.operands;
  const quantizing = node.op.name === 'quantize_linear';
  const small = (quantizing ? node.results[0] : input)?.type.dtype;
  const factors = scale?.constant;
  if (input === undefined || factors === undefined || (small !== 'i8' && small !== 'u8')) {
    throw new Error('not quantizable');
  }
  const single = elementCount(factors.type.shape) === 1;
  const shape = single ? [] : factors.type.shape;
  const zeros = zeroPoint?.constant ?? dataConstant(allocate(small, shape));
  const rank = input.type.shape.length;
  const dtype = float ?? carrierDType(factors.type.dtype) ?? 'fp32';
  return {
    scale: view(weight(factors, dtype), shape),
    zeroPoint: view(weight(zeros, small === 'i8' ? 'int8' : 'uint8'), shape),
    axis: single ? undefined : int(normalizeAxis(attributesOf(node).int('axis'), rank)),
  };
}
