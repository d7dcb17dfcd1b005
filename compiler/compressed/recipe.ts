/** A recipe as the rules of compressed forms read it: an op, the constants it is applied to and the result's type. */

import type { Constant, ConstantSource } from '../../ir/constant.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { AffineForm, CompressedForm, PaletteForm } from './form.ts';
import type { Blocks } from './blocks.ts';

export interface Recipe extends Extract<ConstantSource, { readonly kind: 'recipe' }> {
  readonly type: StaticTensorType;
}

/** A list attribute of the op. */
export function numbersOf({ attributes }: Recipe, name: string): readonly number[] {
  return attributes[name] as readonly number[];
}

export function numberOf({ attributes }: Recipe, name: string): number {
  return attributes[name] as number;
}

/** Few bits for each element. */
export function dataOf(form: CompressedForm): Constant {
  return form.kind === 'affine' ? form.data : form.indices;
}

export function blocksOf(form: CompressedForm): Blocks {
  const parameters =
    form.kind === 'palette'
      ? [form.table]
      : [form.scale, ...(form.zeroPoint === undefined ? [] : [form.zeroPoint])];
  return { shape: form.type.shape, sizes: form.blocks, parameters };
}

/** The form with other elements in few bits, and the blocks that go with them. */
export function withBlocks(form: CompressedForm, data: Constant, blocks: Blocks): CompressedForm {
  const { shape, sizes, parameters } = blocks;
  const [first, second] = parameters;
  if (first === undefined) throw new Error('a form has parameters');
  const common = { type: { dtype: form.type.dtype, shape }, blocks: sizes };
  return form.kind === 'palette'
    ? ({ ...form, ...common, indices: data, table: first } satisfies PaletteForm)
    : ({ ...form, ...common, data, scale: first, zeroPoint: second } satisfies AffineForm);
}
