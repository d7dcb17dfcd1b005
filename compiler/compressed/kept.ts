/** Integers of which a mask leaves some out: 0 stands in their place, for targets that store no masks. */

import type { Constant } from '../../ir/constant.ts';
import { masked_values } from '../../ir/ops/recipe/masked-values.ts';
import { sparse_to_dense } from '../../ir/ops/recipe/sparse-to-dense.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import type { AffineForm } from './form.ts';
import type { Recipe } from './recipe.ts';
import type { FormOf } from './recipes.ts';

/** Undefined for palettes, which have no entry for 0, and for zero points, which stand for 0 by another integer. */
export function keptAffine({ operands }: Recipe, formOf: FormOf): AffineForm | undefined {
  const [values, mask] = operands;
  if (values?.source.kind !== 'recipe' || values.source.op !== masked_values) return undefined;
  const [whole, taken] = values.source.operands;
  if (whole === undefined || mask === undefined || taken !== mask) return undefined;
  const form = formOf(whole);
  if (form?.kind !== 'affine' || form.zeroPoint !== undefined) return undefined;
  const kept = (constant: Constant): Constant => {
    const list = constantOf(masked_values, [constant, mask], { count: values.type.shape[0] });
    return constantOf(sparse_to_dense, [list, mask], {});
  };
  return { ...form, data: kept(form.data) };
}
