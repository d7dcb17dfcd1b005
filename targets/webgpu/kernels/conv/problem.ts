/** Two-dimensional convolutions of channels-last images as the register-tiled kernel sees them. */

import type { Constant } from '../../../../ir/constant.ts';
import { windowsOf } from '../../../../ir/windows.ts';
import { attributesOf } from '../../../attributes.ts';
import type { LowerRequest, Placement } from '../../lowering.ts';
import { fewWeight, paletteWeight } from './few-bits.ts';
import type { ComputeType } from '../../syntax.ts';
import { computeType } from '../../syntax.ts';

/** Where the pixels of an image lie: the steps between images, rows and pixels, in elements. */
export interface Pixels {
  readonly offset: number;
  readonly item: number;
  readonly row: number;
  readonly pixel: number;
}

/** A number for rows, then one for pixels of a row. */
type Pair = readonly [number, number];

/** The result's places in `items` images of `height` by `width`; where upsampled, those of one parity. */
export interface Problem {
  readonly type: ComputeType;
  readonly items: number;
  readonly height: number;
  readonly width: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly before: Pair;
  /**
   * The windows lie on the input with each pixel doubled: the places of each parity of row and pixel are a
   * convolution of the input itself, with a smaller window and weights of their own.
   */
  readonly upsampled: boolean;
  /** 2 where the windows lie on the input with each pixel doubled, whose sizes the problem then names. */
  readonly zoom: 1 | 2;
  readonly source: Pixels;
  readonly target: Pixels;
  /** Where the places lie in the row-major result, which is what epilogues count by. */
  readonly flat: Pixels;
  readonly weight: Constant;
  /** The image holds words of four bytes, one for each channel; those beside it are all this byte. */
  readonly words?: { readonly beside: number };
  /** The weights as they are, or the sums for each product of Winograd's tiles, one set for each item. */
  readonly weights: 'plain' | 'winograd';
}

/** Undefined for what only the general kernel computes. */
export function convProblem(request: LowerRequest): Problem | undefined {
  const attributes = attributesOf(request.node);
  const weight = request.required(1);
  const [outputs = 1, , ...sizes] = weight.type.shape;
  const [kernelY, kernelX] = sizes;
  if (attributes.string('layout') !== 'channels_last' || attributes.int('groups') !== 1) return;
  if (weight.constant === undefined || sizes.length !== 2) return;
  if (kernelY === undefined || kernelX === undefined) return;
  const windows = windowsOf(sizes, {
    strides: attributes.ints('strides'),
    pads: attributes.ints('pads'),
    dilations: attributes.ints('dilations'),
  });
  const problem: Problem = {
    ...images(request),
    outputs,
    kernel: [kernelY, kernelX],
    strides: pair(windows.strides),
    dilations: pair(windows.dilations),
    before: pair(windows.before),
    upsampled: false,
    zoom: 1,
    weight: weight.constant,
    weights: 'plain',
  };
  const moves = [...windows.strides, kernelY, kernelX].some((size) => size !== 1);
  const pads = [...windows.before, ...windows.after].some((size) => size !== 0);
  return moves || pads ? problem : joined(problem);
}

/**
 * The window of three by three on the doubled input is one of two by two for each parity, with sums of weights; those in few
 * bits are taken as they are.
 */
export function upsampledProblem(request: LowerRequest): Problem | undefined {
  const weight = request.required(1);
  if (weight.constant === undefined) return undefined;
  const given = images(request);
  const whole: Problem = {
    ...given,
    inputHeight: 2 * given.inputHeight,
    inputWidth: 2 * given.inputWidth,
    outputs: weight.type.shape[0] ?? 1,
    kernel: [3, 3],
    strides: [1, 1],
    dilations: [1, 1],
    before: [1, 1],
    upsampled: false,
    zoom: 2,
    weight: weight.constant,
    weights: 'plain',
  };
  if ((fewWeight(whole) ?? paletteWeight(whole)) !== undefined) return whole;
  const { target, flat } = given;
  const twice = (pixels: Pixels): Pixels => ({
    ...pixels,
    row: 2 * pixels.row,
    pixel: 2 * pixels.pixel,
  });
  const { inputHeight, inputWidth } = given;
  return {
    ...whole,
    height: inputHeight,
    width: inputWidth,
    inputHeight,
    inputWidth,
    kernel: [2, 2],
    upsampled: true,
    zoom: 1,
    target: twice(target),
    flat: twice(flat),
  };
}

function images(request: LowerRequest) {
  const input = request.required(0);
  const [items = 1, inputHeight = 1, inputWidth = 1, inputs = 1] = input.type.shape;
  const shape = request.resultTypes[0]?.shape ?? [];
  const [, height = 1, width = 1, outputs = 1] = shape;
  return {
    type: computeType(input.type.dtype),
    items,
    height,
    width,
    inputHeight,
    inputWidth,
    inputs,
    source: pixelsOf(input),
    target: pixelsOf(request.placement),
    flat: { offset: 0, item: height * width * outputs, row: width * outputs, pixel: outputs },
  };
}

export function pixelsOf({ offset, strides }: Placement): Pixels {
  const [item = 0, row = 0, pixel = 0] = strides;
  return { offset, item, row, pixel };
}

function pair(numbers: readonly number[]): Pair {
  const [first = 1, second = 1] = numbers;
  return [first, second];
}

/** A product of every pixel alone: rows, and images, that follow one another are one long row. */
function joined(problem: Problem): Problem {
  const { items, height, width, source, target, flat } = problem;
  const rows = [source, target, flat].every(({ row, pixel }) => row === width * pixel);
  if (height !== 1 && !rows) return problem;
  const length = height * width;
  const joins = [source, target, flat].every(({ item, pixel }) => item === length * pixel);
  const all = items !== 1 && joins ? items * length : length;
  return {
    ...problem,
    items: (items * length) / all,
    height: 1,
    width: all,
    inputHeight: 1,
    inputWidth: all,
  };
}
