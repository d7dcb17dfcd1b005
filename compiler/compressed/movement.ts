/** Weights of few bits that are moved: their elements move likewise, and what their blocks share follows. */

import { inlineValue, splatConstant } from '../../ir/constant.ts';
import { gcd } from '../../ir/dim.ts';
import { pad } from '../../ir/ops/core/pad.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { getElement } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import {
  concatBlocks,
  joined,
  refined,
  reshaped,
  sliceBlocks,
  sliced,
  transposeBlocks,
  transposed,
} from './blocks.ts';
import type { Blocks } from './blocks.ts';
import type { CompressedForm } from './form.ts';
import { blocksOf, dataOf, numberOf, numbersOf, withBlocks } from './recipe.ts';
import type { Recipe } from './recipe.ts';
import type { FormOf } from './recipes.ts';
import { reshapeBlocks } from './reshape-blocks.ts';

/** The form of the op's first operand. */
function moved({ operands: [operand] }: Recipe, formOf: FormOf): CompressedForm | undefined {
  return operand && formOf(operand);
}

export function transposedForm(recipe: Recipe, formOf: FormOf): CompressedForm | undefined {
  const form = moved(recipe, formOf);
  const perm = numbersOf(recipe, 'perm');
  return (
    form && withBlocks(form, transposed(dataOf(form), perm), transposeBlocks(blocksOf(form), perm))
  );
}

export function reshapedForm(recipe: Recipe, formOf: FormOf): CompressedForm | undefined {
  const form = moved(recipe, formOf);
  const { shape } = recipe.type;
  const blocks = form && reshapeBlocks(blocksOf(form), shape);
  return form && blocks && withBlocks(form, reshaped(dataOf(form), shape), blocks);
}

export function slicedForm(recipe: Recipe, formOf: FormOf): CompressedForm | undefined {
  const form = moved(recipe, formOf);
  if (form === undefined || elementCount(recipe.type.shape) === 0) return undefined;
  const [starts, ends, steps] = ['starts', 'ends', 'steps'].map((name) => numbersOf(recipe, name));
  let [data, blocks] = [dataOf(form), blocksOf(form)];
  for (const axis of form.type.shape.keys()) {
    const extent = {
      start: starts?.[axis] ?? 0,
      end: ends?.[axis] ?? 0,
      step: steps?.[axis] ?? 1,
    };
    data = sliced(data, axis, extent);
    blocks = sliceBlocks(blocks, axis, extent);
  }
  return withBlocks(form, data, blocks);
}

/** Of one kind, width and rounding; a zero point is made where only others have one. */
export function concatenated(recipe: Recipe, formOf: FormOf): CompressedForm | undefined {
  const forms = recipe.operands.map((operand) => operand && formOf(operand));
  const [first] = forms;
  if (first === undefined) return undefined;
  const alike = forms.flatMap((form) =>
    form && joiningKey(form) === joiningKey(first) ? [form] : [],
  );
  if (alike.length < forms.length) return undefined;
  const axis = normalizeAxis(numberOf(recipe, 'axis'), recipe.type.shape.length);
  const shifted = alike.some((form) => form.kind === 'affine' && form.zeroPoint !== undefined);
  const parts = alike.map((form) => blocksOf(shifted ? withZeroPoint(form) : form));
  const blocks = concatBlocks(parts, axis);
  return withBlocks(first, joined(alike.map(dataOf), axis), blocks);
}

/** Equal for forms whose parts can be joined. */
export function joiningKey(form: CompressedForm): string {
  const { kind, rounding } = form;
  const own = kind === 'palette' ? `${form.bits} ${form.table.type.dtype}` : form.scale.type.dtype;
  return `${kind} ${rounding} ${dataOf(form).type.dtype} ${own}`;
}

function withZeroPoint(form: CompressedForm): CompressedForm {
  if (form.kind === 'palette' || form.zeroPoint !== undefined) return form;
  const { shape } = form.scale.type;
  return { ...form, zeroPoint: splatConstant({ dtype: form.data.type.dtype, shape }, 0) };
}

/** Zeros around numbers that have no zero point. */
export function padded(recipe: Recipe, formOf: FormOf): CompressedForm | undefined {
  const form = moved(recipe, formOf);
  const [, value] = recipe.operands;
  if (form?.kind !== 'affine' || form.zeroPoint !== undefined) return undefined;
  if (recipe.attributes['mode'] !== 'constant') return undefined;
  const filler = value === undefined ? undefined : inlineValue(value);
  if (value !== undefined && (filler === undefined || Number(getElement(filler, 0)) !== 0)) {
    return undefined;
  }
  const pads = numbersOf(recipe, 'pads');
  if (pads.some((width) => width < 0)) return undefined;
  const { shape } = form.type;
  let blocks = blocksOf(form);
  for (const axis of shape.keys()) {
    blocks = padBlocks(blocks, axis, pads[axis] ?? 0, pads[shape.length + axis] ?? 0);
  }
  const data = constantOf(pad, [form.data, undefined], { pads, mode: 'constant' });
  return withBlocks(form, data, blocks);
}

function padBlocks(blocks: Blocks, axis: number, before: number, after: number): Blocks {
  const size = blocks.shape[axis] ?? 1;
  const block = blocks.sizes[axis] ?? 1;
  const shape = blocks.shape.with(axis, before + size + after);
  if (before + after === 0) return blocks;
  if (block >= size) return { ...blocks, shape, sizes: blocks.sizes.with(axis, shape[axis] ?? 1) };
  const fine = refined(blocks, axis, gcd(block, before));
  const own = fine.sizes[axis] ?? 1;
  const counts = [before / own, Math.ceil((before + size + after) / own)];
  const parameters = fine.parameters.map((constant) => {
    const { length } = constant.type.shape;
    const has = constant.type.shape[axis] ?? 1;
    const widths = Array.from({ length: 2 * length }, () => 0);
    widths[axis] = counts[0] ?? 0;
    widths[length + axis] = (counts[1] ?? 0) - (counts[0] ?? 0) - has;
    return constantOf(pad, [constant, undefined], { pads: widths, mode: 'constant' });
  });
  return { shape, sizes: fine.sizes, parameters };
}
