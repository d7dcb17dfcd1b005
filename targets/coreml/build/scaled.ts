/** Weights as integers of 8 or 4 bits with scales, as operations that give floats when the package is loaded. */

import { blockCounts } from '../../../compiler/compressed/blocks.ts';
import type { AffineForm } from '../../../compiler/compressed/form.ts';
import { constantOf } from '../../../compiler/passes/shared/constant-folding.ts';
import { dataConstant } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { allocate } from '../../../ir/tensor.ts';
import type { DType } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import type { MilDType, Weight } from '../syntax.ts';
import { int, weight } from '../terms.ts';
import type { StaticType, Term } from '../terms.ts';
import { view } from './reshaped.ts';

/** The widths of constexpr operations by their IR dtypes; before iOS 18 four bits take a byte. */
const WIDTHS: Readonly<Partial<Record<DType, MilDType>>> = {
  i8: 'int8',
  u8: 'uint8',
  i4: 'int4',
  u4: 'uint4',
};
const BYTES: Readonly<Partial<Record<DType, 'i8' | 'u8'>>> = {
  i8: 'i8',
  u8: 'u8',
  i4: 'i8',
  u4: 'u8',
};

export function scaled(m: MilBuilder, form: AffineForm, type: StaticType): Term {
  return m.since('CoreML8') ? blockwise(m, form, type) : affine(m, form, type);
}

function blockwise(m: MilBuilder, form: AffineForm, type: StaticType): Term {
  const counts = blockCounts({ shape: type.shape, sizes: form.blocks });
  const { data, ...scales } = scaledData(form, type.dtype, counts);
  return m.constexpr('constexpr_blockwise_shift_scale', { data, ...scales }, type);
}

/** As iOS 18 has them; `counts` says how many blocks there are along each axis. */
export function scaledData(
  { data, scale, zeroPoint }: AffineForm,
  dtype: MilDType,
  counts: readonly number[],
): { readonly data: Weight; readonly scale: Weight; readonly offset?: Weight } {
  const width = widthOf(data);
  return {
    data: weight(data, width),
    scale: view(weight(scale, dtype), counts),
    ...(zeroPoint === undefined ? {} : { offset: view(weight(zeroPoint, width), counts) }),
  };
}

function affine(m: MilBuilder, form: AffineForm, type: StaticType): Term {
  const { data, scale, zeroPoint, blocks } = form;
  const axis = type.shape.findIndex((size, at) => (blocks[at] ?? 1) < size);
  const line = axis < 0 ? [] : [type.shape[axis] ?? 1];
  const bytes = inBytes(data);
  const width = widthOf(bytes);
  const zeros =
    zeroPoint === undefined ? dataConstant(allocate(bytes.type.dtype, line)) : inBytes(zeroPoint);
  const parameters = {
    quantized_data: weight(bytes, width),
    zero_point: view(weight(zeros, width), line),
    scale: view(weight(scale, type.dtype), line),
    axis: int(Math.max(0, axis)),
  };
  return m.constexpr('constexpr_affine_dequantize', parameters, type);
}

function inBytes(data: Constant): Constant {
  const to = BYTES[data.type.dtype];
  if (to === undefined) throw new Error(`no weights of ${data.type.dtype}`);
  return to === data.type.dtype ? data : constantOf(cast, [data], { to });
}

function widthOf({ type }: Constant): MilDType {
  const width = WIDTHS[type.dtype];
  if (width === undefined) throw new Error(`no weights of ${type.dtype}`);
  return width;
}
