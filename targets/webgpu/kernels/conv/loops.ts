/** The loops of a convolution over its window and the input channels. */

import type { Bound, KernelWriter } from '../../syntax.ts';
import { openRolled } from '../rolled.ts';
import { ownWeights, stagedWeights } from './block-weights.ts';
import type { PixelLoads, WeightLoads } from './operands.ts';
import { ownPixels } from './pixels.ts';
import type { Problem } from './problem.ts';
import { accumulator } from './results.ts';
import { shiftsOf, tapsOf } from './shifts.ts';
import { stagedPixels } from './stage-pixels.ts';
import type { Tile } from './tile.ts';
import type { WeightItems } from './weight-items.ts';

/** Writes the sums over the window and the input channels. */
export function writeLoops(
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
  x: Bound,
  items: WeightItems,
): void {
  const { step, unrolled, staged, sharing, workgroup } = tile;
  const [across, down] = workgroup;
  /** What lies beside the image is no zero. */
  const counts = problem.words !== undefined && problem.words.beside !== 0;
  // What only one invocation reads it loads itself.
  const weights = (staged > 0 && across > 1 ? stagedWeights : ownWeights)(
    kernel,
    problem,
    tile,
    items,
  );
  const pixels =
    staged > 0 && down > 1
      ? stagedPixels(kernel, problem, tile, x)
      : ownPixels(kernel, problem, tile, x, staged > 0 || sharing !== 1 || counts);
  const { item, offset } = problem.source;
  weights.begin();
  kernel.line(`let start = item * ${item / step}u + ${offset / step}u;`);
  if (unrolled) pixels.place();
  const rows = problem.kernel[0];
  if (rows === 1) kernel.line('let k0 = 0u;');
  else openRolled(kernel, 'k0', `${rows}u`);
  const closing = pixels.openRow();
  if (!unrolled) {
    openRolled(kernel, 'k1', `${problem.kernel[1]}u`);
    pixels.place();
  }
  weights.address();
  pixels.address();
  overChannels(kernel, problem, tile, pixels, weights, items);
  kernel.line(...(unrolled ? [] : ['}']), ...closing, ...(rows === 1 ? [] : ['}']));
}

function overChannels(
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
  pixels: PixelLoads,
  weights: WeightLoads,
  items: WeightItems,
): void {
  const { groups } = items;
  const steps = problem.inputs / tile.step;
  if (tile.staged === 0) {
    if (groups !== undefined) {
      kernel.line(`for (var g = 0u; g < ${steps / groups.steps}u; g++) {`);
      groups.open('g');
    }
    if (groups === undefined) openRolled(kernel, 'c', `${steps}u`);
    else {
      const first = kernel.let(`g * ${groups.steps}u`, 'f');
      openRolled(kernel, 'c', `${groups.steps}u`, { first });
    }
    addStep(kernel, problem, tile, pixels, weights, items.integers);
    kernel.line('}', ...(groups === undefined ? [] : ['}']));
    return;
  }
  /** What a turn takes of the channels lies in one group. */
  const inTurns = groups !== undefined && groups.steps % tile.staged === 0;
  kernel.line(`for (var c0 = 0u; c0 < ${steps}u; c0 += ${tile.staged}u) {`);
  if (groups !== undefined && inTurns) groups.open(`c0 / ${groups.steps}u`);
  weights.fill?.();
  pixels.fill?.();
  kernel.line('workgroupBarrier();', `for (var h = 0u; h < ${tile.staged}u; h++) {`);
  if (weights.fill === undefined || pixels.fill === undefined) kernel.line('let c = c0 + h;');
  if (groups !== undefined && !inTurns) groups.open(`(c0 + h) / ${groups.steps}u`);
  addStep(kernel, problem, tile, pixels, weights, items.integers);
  // The next turn writes what this one reads.
  kernel.line('}', 'workgroupBarrier();', '}');
}

function addStep(
  kernel: KernelWriter,
  problem: Problem,
  { rows, columns, step, unrolled }: Tile,
  pixels: PixelLoads,
  weights: WeightLoads,
  integers: WeightItems['integers'],
): void {
  for (const shift of shiftsOf(problem, rows, unrolled)) {
    kernel.line(`let v${shift} = ${pixels.load(shift)};`);
  }
  const weight = weights.open();
  for (let column = 0; column < columns; column += 4) {
    for (const [tap, shift] of tapsOf(problem, unrolled).entries()) {
      const factors = weight(tap, column);
      for (let row = 0; row < rows; row++) {
        const pixel = `v${row * problem.strides[1] + shift}`;
        if (integers !== undefined) {
          const products = factors.map((factor) => integers.multiply(pixel, factor));
          kernel.line(`${integers.sum(row, column)} += ${products.join(' + ')};`);
          continue;
        }
        const terms = factors.map((factor, channel) =>
          step === 1 ? `${pixel} * ${factor}` : `${pixel}.${'xyzw'[channel]} * ${factor}`,
        );
        kernel.line(`${accumulator(row, column)} += ${terms.join(' + ')};`);
      }
    }
  }
}
