/** Weights that are stored in few bits: what a constant's recipe says of it, whatever moves it afterwards. */

import type { Constant } from '../../ir/constant.ts';
import type { DType, StaticTensorType } from '../../ir/types.ts';
import { byteSize, elementCount } from '../../ir/types.ts';
import { blockCounts } from './blocks.ts';
import { readRecipe } from './recipes.ts';

interface Form {
  readonly type: StaticTensorType;
  /** The narrowest float that the numbers pass through; they are rounded to it, then to the type's dtype. */
  readonly rounding: DType;
  /** Elements along each axis that share scale, zero point or table; the last block of an axis may be shorter. */
  readonly blocks: readonly number[];
}

/** (data - zeroPoint) * scale */
export interface AffineForm extends Form {
  readonly kind: 'affine';
  /** Of the form's shape, in i8, u8, i4 or u4. */
  readonly data: Constant;
  /** Of the blocks' shape; its dtype may be wider than the form's. */
  readonly scale: Constant;
  /** Of the scale's shape and the data's dtype; 0 when absent. */
  readonly zeroPoint: Constant | undefined;
}

/** table[block, index] */
export interface PaletteForm extends Form {
  readonly kind: 'palette';
  /** Of the form's shape, in u8 or u4. */
  readonly indices: Constant;
  /** Of the blocks' shape and one axis more, of 2 to the power of `bits` entries. */
  readonly table: Constant;
  readonly bits: number;
}

export type CompressedForm = AffineForm | PaletteForm;

const known = new WeakMap<Constant, { readonly form: CompressedForm | undefined }>();

/**
 * Undefined for a weight that is stored in floats. The parts are constants that nobody has computed yet. Its value
 * is the constant's own, but for products with a factor, where scales are rounded once more or less.
 */
export function compressedForm(constant: Constant): CompressedForm | undefined {
  const found = known.get(constant) ?? { form: worthwhile(readRecipe(constant, compressedForm)) };
  known.set(constant, found);
  return found.form;
}

/** Finer blocks may have made so many parameters that floats take less. */
function worthwhile(form: CompressedForm | undefined): CompressedForm | undefined {
  return form !== undefined && storedBits(form) < 8 * byteSize(form.type) ? form : undefined;
}

/** Of one weight: what is looked up or scaled, and all parameters in the dtype of the form. */
export function storedBits(form: CompressedForm): number {
  const each = bitsPerElement(form);
  const blocks = elementCount(blockCounts({ shape: form.type.shape, sizes: form.blocks }));
  const parameter = 8 * byteSize({ dtype: form.type.dtype, shape: [1] });
  const own =
    form.kind === 'palette'
      ? parameter * 2 ** form.bits
      : parameter + (form.zeroPoint === undefined ? 0 : each);
  return each * elementCount(form.type.shape) + own * blocks;
}

export function bitsPerElement(form: CompressedForm): number {
  return form.kind === 'palette' ? form.bits : (DATA_BITS[form.data.type.dtype] ?? 8);
}

const DATA_BITS: Partial<Record<DType, number>> = { i8: 8, u8: 8, i4: 4, u4: 4 };

/** Where blocks lie along one axis at most: that axis, and the elements of a block; undefined for other blocks. */
export function blocksAlongAxis({
  type: { shape },
  blocks,
}: CompressedForm): { readonly axis: number; readonly size: number } | undefined {
  const cut = shape.flatMap((size, axis) => ((blocks[axis] ?? 1) < size ? [axis] : []));
  const [axis = 0, ...others] = cut;
  return others.length > 0 ? undefined : { axis, size: blocks[axis] ?? 1 };
}
