/** What each op of a recipe does to a weight of few bits: how it begins, is moved, rounded and scaled. */

import type { Constant } from '../../ir/constant.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { div } from '../../ir/ops/core/div.ts';
import { gather } from '../../ir/ops/core/gather.ts';
import { mul } from '../../ir/ops/core/mul.ts';
import { pad } from '../../ir/ops/core/pad.ts';
import { reshape } from '../../ir/ops/core/reshape.ts';
import { slice } from '../../ir/ops/core/slice.ts';
import { transpose } from '../../ir/ops/core/transpose.ts';
import { dequantize_linear } from '../../ir/ops/composite/dequantize-linear.ts';
import { lookup } from '../../ir/ops/composite/lookup.ts';
import { sparse_to_dense } from '../../ir/ops/recipe/sparse-to-dense.ts';
import { beginAffine, beginPalette, picked } from './begin.ts';
import type { CompressedForm } from './form.ts';
import { keptAffine } from './kept.ts';
import { concatenated, padded, reshapedForm, slicedForm, transposedForm } from './movement.ts';
import type { Recipe } from './recipe.ts';
import { converted, divided, multiplied } from './scaling.ts';

export type FormOf = (constant: Constant) => CompressedForm | undefined;
type Rule = (recipe: Recipe, formOf: FormOf) => CompressedForm | undefined;

const RULES: ReadonlyMap<OpDefinition, Rule> = new Map<OpDefinition, Rule>([
  [dequantize_linear, beginAffine],
  [lookup, beginPalette],
  [sparse_to_dense, keptAffine],
  [gather, picked],
  [transpose, transposedForm],
  [reshape, reshapedForm],
  [slice, slicedForm],
  [concat, concatenated],
  [pad, padded],
  [cast, converted],
  [mul, multiplied],
  [div, divided],
]);

export function readRecipe({ type, source }: Constant, formOf: FormOf): CompressedForm | undefined {
  if (source.kind !== 'recipe') return undefined;
  return RULES.get(source.op)?.({ ...source, type }, formOf);
}
