/** Gives every storage a place: inputs and outputs buffers of their own, the rest ranges of shared arenas. */

import { planMemory } from '../../compiler/memory.ts';
import type { LiveRange, MemoryPlan } from '../../compiler/memory.ts';
import type { Device } from '../devices/device.ts';
import { webgpuCoreLimits } from '../devices/limits.ts';
import { deviceLimits } from './limits.ts';
import type { Buffer, LoweredProgram, Storage } from './program.ts';
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

export function planOptions(device: Device): PlanOptions {
  const limits = deviceLimits(device);
  // Not finer than the default where a phone could: the artifact then also runs on every other adapter.
  const alignment = Math.max(
    limits.minStorageBufferOffsetAlignment,
    webgpuCoreLimits.minStorageBufferOffsetAlignment.default,
  );
  return { alignment, arenaLimit: limits.maxBufferSize };
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

/** Of storages that only kernels see: from the first step that touches one to the last. */
export class LiveRanges {
  readonly of = new Map<Storage, LiveRange>();

  touch(buffer: Buffer, step: number): void {
    if (buffer.kind !== 'storage' || buffer.role !== 'internal') return;
    const { first = step } = this.of.get(buffer) ?? {};
    this.of.set(buffer, { bytes: bufferBytes(buffer.type), first, last: step });
  }
}

function liveRanges({ kernels }: LoweredProgram): LiveRanges['of'] {
  const ranges = new LiveRanges();
  for (const [step, { bindings }] of kernels.entries()) {
    for (const { buffer } of bindings) ranges.touch(buffer, step);
  }
  return ranges.of;
}
