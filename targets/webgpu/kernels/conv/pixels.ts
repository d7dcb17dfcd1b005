/** The pixels of a convolution's tile where each invocation loads its own. */

import { wgslType } from '../../syntax.ts';
import type { Bound, KernelWriter } from '../../syntax.ts';
import { loadItem } from './operands.ts';
import type { PixelLoads } from './operands.ts';
import type { Problem } from './problem.ts';
import { shiftsOf } from './shifts.ts';
import type { Tile } from './tile.ts';

/** `together`: all invocations of a workgroup, or of a subgroup, take the same way. */
export function ownPixels(
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
  x: Bound,
  together: boolean,
): PixelLoads {
  const { strides, dilations, before, inputHeight, inputWidth, upsampled, zoom, type } = problem;
  const pixel = problem.source.pixel / tile.step;
  const row = problem.source.row / tile.step;
  /** How much further the windows of odd places begin. */
  const odd = upsampled ? 1 : 0;
  const moved = tile.unrolled ? 0 : (problem.kernel[1] - 1) * dilations[1];
  const lastX = (tile.across - 1) * tile.rows * strides[1] - before[1] + moved + odd;
  const columns = shiftsOf(problem, tile.rows, tile.unrolled).map((shift) => ({
    shift,
    /** Some tile's lies outside the input, or not beside its neighbour's. */
    leaves: zoom === 2 || shift < before[1] || lastX + shift >= inputWidth,
  }));
  const inner = columns.find(({ leaves }) => !leaves)?.shift;
  const lastY = (problem.height - 1) * strides[0] + odd;
  const span = (problem.kernel[0] - 1) * dilations[0];
  const leavesRows = before[0] > 0 || lastY - before[0] + span >= inputHeight;
  return {
    place: () => {
      const tap = tile.unrolled ? '' : ` + k1 * ${dilations[1]}u`;
      kernel.line(`let x = x0 * ${strides[1]}u${upsampled ? ' + odd_x' : ''}${tap};`);
      for (const { shift, leaves } of columns) {
        const place = `x + ${shift}u - ${before[1]}u`;
        if (!leaves) continue;
        kernel.line(`let in${shift} = ${place} < ${inputWidth}u;`);
        kernel.line(
          `let at${shift} = select(0u, ${onInput(place, zoom)}, in${shift}) * ${pixel}u;`,
        );
      }
      if (inner !== undefined) kernel.line(`let inner = (x + ${inner - before[1]}u) * ${pixel}u;`);
    },
    openRow: () => {
      const first = `y0 * ${strides[0]}u${upsampled ? ' + odd_y' : ''} + k0 * ${dilations[0]}u`;
      if (!leavesRows) {
        kernel.line(`let line = start + (${onInput(first, zoom)}) * ${row}u;`);
        return [];
      }
      // Below zero it wraps around, and is as far outside.
      kernel.line(`let y = ${first} - ${before[0]}u;`);
      if (!together) {
        kernel.line(
          `if (y < ${inputHeight}u) {`,
          `let line = start + ${onInput('y', zoom)} * ${row}u;`,
        );
        return ['}'];
      }
      kernel.line(`let inside = y < ${inputHeight}u;`);
      kernel.line(`let line = start + select(0u, ${onInput('y', zoom)}, inside) * ${row}u;`);
      return [];
    },
    address: () => {
      for (const { shift, leaves } of columns) {
        if (leaves) kernel.line(`let from${shift} = line + at${shift};`);
      }
      if (inner !== undefined) kernel.line('let near = line + inner;');
    },
    load: (shift) => {
      const leaves = columns.some((column) => column.shift === shift && column.leaves);
      const near = `near + ${(shift - (inner ?? 0)) * pixel}u + c`;
      const loaded = loadItem(kernel, x, leaves ? `from${shift} + c` : near);
      const conditions = [
        ...(leaves ? [`in${shift}`] : []),
        ...(leavesRows && together ? ['inside'] : []),
      ];
      if (conditions.length === 0) return loaded;
      const zero = `${wgslType(type, tile.step)}()`;
      const beside = problem.words === undefined ? zero : wordOf(problem.words.beside);
      return `select(${beside}, ${loaded}, ${conditions.join(' && ')})`;
    },
  };
}

/** The place in the input of one where windows lie. */
export function onInput(place: string, zoom: Problem['zoom']): string {
  return zoom === 1 ? place : `(${place}) / 2u`;
}

/** A word of the same byte four times. */
function wordOf(byte: number): string {
  return `0x${(((byte & 255) * 0x01010101) >>> 0).toString(16)}u`;
}
