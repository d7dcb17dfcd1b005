/** Recipes that lay the weights of a convolution out in the order in which the kernel reads them. */

import { dataConstant } from '../../../../ir/constant.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { hasTrait } from '../../../../ir/define.ts';
import { coreOps } from '../../../../ir/ops/core/index.ts';
import { tensorFrom } from '../../../../ir/tensor.ts';
import { DTYPES, elementCount } from '../../../../ir/types.ts';
import { recipe } from '../recipe.ts';
import type { Problem } from './problem.ts';
import type { Tile } from './tile.ts';

/**
 * [O, I, y, x] becomes blocks of output channels, in each of them rows of taps, input channels by steps, the
 * taps of the row (before the channels where they are a loop), channels of a step and outputs; missing
 * outputs are zeros. The weights of parities come one after the other.
 */
export function packWeight(problem: Problem, tile: Tile): Constant {
  const { weight, weights, upsampled, outputs } = problem;
  if (weights === 'winograd') return packSets(winogradWeights(weight), outputs, problem, tile);
  if (!upsampled) return packParts(problem, tile, (part) => part);
  const parities = PARITIES.map(([y, x]) =>
    packParts(problem, tile, (part) => parityWeights(part, SUMS[y], SUMS[x])),
  );
  return joined(parities, 0);
}

/** Elements of the given weight that are looked at together: parts are computed side by side, in little memory. */
const PART = 1 << 21;

/** One set of weights, some blocks of output channels at a time. */
function packParts(problem: Problem, tile: Tile, given: (part: Constant) => Constant): Constant {
  const { weight, outputs } = problem;
  const { columns } = tile;
  const block = (columns * elementCount(weight.type.shape)) / outputs;
  const rows = isStored(weight) ? columns * Math.max(1, Math.floor(PART / block)) : outputs;
  const parts: Constant[] = [];
  for (let first = 0; first < outputs; first += rows) {
    const end = Math.min(outputs, first + rows);
    parts.push(packSets(given(outputsOf(weight, first, end)), end - first, problem, tile));
  }
  return joined(parts, 1);
}

/** Weights of `outputs` channels, whose sets lie one after the other. */
function packSets(given: Constant, outputs: number, problem: Problem, tile: Tile): Constant {
  const { inputs, kernel } = problem;
  const { columns, step, unrolled } = tile;
  const blocks = Math.ceil(outputs / columns);
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

/** Of row and pixel: whether the places are the odd ones. */
const PARITIES = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

/**
 * What three taps on a doubled row are on the row itself: for the even places the pixel before and the
 * place's own, for the odd ones the own and the next.
 */
const SUMS = [
  [1, 0, 0, 0, 1, 1],
  [1, 1, 0, 0, 0, 1],
] as const;

/** [O, I, 3, 3] becomes [O, I, 2, 2]. */
function parityWeights(
  weight: Constant,
  down: readonly number[],
  across: readonly number[],
): Constant {
  const sums = onBothAxes(weight, down, across);
  return recipe(coreOps.transpose, [sums], { perm: [2, 3, 0, 1] });
}

function joined(parts: readonly Constant[], axis: number): Constant {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : recipe(coreOps.concat, parts, { axis });
}

/** Whether some of the elements can be had without the others: a range of a file, read in another format or not. */
function isStored({ source, type }: Constant): boolean {
  // A channel of elements of four bits may end inside a byte.
  if (source.kind !== 'recipe') return source.kind === 'bytes' && DTYPES[type.dtype].bits >= 8;
  const [operand] = source.operands;
  return hasTrait(source.op, 'conversion') && operand !== undefined && isStored(operand);
}

/** The weight of some output channels. */
function outputsOf(weight: Constant, first: number, end: number): Constant {
  const { type, source } = weight;
  const [outputs = 1, ...rest] = type.shape;
  if (first === 0 && end === outputs) return weight;
  const shape = [end - first, ...rest];
  if (source.kind === 'bytes') {
    const each = source.length / outputs;
    const [offset, length] = [source.offset + first * each, (end - first) * each];
    return { type: { ...type, shape }, source: { ...source, offset, length } };
  }
  const [operand] = source.kind === 'recipe' ? source.operands : [];
  if (source.kind !== 'recipe' || operand === undefined)
    throw new Error('only stored weights have parts');
  return recipe(source.op, [outputsOf(operand, first, end)], source.attributes);
}

/** What the products of F(2x2, 3x3) multiply with: the matrix G of Lavin and Gray. */
const WINOGRAD = [1, 0, 0, 0.5, 0.5, 0.5, 0.5, -0.5, 0.5, 0, 0, 1];

/** [O, I, 3, 3] becomes [4, 4, O, I]. */
function winogradWeights(weight: Constant): Constant {
  return onBothAxes(weight, WINOGRAD, WINOGRAD);
}

/** [O, I, 3, 3] becomes [r, c, O, I] by r sums of three along the window's height and c along its width. */
function onBothAxes(
  weight: Constant,
  down: readonly number[],
  across: readonly number[],
): Constant {
  const { dtype, shape } = weight.type;
  const [outputs = 1, inputs = 1] = shape;
  const channels = outputs * inputs;
  const matrix = (sums: readonly number[]): Constant =>
    dataConstant(tensorFrom(dtype, [sums.length / 3, 3], sums));
  const product = { transpose_a: false, transpose_b: false };
  // Taps come first, so that the sums run over long rows.
  const turned = recipe(coreOps.transpose, [weight], { perm: [2, 3, 0, 1] });
  const flat = recipe(coreOps.reshape, [turned], { shape: [3, 3 * channels] });
  const rows = recipe(coreOps.matmul, [matrix(down), flat], product);
  const columns = recipe(coreOps.reshape, [rows], { shape: [down.length / 3, 3, channels] });
  const sums = recipe(coreOps.matmul, [matrix(across), columns], product);
  return recipe(coreOps.reshape, [sums], {
    shape: [down.length / 3, across.length / 3, outputs, inputs],
  });
}
