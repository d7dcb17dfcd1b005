/** The pixels of a convolution's tiles in the memory of a workgroup, which computes several blocks of each tile. */

import { wgslType } from '../../syntax.ts';
import type { Bound, KernelWriter } from '../../syntax.ts';
import { together, workgroupArray } from '../staging.ts';
import { loadItem } from './operands.ts';
import { onInput } from './pixels.ts';
import type { PixelLoads } from './operands.ts';
import type { Problem } from './problem.ts';
import { shiftsOf } from './shifts.ts';
import type { Tile } from './tile.ts';

export function stagedPixels(
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
  x: Bound,
): PixelLoads {
  const { height, inputHeight, inputWidth, before, strides, dilations, source, type, zoom } =
    problem;
  const { across, rows, staged, step, unrolled, workgroup } = tile;
  const shifts = shiftsOf(problem, rows, unrolled);
  const [width, down] = workgroup;
  const tiles = across * height;
  const held = workgroupArray(kernel, x, type, step, staged * shifts.length * width);
  const odd = (name: string): string => (problem.upsampled ? ` + ${name}` : '');
  return {
    place: () => undefined,
    openRow: () => [],
    address: () => undefined,
    load: (shift) => {
      const line = `(h * ${shifts.length}u + ${shifts.indexOf(shift)}u) * ${width}u`;
      return held.load(`${line} + local % ${width}u`);
    },
    fill: () => {
      together(kernel, staged * shifts.length * width, width * down, (index) => {
        // Neighbours load channels that lie side by side.
        const channel = kernel.let(`${index} % ${staged}u`, 'e');
        const place = kernel.let(`${index} / ${staged}u % ${shifts.length}u`, 'e');
        const at = kernel.let(`${index} / ${staged * shifts.length}u`, 'e');
        const own = kernel.let(`min(group.x * ${width}u + ${at}, ${tiles - 1}u)`, 'e');
        const firstY = `${own} / ${across}u * ${strides[0]}u${odd('odd_y')} + k0 * ${dilations[0]}u`;
        const firstX = `${own} % ${across}u * ${rows * strides[1]}u${odd('odd_x')}`;
        const tap = unrolled ? '' : ` + k1 * ${dilations[1]}u`;
        // Below zero it wraps around, and is as far outside.
        const y = kernel.let(`${firstY} - ${before[0]}u`, 'e');
        const z = kernel.let(`${firstX} + ${shiftAt(shifts, place)}${tap} - ${before[1]}u`, 'e');
        const inside = kernel.let(`${y} < ${inputHeight}u && ${z} < ${inputWidth}u`, 'e');
        const pixel = `${onInput(y, zoom)} * ${source.row / step}u + ${onInput(z, zoom)} * ${source.pixel / step}u`;
        const item = kernel.let(`start + select(0u, ${pixel}, ${inside}) + c0 + ${channel}`, 'e');
        const value = `select(${wgslType(type, step)}(), ${loadItem(kernel, x, item)}, ${inside})`;
        held.store(`(${channel} * ${shifts.length}u + ${place}) * ${width}u + ${at}`, value);
      });
    },
  };
}

/** The shift whose number in the list is an expression. */
function shiftAt(shifts: readonly number[], place: string): string {
  const step = shifts[1] ?? 1;
  if (shifts.every((shift, index) => shift === index * step)) {
    return step === 1 ? place : `${place} * ${step}u`;
  }
  const list = shifts.map((shift) => `${shift}u`).join(', ');
  return `array<u32, ${shifts.length}>(${list})[${place}]`;
}
