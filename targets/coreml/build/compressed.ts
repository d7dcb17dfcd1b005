/** Constants of few bits that stay so in the package and become floats when it is loaded. */

import type { Constant } from '../../../ir/constant.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import type { MilBuilder } from '../builder.ts';
import type { LowerContext } from '../lowering.ts';
import { OPSETS } from '../syntax.ts';
import type { MilDType, Weight } from '../syntax.ts';
import { carrierDType, derived, int, shapeOf, weight } from '../terms.ts';
import type { StaticType, Term } from '../terms.ts';
import { quantization } from './quantization.ts';
import { view } from './reshaped.ts';

/** The widths of constexpr operations by their IR dtypes. */
const WIDTHS: Readonly<Record<string, MilDType>> = {
  i8: 'int8',
  u8: 'uint8',
  i4: 'int4',
  u4: 'uint4',
};

/** Data, scale and zero point are constants that the opset's constexpr operations take. */
export function isCompressedWeight(node: Node, { opset }: LowerContext): boolean {
  const [data, scale, zeroPoint] = node.operands;
  const width = data && WIDTHS[data.type.dtype];
  if (data?.constant === undefined || scale?.constant === undefined || width === undefined)
    return false;
  if (zeroPoint !== undefined && zeroPoint.constant === undefined) return false;
  const float = carrierDType(scale.type.dtype);
  if (float !== 'fp16' && float !== 'fp32') return false;
  const block = attributesOf(node).int('block_size');
  if (OPSETS.indexOf(opset) >= OPSETS.indexOf('CoreML8')) {
    if (block === 0) return true;
    const axis = normalizeAxis(attributesOf(node).int('axis'), data.type.shape.length);
    return (data.constant.type.shape[axis] ?? 1) % block === 0;
  }
  return block === 0 && (width === 'int8' || width === 'uint8');
}

/** How a matrix is wanted: its axes swapped, and as windows of one by one. */
export interface Arrangement {
  readonly transposed: boolean;
  readonly point: boolean;
}
const AS_IT_IS: Arrangement = { transposed: false, point: false };

export function arranged(given: Weight, { transposed, point }: Arrangement): Weight {
  const turned = transposed ? derived(given, builtinOps.transpose, { perm: [1, 0] }) : given;
  return point ? view(turned, [...shapeOf(turned), 1, 1]) : turned;
}

/** The node of a compressed weight that a value is, or is cast from. */
export function compressedSource(value: Value, context: LowerContext): Node | undefined {
  const { producer } = value;
  const source = producer?.op === builtinOps.cast ? producer.operands[0]?.producer : producer;
  if (source?.op !== builtinOps.dequantize_linear) return undefined;
  return isCompressedWeight(source, context) ? source : undefined;
}

/** The type's dtype is that of the scale, or another float that the weight is cast to at once. */
export function compressedWeight(
  m: MilBuilder,
  node: Node,
  type: StaticType,
  arrangement: Arrangement = AS_IT_IS,
): Term {
  const [data, scale, zeroPoint] = node.operands;
  const width = data && WIDTHS[data.type.dtype];
  if (!data?.constant || !scale?.constant || !width) throw new Error('not a compressed weight');
  const quantized = arranged(weight(data.constant, width), arrangement);
  const float = type.dtype;
  const { shape } = data.constant.type;
  const single = elementCount(scale.constant.type.shape) === 1;
  const axis = single ? 0 : normalizeAxis(attributesOf(node).int('axis'), shape.length);
  if (!m.since('CoreML8')) {
    const { scale: factors, zeroPoint: zeros } = quantization(node, float);
    const parameters = {
      quantized_data: quantized,
      zero_point: zeros,
      scale: factors,
      axis: int(arrangement.transposed && !single ? 1 - axis : axis),
    };
    return m.constexpr('constexpr_affine_dequantize', parameters, type);
  }
  const blocks = scale.constant.type.shape;
  const inBlocks = blocks.length === shape.length;
  const line = shape.map((_, at) => (at === axis ? elementCount(blocks) : 1));
  const spread = (constant: Constant, dtype: MilDType): Weight =>
    arranged(view(weight(constant, dtype), inBlocks ? blocks : line), arrangement);
  const offset = zeroPoint?.constant && spread(zeroPoint.constant, width);
  const parameters = {
    data: quantized,
    scale: spread(scale.constant, float),
    ...(offset === undefined ? {} : { offset }),
  };
  return m.constexpr('constexpr_blockwise_shift_scale', parameters, type);
}
