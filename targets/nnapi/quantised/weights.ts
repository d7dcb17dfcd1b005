/** Weights of 8 bits or fewer as operands: with a scale for each index of an axis, or one for all. */

import type { Constant } from '../../../ir/constant.ts';
import { inlineValue, splatConstant } from '../../../ir/constant.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { getElement } from '../../../ir/tensor.ts';
import { DTYPES, elementCount } from '../../../ir/types.ts';
import { blocksAlongAxis, compressedForm } from '../../../compiler/compressed/form.ts';
import type { AffineForm } from '../../../compiler/compressed/form.ts';
import { constantOf } from '../../../compiler/passes/shared/constant-folding.ts';
import type { OperandCode, Weight } from '../syntax.ts';
import { MAX_RANK } from '../terms.ts';
import { shiftOf } from './parameters.ts';

/** Integers and scales of one size; undefined for floats, palettes and what else NNAPI has nothing for. */
export function affineForm({ constant }: Weight): AffineForm | undefined {
  const form = compressedForm(constant);
  return form?.kind === 'affine' ? form : undefined;
}

/** Symmetric, with a scale for each index of the axis. */
export function perChannelWeight(weight: Weight, axis: number): Weight | undefined {
  const form = affineForm(weight);
  if (form === undefined || !isSymmetric(form)) return undefined;
  const { shape } = form.type;
  const count = shape[axis] ?? 1;
  const along = form.blocks[axis] ?? 1;
  const isWhole = (size: number, at: number): boolean => (form.blocks[at] ?? 1) >= size;
  if (!shape.every((size, at) => at === axis || isWhole(size, at))) return undefined;
  if (along > 1 && along < count) return undefined;
  const scales = resized(form.scale, [along === 1 ? count : 1]);
  return channels(form.data, axis, repeated(scales, count));
}

/** Symmetric, in runs of elements that share a scale: rows of a matrix that has the weight's elements. */
function rowsOfWeight(weight: Weight): Weight | undefined {
  const form = affineForm(weight);
  if (form === undefined || !isSymmetric(form)) return undefined;
  const { shape } = form.type;
  let run = 1;
  let isWhole = true;
  for (const axis of [...shape.keys()].toReversed()) {
    const size = shape[axis] ?? 1;
    const block = Math.min(form.blocks[axis] ?? 1, size);
    if (!isWhole && block > 1) return undefined;
    if (size % block !== 0) return undefined;
    run *= block;
    isWhole &&= block === size;
  }
  const rows = elementCount(shape) / run;
  return channels(resized(form.data, [rows, run]), 0, resized(form.scale, [rows]));
}

/** In the form that DEQUANTIZE takes: with as few axes changed as can be. */
export function dequantisable(weight: Weight): Weight | undefined {
  const form = affineForm(weight);
  if (form === undefined || weight.type.shape.length > MAX_RANK) return undefined;
  const along = blocksAlongAxis(form);
  const channelwise = along && perChannelWeight(weight, along.axis);
  return channelwise ?? rowsOfWeight(weight) ?? perTensorWeight(weight, 'TENSOR_QUANT8_ASYMM');
}

/** One scale and zero point, both known, in the type of activations. */
export function perTensorWeight(weight: Weight, code: OperandCode): Weight | undefined {
  const form = affineForm(weight);
  const dtype = form?.data.type.dtype;
  if (form === undefined || (dtype !== 'i8' && dtype !== 'u8')) return undefined;
  if (elementCount(form.scale.type.shape) !== 1) return undefined;
  const [scale, zero] = [form.scale, form.zeroPoint].map(
    (constant) => constant && inlineValue(constant),
  );
  if (scale === undefined || (form.zeroPoint !== undefined && zero === undefined)) return undefined;
  const shift = shiftOf(dtype, code);
  const type = {
    code,
    shape: form.type.shape,
    scale: Math.fround(Number(getElement(scale, 0))),
    zeroPoint: (zero === undefined ? 0 : Number(getElement(zero, 0))) + shift,
  };
  return type.scale > 0 ? { kind: 'weight', type, constant: shifted(form.data, shift) } : undefined;
}

function channels(data: Constant, axis: number, scales: Constant): Weight {
  const { shape } = data.type;
  return {
    kind: 'weight',
    type: {
      code: 'TENSOR_QUANT8_SYMM_PER_CHANNEL',
      shape,
      scale: 0,
      zeroPoint: 0,
      perChannel: { axis, scales },
    },
    constant: data,
  };
}

/** Signed integers around 0. */
function isSymmetric({ data, zeroPoint }: AffineForm): boolean {
  if (DTYPES[data.type.dtype].kind !== 'int') return false;
  const zeros = zeroPoint && inlineValue(zeroPoint);
  if (zeroPoint !== undefined && zeros === undefined) return false;
  return zeros === undefined || Array.from(zeros.data, Number).every((zero) => zero === 0);
}

function resized(constant: Constant, shape: readonly number[]): Constant {
  return constantOf(builtinOps.reshape, [constant], { shape });
}

function repeated(list: Constant, count: number): Constant {
  if (list.type.shape[0] === count) return list;
  return constantOf(builtinOps.broadcast, [list], { shape: [count] });
}

/** The integers and a number more, which both types hold. */
function shifted(data: Constant, shift: number): Constant {
  if (shift === 0) return data;
  const whole = constantOf(builtinOps.cast, [data], { to: 'i32' });
  return constantOf(builtinOps.add, [whole, splatConstant({ dtype: 'i32', shape: [] }, shift)], {});
}
