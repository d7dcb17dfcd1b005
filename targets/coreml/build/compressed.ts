/** Constants of few bits that stay so in the package and become floats when it is loaded. */

import type { Node } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import type { MilBuilder } from '../builder.ts';
import type { LowerContext } from '../lowering.ts';
import { OPSETS } from '../syntax.ts';
import type { MilDType } from '../syntax.ts';
import { carrierDType, int, weight } from '../terms.ts';
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
    const axis = normalizeAxis(attributesOf(node).int('axis'), data.type.shape.length);
    return block === 0 || (data.constant.type.shape[axis] ?? 1) % block === 0;
  }
  return block === 0 && (width === 'int8' || width === 'uint8');
}

/** The type's dtype is that of the scale, or another float that the weight is cast to at once. */
export function compressedWeight(m: MilBuilder, node: Node, type: StaticType): Term {
  const [data, scale, zeroPoint] = node.operands;
  const width = data && WIDTHS[data.type.dtype];
  if (!data?.constant || !scale?.constant || !width) throw new Error('not a compressed weight');
  const quantized = weight(data.constant, width);
  const { dtype: float, shape } = type;
  if (!m.since('CoreML8')) {
    const { scale: factors, zeroPoint: zeros, axis } = quantization(node, float);
    const parameters = {
      quantized_data: quantized,
      zero_point: zeros,
      scale: factors,
      axis: axis ?? int(0),
    };
    return m.constexpr('constexpr_affine_dequantize', parameters, type);
  }
  const axis = normalizeAxis(attributesOf(node).int('axis'), shape.length);
  const blocks = scale.constant.type.shape;
  const spread =
    elementCount(blocks) === 1
      ? shape.map(() => 1)
      : blocks.length === shape.length
        ? blocks
        : shape.map((_, at) => (at === axis ? elementCount(blocks) : 1));
  const factors = view(weight(scale.constant, float), spread);
  const offset = zeroPoint?.constant && view(weight(zeroPoint.constant, width), spread);
  const parameters = {
    data: quantized,
    scale: factors,
    ...(offset === undefined ? {} : { offset }),
  };
  return m.constexpr('constexpr_blockwise_shift_scale', parameters, type);
}
