/**
 * Whether Winograd's transform saves time: fewer products, but two more dispatches, tiles that are written and read
 * again, and more weights. On few channels the tiles are dear; on small maps the weights, and invocations idle.
 */

import type { Device } from '../../../devices/device.ts';
import type { Problem } from './problem.ts';
import { chooseTile } from './tile.ts';
import { tileCount } from './winograd-tiles.ts';

/** What products in registers reach of the peak. */
const REACHED = 0.5;
/** A phone, where the device file says nothing. */
const UNKNOWN = { gflops: 500, gigabytes: 15, microseconds: 70 };
const MORE_DISPATCHES = 2;
/** Elements that the transforms read and write for each tile and channel. */
const INPUT_TILE = 16 + 16;
const RESULT_TILE = 16 + 4;

/** How many times as long the plain convolution takes; `products` is what is multiplied between the transforms. */
export function winogradGain(problem: Problem, products: Problem, device: Device): number {
  const { costs } = device;
  const gflops = costs?.peakFp32Gflops.value ?? UNKNOWN.gflops;
  const gigabytes = costs?.bandwidthGigabytesPerSecond.value ?? UNKNOWN.gigabytes;
  const microseconds = costs?.dispatchMicroseconds.value ?? UNKNOWN.microseconds;
  const seconds = (part: Problem, elements: number): number =>
    flopsOf(part, device) / (REACHED * gflops * 1e9) + (4 * elements) / (gigabytes * 1e9);
  const { inputs, outputs, kernel } = problem;
  const weights = inputs * outputs;
  const tiles = tileCount(problem) * (INPUT_TILE * inputs + RESULT_TILE * outputs);
  const transformed = seconds(products, products.items * weights + tiles);
  const plain = seconds(problem, kernel[0] * kernel[1] * weights);
  return plain / (transformed + (MORE_DISPATCHES * microseconds) / 1e6);
}

/** With those of the invocations that fill up workgroups and tiles. */
function flopsOf(problem: Problem, device: Device): number {
  const { items, height, inputs, kernel } = problem;
  const { across, blocks, rows, columns, workgroup } = chooseTile(problem, device);
  const pixels = roundUp(across * height, workgroup[0]) * rows;
  const channels = roundUp(blocks, workgroup[1]) * columns;
  return 2 * items * pixels * channels * inputs * kernel[0] * kernel[1];
}

function roundUp(count: number, step: number): number {
  return Math.ceil(count / step) * step;
}
