/** Keeps weights in GPU memory by their hash: a shard that several models of a device have is there once. */

import type { ProgramShard } from './program.ts';

/** One user's share of a shard. */
export interface HeldShard {
  readonly buffer: GPUBuffer;
  /** Calls `work` to fill the buffer, unless it is full already or another user fills it. */
  fill(work: () => Promise<void>): Promise<void>;
  /** The last user's release frees the memory. */
  release(): void;
}

/** What a model asks of a store; each module brings its own class, and all of them fit. */
export interface SharedWeights {
  hold(device: GPUDevice, shard: ProgramShard): HeldShard;
}

interface Entry {
  readonly buffer: GPUBuffer;
  readonly bytes: number;
  users: number;
  full: boolean;
  filling: Promise<void> | undefined;
}

const STORAGE_AND_COPY_DST = 128 | 8;

export class WeightStore implements SharedWeights {
  readonly #devices = new Map<GPUDevice, Map<string, Entry>>();

  /** GPU memory that the weights take. */
  get bytes(): number {
    let sum = 0;
    for (const entries of this.#devices.values()) {
      for (const { bytes } of entries.values()) sum += bytes;
    }
    return sum;
  }

  hold(device: GPUDevice, { file, bytes, sha256 }: ProgramShard): HeldShard {
    const key = sha256 || file;
    const entries = this.#devices.get(device) ?? new Map<string, Entry>();
    this.#devices.set(device, entries);
    const entry = entries.get(key) ?? {
      buffer: device.createBuffer({ size: bytes, usage: STORAGE_AND_COPY_DST }),
      bytes,
      users: 0,
      full: false,
      filling: undefined,
    };
    entries.set(key, entry);
    entry.users++;
    let held = true;
    return {
      buffer: entry.buffer,
      fill: (work) => fill(entry, work),
      release: () => {
        if (!held) return;
        held = false;
        if (--entry.users > 0) return;
        entry.buffer.destroy();
        if (entries.get(key) === entry) entries.delete(key);
        if (entries.size === 0 && this.#devices.get(device) === entries) {
          this.#devices.delete(device);
        }
      },
    };
  }

  /** Frees everything; models that still use it cannot run until they are reloaded. */
  dispose(): void {
    for (const entries of this.#devices.values()) {
      for (const { buffer } of entries.values()) buffer.destroy();
    }
    this.#devices.clear();
  }
}

async function fill(entry: Entry, work: () => Promise<void>): Promise<void> {
  while (!entry.full) {
    if (entry.filling === undefined) {
      entry.filling = work();
      try {
        await entry.filling;
        entry.full = true;
      } finally {
        entry.filling = undefined;
      }
    } else {
      // Another user's fault is no fault of this one, who tries for itself.
      await entry.filling.catch(() => undefined);
    }
  }
}
