/** Unpacks the tables of an emitted program, which say nothing twice. */

import { expandKernels } from './kernels.ts';
import type { KernelFamily } from './kernels.ts';
import type { Program } from './program.ts';

/** The tables as they stand in program.js. */
export interface PackedTables {
  readonly kernels: readonly KernelFamily[];
  /** Kinds of dispatches: kernel, workgroups in x, y and z, parameters, then the bytes of each binding. */
  readonly launches: readonly (readonly number[])[];
  /** Where bindings start: buffer and byte offset. */
  readonly places: readonly (readonly number[])[];
  /** In order: the launch, then for each binding one more than its place, or 0 for the next weights. */
  readonly steps: readonly (readonly number[])[];
}

export type PackedProgram = Omit<Program, 'kernels' | 'bindings' | 'dispatches'> & PackedTables;

type Range = Program['bindings'][number];

/** Most weights are used once and lie in the order of use: each starts where the one before it ends. */
export function nextWeights(
  { buffers, shards }: Pick<Program, 'buffers' | 'shards'>,
  [buffer, offset, bytes]: Range,
  size: number,
): Range {
  const start = Math.ceil((offset + bytes) / 256) * 256;
  const left = (shards[buffer - buffers.length]?.bytes ?? 0) - start;
  return size > left ? [buffer + 1, 0, size] : [buffer, start, size];
}

export function unpackProgram(packed: PackedProgram): Program {
  const { kernels, launches, places, steps, ...rest } = packed;
  const bindings: Range[] = [];
  const known = new Map<string, number>();
  let weights: Range = [packed.buffers.length, 0, 0];
  const dispatches = steps.map(([launch = 0, ...starts]) => {
    const [kernel = 0, x = 1, y = 1, z = 1, row = 0, ...sizes] = launches[launch] ?? [];
    const ranges = sizes.map((size, index) => {
      const start = starts[index] ?? 0;
      const [buffer = 0, offset = 0] =
        start === 0 ? (weights = nextWeights(packed, weights, size)) : (places[start - 1] ?? []);
      const key = `${buffer} ${offset} ${size}`;
      const range = known.get(key) ?? bindings.push([buffer, offset, size]) - 1;
      known.set(key, range);
      return range;
    });
    return [kernel, x, y, z, row, ...ranges];
  });
  return { ...rest, kernels: expandKernels(kernels), bindings, dispatches };
}
