/** Packs the tables of a program for emission; `unpackProgram` of the runtime is its inverse. */

import { expandKernels } from '../../runtime/web/kernels.ts';
import type { Program } from '../../runtime/web/program.ts';
import { nextWeights } from '../../runtime/web/tables.ts';
import type { PackedProgram } from '../../runtime/web/tables.ts';
import { factorKernels } from './factor.ts';
import { Numbered } from './numbered.ts';

/** The kernels must be in the order of `factorKernels`, and the bindings in the order of their first use. */
export function packProgram({ kernels, bindings, dispatches, ...rest }: Program): PackedProgram {
  const launches = new Numbered();
  const places = new Numbered();
  let weights: Program['bindings'][number] = [rest.buffers.length, 0, 0];
  const steps = dispatches.map(([kernel = 0, x = 1, y = 1, z = 1, row = 0, ...ranges]) => {
    const bound = ranges.map((range) => bindings[range] ?? []);
    const launch = launches.of([kernel, x, y, z, row, ...bound.map(([, , size = 0]) => size)]);
    const starts = bound.map(([buffer = 0, offset = 0, size = 0]) => {
      const next = nextWeights(rest, weights, size);
      if (buffer !== next[0] || offset !== next[1]) return 1 + places.of([buffer, offset]);
      weights = next;
      return 0;
    });
    return [launch, ...starts];
  });
  const { families } = factorKernels(kernels);
  if (expandKernels(families).join('\0') !== kernels.join('\0')) {
    throw new Error('the shaders would not come back as they are');
  }
  return { ...rest, kernels: families, launches: launches.list, places: places.list, steps };
}
