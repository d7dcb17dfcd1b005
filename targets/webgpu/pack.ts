/** Packs the tables of a program for emission; `unpackProgram` of the runtime is its inverse. */

import { expandKernels } from '../../runtime/web/kernels.ts';
import { ROW_BYTES, parameterRange } from '../../runtime/web/parameters.ts';
import type { Program } from '../../runtime/web/program.ts';
import { nextWeights } from '../../runtime/web/tables.ts';
import type { PackedProgram } from '../../runtime/web/tables.ts';
import { factorKernels } from './factor.ts';

/** The kernels must be in the order of `factorKernels`, and the bindings in the order of their first use. */
export function packProgram({ kernels, bindings, dispatches, ...rest }: Program): PackedProgram {
  const launches = new Numbered();
  const places = new Numbered();
  let weights: Program['bindings'][number] = [rest.buffers.length, 0, 0];
  const [uniforms] = parameterRange(rest, 0);
  const steps = dispatches.map(([kernel = 0, x = 1, y = 1, z = 1, ...ranges]) => {
    const bound = ranges.map((range) => bindings[range] ?? []);
    const sizes = bound.map(([buffer, offset = 0, size = 0]) =>
      buffer === uniforms ? -1 - offset / ROW_BYTES : size,
    );
    const launch = launches.of([kernel, x, y, z, ...sizes]);
    const tensors = bound.filter(([buffer]) => buffer !== uniforms);
    const starts = tensors.map(([buffer = 0, offset = 0, size = 0]) => {
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

/** Rows of numbers, each distinct one once, in the order of their first use. */
class Numbered {
  readonly list: (readonly number[])[] = [];
  readonly #known = new Map<string, number>();

  of(row: readonly number[]): number {
    const key = row.join();
    const index = this.#known.get(key) ?? this.list.push(row) - 1;
    this.#known.set(key, index);
    return index;
  }
}
