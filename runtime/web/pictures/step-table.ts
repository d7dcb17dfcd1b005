/** The coefficients of a sampler, as compiler/diffusion/step-table.ts describes and writes them. */

import { SnapcError } from '../errors.ts';

const COLUMNS = 11;

export interface Step {
  readonly timestep: number;
  readonly inputScale: number;
  readonly cleanLatent: number;
  readonly cleanOutput: number;
  readonly latent: number;
  readonly denoised: number;
  readonly earlier: number;
  readonly output: number;
  readonly noise: number;
  readonly startLatent: number;
  readonly startNoise: number;
}

/** The steps of a run of `steps`; tables of all counts follow one another, little-endian. */
export function stepsOf(
  bytes: Uint8Array,
  counts: readonly number[],
  steps: number,
): readonly Step[] {
  const index = counts.indexOf(steps);
  const rows = counts.slice(0, Math.max(index, 0)).reduce((sum, count) => sum + count, 0);
  const end = 4 * COLUMNS * (rows + steps);
  if (index < 0 || bytes.byteLength < end) {
    throw new SnapcError(
      'weights',
      'the table of steps is cut off, or is not the one that was compiled',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: steps }, (_, at) => {
    const column = (place: number): number =>
      view.getFloat32(4 * (COLUMNS * (rows + at) + place), true);
    return {
      timestep: column(0),
      inputScale: column(1),
      cleanLatent: column(2),
      cleanOutput: column(3),
      latent: column(4),
      denoised: column(5),
      earlier: column(6),
      output: column(7),
      noise: column(8),
      startLatent: column(9),
      startNoise: column(10),
    };
  });
}
