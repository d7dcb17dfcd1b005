/** Recipes that lay the weights of a convolution out in the order in which the kernel reads them. */

import { dataConstant } from '../../../../ir/constant.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { coreOps } from '../../../../ir/ops/core/index.ts';
import { tensorFrom } from '../../../../ir/tensor.ts';
import { elementCount } from '../../../../ir/types.ts';
import { recipe } from '../recipe.ts';
import type { Problem } from './problem.ts';
import type { Tile } from './tile.ts';

/**
 * [O, I, y, x] becomes blocks of output channels, in each of them rows of taps, input channels by steps, the
 * taps of the row (before the channels where they are a loop), channels of a step and outputs; missing
 * outputs are zeros. The weights of parities come one after the other.
 */
export function packWeight(problem: Problem, tile: Tile): Constant {
  const { weight, upsampled, inputs, outputs, kernel } = problem;
  const { blocks, columns, step, unrolled } = tile;
  const given = upsampled
    ? parityWeights(weight)
    : problem.weights === 'winograd'
      ? onBothAxes(weight, WINOGRAD)
      : weight;
  const sets = elementCount(given.type.shape) / (outputs * inputs * kernel[0] * kernel[1]);
  const missing = blocks * columns - outputs;
  const all = recipe(coreOps.reshape, [given], {
    shape: [sets, outputs, inputs, ...kernel],
  });
  const padded =
    missing === 0
      ? all
      : recipe(coreOps.pad, [all, undefined], {
          pads: [0, 0, 0, 0, 0, 0, missing, 0, 0, 0],
          mode: 'constant',
        });
  const split = recipe(coreOps.reshape, [padded], {
    shape: [sets, blocks, columns, inputs / step, step, ...kernel],
  });
  const perm = unrolled ? [0, 1, 5, 3, 6, 4, 2] : [0, 1, 5, 6, 3, 4, 2];
  return recipe(coreOps.transpose, [split], { perm });
}

/**
 * What three taps on a doubled row are on the row itself: for the even places the pixel before and the
 * place's own, for the odd ones the own and the next.
 */
const SUMS = [1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1];

/** [O, I, 3, 3] becomes [parity, O, I, 2, 2]. */
function parityWeights(weight: Constant): Constant {
  const [outputs = 1, inputs = 1] = weight.type.shape;
  const both = onBothAxes(weight, SUMS);
  const split = recipe(coreOps.reshape, [both], { shape: [2, 2, 2, 2, outputs, inputs] });
  return recipe(coreOps.transpose, [split], { perm: [0, 2, 4, 5, 1, 3] });
}

/** What the products of F(2x2, 3x3) multiply with: the matrix G of Lavin and Gray. */
const WINOGRAD = [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1];

/** [O, I, 3, 3] becomes [4, 4, O, I] by four sums of three along both axes of the window. */
function onBothAxes(weight: Constant, matrix: readonly number[]): Constant {
  const { dtype, shape } = weight.type;
  const [outputs = 1, inputs = 1] = shape;
  const channels = outputs * inputs;
  const sums = dataConstant(tensorFrom(dtype, [4, 3], matrix));
  const product = { transpose_a: false, transpose_b: false };
  // Taps come first, so that the sums run over long rows.
  const turned = recipe(coreOps.transpose, [weight], { perm: [2, 3, 0, 1] });
  const flat = recipe(coreOps.reshape, [turned], { shape: [3, 3 * channels] });
  const rows = recipe(coreOps.matmul, [sums, flat], product);
  const columns = recipe(coreOps.reshape, [rows], { shape: [4, 3, channels] });
  return recipe(coreOps.matmul, [sums, columns], product);
}
