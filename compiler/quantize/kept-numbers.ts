/** Weights of which a share of the numbers, those of least magnitude, become 0 and are not stored: a mask and the rest. */

import type { Constant } from '../../ir/constant.ts';
import { magnitude_mask } from '../../ir/ops/recipe/magnitude-mask.ts';
import { masked_values } from '../../ir/ops/recipe/masked-values.ts';
import { sparse_to_dense } from '../../ir/ops/recipe/sparse-to-dense.ts';
import { elementCount } from '../../ir/types.ts';
import { recipeOf } from './options.ts';
import type { LayerWeight } from './weights.ts';

export interface KeptNumbers {
  /** True for what stays. */
  readonly mask: Constant;
  readonly count: number;
}

/** All but a share of the numbers of a weight. */
export function keptOf(constant: Constant, share: number): KeptNumbers {
  const count = Math.round((1 - share) * elementCount(constant.type.shape));
  return { mask: recipeOf(magnitude_mask, [constant], { kept: count }), count };
}

/** The numbers that are kept, in whatever form the constant has, and 0 for the others. */
export function onlyKept(constant: Constant, { mask, count }: KeptNumbers): Constant {
  return recipeOf(
    sparse_to_dense,
    [recipeOf(masked_values, [constant, mask], { count }), mask],
    {},
  );
}

/**
 * The weight in the form that `store` gives it, without a share of its numbers. What is stored never sees them, so
 * that scales and palettes are for those that stay.
 */
export function withoutShare(
  weight: LayerWeight,
  share: number,
  store: (weight: LayerWeight, mask?: Constant) => Constant,
): Constant {
  if (share === 0) return store(weight);
  const kept = keptOf(weight.constant, share);
  const constant = onlyKept(weight.constant, kept);
  return onlyKept(store({ ...weight, constant }, kept.mask), kept);
}
