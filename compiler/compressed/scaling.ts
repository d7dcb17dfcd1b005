/** Weights of few bits that are rounded to another float, or multiplied by factors. */

import type { Constant } from '../../ir/constant.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { div } from '../../ir/ops/core/div.ts';
import { mul } from '../../ir/ops/core/mul.ts';
import { shapeEquals } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import { refined, reshaped } from './blocks.ts';
import type { CompressedForm } from './form.ts';
import { blocksOf, dataOf, withBlocks } from './recipe.ts';
import type { Recipe } from './recipe.ts';
import type { FormOf } from './recipes.ts';

/** Floats of which each holds all numbers of those after it. */
const NARROWER: readonly DType[] = ['f64', 'f32', 'f16'];

export function converted({ operands: [operand], type }: Recipe, formOf: FormOf) {
  const form = operand && formOf(operand);
  const order = NARROWER.indexOf(type.dtype);
  if (form === undefined || order < 0 || !NARROWER.includes(form.rounding)) return undefined;
  const rounding = order > NARROWER.indexOf(form.rounding) ? type.dtype : form.rounding;
  return { ...form, type, rounding };
}

export function multiplied(recipe: Recipe, formOf: FormOf): CompressedForm | undefined {
  const [a, b] = recipe.operands;
  if (a === undefined || b === undefined) return undefined;
  return scaled(recipe, a, b, mul, formOf) ?? scaled(recipe, b, a, mul, formOf);
}

export function divided(recipe: Recipe, formOf: FormOf): CompressedForm | undefined {
  const [a, b] = recipe.operands;
  return a === undefined || b === undefined ? undefined : scaled(recipe, a, b, div, formOf);
}

/** Factors go into the scale or the table, one for each of their blocks. */
function scaled(
  { type }: Recipe,
  weight: Constant,
  factor: Constant,
  op: OpDefinition,
  formOf: FormOf,
): CompressedForm | undefined {
  const form = formOf(weight);
  if (form === undefined || !shapeEquals(weight.type.shape, type.shape)) return undefined;
  if (formOf(factor) !== undefined) return undefined;
  // A product of rounded numbers is not the rounded product.
  if (form.rounding !== type.dtype) return undefined;
  const rank = type.shape.length;
  const ones = Array.from({ length: rank - factor.type.shape.length }, () => 1);
  const spread = [...ones, ...factor.type.shape];
  let blocks = blocksOf(form);
  for (const [axis, size] of spread.entries()) if (size > 1) blocks = refined(blocks, axis, 1);
  const [first, ...others] = blocks.parameters;
  if (first === undefined) return undefined;
  const own = first.type.shape.slice(rank).map(() => 1);
  const { dtype } = first.type;
  const shaped = reshaped(factor, [...spread, ...own]);
  const factors = dtype === factor.type.dtype ? shaped : constantOf(cast, [shaped], { to: dtype });
  const parameters = [constantOf(op, [first, factors], {}), ...others];
  return withBlocks(form, dataOf(form), { ...blocks, parameters });
}
