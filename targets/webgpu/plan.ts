/** Gives every storage a place: inputs and outputs buffers of their own, the rest ranges of shared arenas. */

import { planMemory } from '../../compiler/memory.ts';
import type { LiveRange, MemoryPlan } from '../../compiler/memory.ts';
import type { LoweredProgram, Storage } from './program.ts';
import { bufferBytes } from './stored.ts';

/** A range of a buffer. */
export interface Place {
  readonly buffer: number;
  readonly offset: number;
  readonly size: number;
}

export interface Plan {
  /** Bytes of each buffer: arenas, then inputs, then outputs. */
  readonly buffers: readonly number[];
  readonly places: ReadonlyMap<Storage, Place>;
  /** Of the arenas. */
  readonly memory: MemoryPlan;
}

export interface PlanOptions {
  readonly alignment: number;
  /** No arena grows beyond this. */
  readonly arenaLimit: number;
}

export function planStorage(program: LoweredProgram, options: PlanOptions): Plan {
  const ranges = liveRanges(program);
  const memory = planMemory([...ranges.values()], options);
  const places = new Map<Storage, Place>();
  const buffers = [...memory.arenas];
  [...ranges.keys()].forEach((storage, index) => {
    const { arena, offset } = memory.placements[index] ?? { arena: 0, offset: 0 };
    places.set(storage, { buffer: arena, offset, size: bufferBytes(storage.type) });
  });
  for (const storage of [...program.inputs, ...program.outputs]) {
    const size = bufferBytes(storage.type);
    places.set(storage, { buffer: buffers.length, offset: 0, size });
    buffers.push(size);
  }
  return { buffers, places, memory };
}

/** From the first kernel that touches a storage to the last one, for those that only kernels see. */
function liveRanges({ kernels }: LoweredProgram): Map<Storage, LiveRange> {
  const ranges = new Map<Storage, LiveRange>();
  for (const [step, { bindings }] of kernels.entries()) {
    for (const { buffer } of bindings) {
      if (buffer.kind !== 'storage' || buffer.role !== 'internal') continue;
      const { first = step } = ranges.get(buffer) ?? {};
      ranges.set(buffer, { bytes: bufferBytes(buffer.type), first, last: step });
    }
  }
  return ranges;
}
