/** Where weights of few bits begin: dequantised numbers, and indices into a palette. */

import { inlineValue } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { pad } from '../../ir/ops/core/pad.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { getElement } from '../../ir/tensor.ts';
import { DTYPES, elementCount } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import { blockCounts, reshaped } from './blocks.ts';
import type { AffineForm, PaletteForm } from './form.ts';
import { numberOf } from './recipe.ts';
import type { Recipe } from './recipe.ts';

const FEW_BITS: readonly DType[] = ['i8', 'u8', 'i4', 'u4'];

export function beginAffine(recipe: Recipe): AffineForm | undefined {
  const [data, scale, zeroPoint] = recipe.operands;
  const { type } = recipe;
  if (data === undefined || scale === undefined || elementCount(type.shape) === 0) return undefined;
  if (!FEW_BITS.includes(data.type.dtype)) return undefined;
  const blocks = quantizedBlocks(recipe, scale);
  const counts = blockCounts({ shape: type.shape, sizes: blocks });
  return {
    kind: 'affine',
    type,
    rounding: type.dtype,
    blocks,
    data,
    scale: reshaped(scale, counts),
    zeroPoint: zeroPoint && reshaped(zeroPoint, counts),
  };
}

/** Of a scale for all, one for each index of the axis, or one for each block along it. */
function quantizedBlocks(recipe: Recipe, scale: Constant): readonly number[] {
  const { shape } = recipe.type;
  const block = numberOf(recipe, 'block_size');
  if (block === 0 && elementCount(scale.type.shape) === 1) return shape;
  const axis = normalizeAxis(numberOf(recipe, 'axis'), shape.length);
  if (block === 0) return shape.with(axis, 1);
  return shape.map((size, at) => (at === axis ? Math.min(block, size) : 1));
}

export function beginPalette(recipe: Recipe): PaletteForm | undefined {
  const [indices, table] = recipe.operands;
  const { type } = recipe;
  if (indices === undefined || table === undefined || elementCount(type.shape) === 0) {
    return undefined;
  }
  const [groups = 1, entries = 1] = [1, ...table.type.shape].slice(-2);
  const axis = groups === 1 ? 0 : normalizeAxis(numberOf(recipe, 'axis'), type.shape.length);
  const blocks =
    groups === 1 ? type.shape : type.shape.with(axis, (type.shape[axis] ?? 1) / groups);
  const counts = blockCounts({ shape: type.shape, sizes: blocks });
  return palette(recipe, indices, reshaped(table, [...counts, entries]), blocks);
}

/** Numbers of a short list, picked by unsigned indices: how palettes are written in ONNX. */
export function picked(recipe: Recipe): PaletteForm | undefined {
  const [list, chosen] = recipe.operands;
  const { type } = recipe;
  const indices = chosen && unsigned(chosen);
  if (list?.type.shape.length !== 1 || indices === undefined) return undefined;
  if (DTYPES[type.dtype].kind !== 'float' || elementCount(type.shape) === 0) return undefined;
  const [size = 1] = list.type.shape;
  const bits = Math.max(1, Math.ceil(Math.log2(size)));
  if (bits > 8) return undefined;
  const more = { pads: [0, 2 ** bits - size], mode: 'constant' };
  const table = more.pads[1] === 0 ? list : constantOf(pad, [list, undefined], more);
  const counts = type.shape.map(() => 1);
  return palette(recipe, indices, reshaped(table, [...counts, 2 ** bits]), type.shape);
}

function palette(
  { type }: Recipe,
  indices: Constant,
  table: Constant,
  blocks: readonly number[],
): PaletteForm {
  const bits = Math.log2(table.type.shape.at(-1) ?? 1);
  return { kind: 'palette', type, rounding: type.dtype, blocks, indices, table, bits };
}

/** Indices of one byte: none is negative, as far as the compiler sees. */
function unsigned(indices: Constant): Constant | undefined {
  const { source, type } = indices;
  if (type.dtype === 'u8' || type.dtype === 'u4') return indices;
  if (source.kind === 'recipe') {
    const [stored] = source.operands;
    return source.op === cast && stored !== undefined ? unsigned(stored) : undefined;
  }
  const known = inlineValue(indices);
  if (known === undefined) return undefined;
  for (let index = 0; index < known.data.length; index++) {
    const element = getElement(known, index);
    if (element < 0 || element > 255) return undefined;
  }
  return constantOf(cast, [indices], { to: 'u8' });
}
