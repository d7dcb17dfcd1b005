/** Weights that read fewer channels, each of which stands for more than itself: recipes of the weights as they were. */

import type { Constant } from '../../ir/constant.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { elementCount } from '../../ir/types.ts';
import { invertPerm } from '../passes/shared/axes.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import type { Adjustment } from './narrow.ts';

export interface Compensation {
  readonly axis: number;
  /** Channels x kept channels. */
  readonly guess: Constant;
}

export function adjustmentOf(list: readonly Compensation[]): Adjustment {
  return {
    axes: list.map(({ axis }) => axis),
    adjust: (constant) => list.reduce(compensated, constant),
  };
}

/** The weight, uncut along the axis, times the guess. */
function compensated(weight: Constant, { axis, guess }: Compensation): Constant {
  const { shape } = weight.type;
  const last = shape.length - 1;
  const perm = [...shape.keys()].filter((at) => at !== axis).concat(axis);
  const [channels = 1, kept = 1] = guess.type.shape;
  const others = perm.slice(0, last).map((at) => shape[at] ?? 1);
  const turned = constantOf(builtinOps.transpose, [weight], { perm });
  const flat = constantOf(builtinOps.reshape, [turned], {
    shape: [elementCount(others), channels],
  });
  const product = constantOf(builtinOps.matmul, [flat, guess], {
    transpose_a: false,
    transpose_b: false,
  });
  const formed = constantOf(builtinOps.reshape, [product], { shape: [...others, kept] });
  return constantOf(builtinOps.transpose, [formed], { perm: invertPerm(perm) });
}
