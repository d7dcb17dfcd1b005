/**
 * Winograd's F(2x2, 3x3): tiles of two by two results from four by four pixels take 16 products for each pair of
 * channels, not 36 (Lavin and Gray, arXiv 1509.09308). Three kernels: the tiles of the input, products by the
 * transformed weights, the tiles of the result.
 */

import type { LowerRequest } from '../../lowering.ts';
import { rowMajor } from '../../placement.ts';
import type { Kernel, Storage } from '../../program.ts';
import { directConv } from './direct.ts';
import { fewWeight, paletteWeight } from './few-bits.ts';
import type { Pixels, Problem } from './problem.ts';
import { winogradGain } from './winograd-cost.ts';
import { inputTiles, resultTiles, tileCount } from './winograd-tiles.ts';

const PRODUCTS = 16;
/** The transformed weights take 16/9 of the memory. */
const MOST_WEIGHTS = 512 * 512;
/** Tiles of more do not stay in caches: alone such a convolution gains, in a model it loses. */
const MOST_SCRATCH_BYTES = 16 * 1024 * 1024;

export function paysWinograd(request: LowerRequest, problem: Problem): boolean {
  const { inputs, outputs, kernel, strides, dilations, upsampled, weight } = problem;
  const stored = request.weight(weight);
  const window = [...kernel.map((size) => size / 3), ...strides, ...dilations];
  return (
    request.device.webgpu?.kernels?.winograd?.value === true &&
    !upsampled &&
    window.every((size) => size === 1) &&
    [inputs, outputs].every((channels) => channels % 4 === 0) &&
    inputs * outputs <= MOST_WEIGHTS &&
    tileCount(problem) * PRODUCTS * (inputs + outputs) * 4 <= MOST_SCRATCH_BYTES &&
    // Sums and differences of weights are not rounded to two bytes, and not stored in place of few bits.
    (fewWeight(problem) ?? paletteWeight(problem)) === undefined &&
    stored.kind === 'weight' &&
    stored.stored === 'f32' &&
    request.required(0).type.dtype === 'f32' &&
    winogradGain(problem, productsOf(problem), request.device) > 1
  );
}

export function winogradConv(request: LowerRequest, problem: Problem): readonly Kernel[] {
  const { inputs, outputs } = problem;
  const tiles = tileCount(problem);
  const scratch = (channels: number): Storage =>
    request.scratch({ dtype: 'f32', shape: [PRODUCTS, tiles, channels] });
  const transformed = scratch(inputs);
  const products = scratch(outputs);
  return [
    inputTiles(request, problem, transformed),
    multiply(request, problem, transformed, products),
    resultTiles(request, problem, products),
  ];
}

/** The products of all tiles: for each of them a convolution of pixels alone. */
function productsOf(problem: Problem): Problem {
  const { inputs, outputs } = problem;
  const tiles = tileCount(problem);
  const source: Pixels = { offset: 0, item: tiles * inputs, row: tiles * inputs, pixel: inputs };
  const target: Pixels = { offset: 0, item: tiles * outputs, row: tiles * outputs, pixel: outputs };
  return {
    ...problem,
    items: PRODUCTS,
    height: 1,
    width: tiles,
    inputHeight: 1,
    inputWidth: tiles,
    kernel: [1, 1],
    before: [0, 0],
    weights: 'winograd',
    source,
    target,
    flat: target,
  };
}

function multiply(request: LowerRequest, problem: Problem, from: Storage, to: Storage): Kernel {
  const operand = {
    buffer: from,
    type: from.type,
    constant: undefined,
    ...rowMajor(from.type.shape),
  };
  const inner: LowerRequest = {
    ...request,
    label: 'conv products',
    operand: () => undefined,
    required: () => operand,
    results: [to],
    placement: rowMajor(to.type.shape),
    epilogue: { vectorizes: true, begin: () => (value) => value },
  };
  return directConv(inner, productsOf(problem));
}
