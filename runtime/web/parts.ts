/** Makes what a model is of on a device: buffers, pipelines, weights; and checks what the device offers. */

import { SnapcError, checkAborted, lostError, orAborted } from './errors.ts';
import { storedSize } from './interface.ts';
import type { WeightSource } from './open.ts';
import { createParameters } from './parameters.ts';
import { at, makeSteps } from './pipelines.ts';
import type { MadePipelines, Step } from './pipelines.ts';
import type { Program } from './program.ts';
import type { HeldShard, SharedWeights } from './store.ts';
import type { TunedKernels } from './choices.ts';
import type { MakeSteps, Tell } from './tune.ts';
import type { Tuning } from './tuning.ts';
import { fillWeights } from './weights.ts';

export interface LoadProgress {
  /**
   * `weights` counts bytes, `pipelines` shaders, `tuning` kinds of kernels. After `tuning` come `pipelines` again,
   * where others were chosen.
   */
  readonly phase: 'weights' | 'pipelines' | 'tuning';
  readonly done: number;
  readonly total: number;
}

export interface ReloadOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** Where weights come from and where they lie. */
export interface Sources extends Tuning {
  readonly weights: WeightSource;
  readonly store: SharedWeights;
  readonly verify: boolean;
}

export interface Parts {
  readonly device: GPUDevice;
  readonly program: Program;
  readonly buffers: readonly GPUBuffer[];
  readonly steps: readonly Step[];
  /** What outputs are read back through, one after another at multiples of 8. */
  readonly staging: GPUBuffer;
  readonly tuned: readonly TunedKernels[];
  readonly release: () => void;
}

/** Flags of GPUBufferUsage. */
const MAP_READ = 1;
const COPY_SRC = 4;
const COPY_DST = 8;
const STORAGE = 128;

export async function makeParts(
  device: GPUDevice,
  program: Program,
  sources: Sources,
  { signal, onProgress }: ReloadOptions,
): Promise<Parts> {
  const { weights, store, cache, verify, tune } = sources;
  checkAborted(signal);
  checkDevice(device, program);
  const made: GPUBuffer[] = [];
  const held: HeldShard[] = [];
  const release = (): void => {
    for (const buffer of made) buffer.destroy();
    for (const shard of held) shard.release();
  };
  // When one half of the loading fails, the other one must stop.
  const failed = new AbortController();
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  try {
    await allocated(device, () => {
      const create = (size: number, usage: number): GPUBuffer => {
        const buffer = device.createBuffer({ size, usage });
        made.push(buffer);
        return buffer;
      };
      for (const size of program.buffers) create(size, STORAGE | COPY_SRC | COPY_DST);
      for (const shard of program.shards) held.push(store.hold(device, shard));
      if (program.parameters !== undefined) {
        made.push(createParameters(device, program.parameters));
      }
      const staged = program.outputs.reduce((sum, output) => sum + stagedSize(output), 0);
      create(Math.max(staged, 16), MAP_READ | COPY_DST);
    });
    const staging = at(made, made.length - 1);
    const { length } = program.buffers;
    const buffers = [
      ...made.slice(0, length),
      ...held.map(({ buffer }) => buffer),
      ...made.slice(length, -1),
    ];
    const tell: Tell = (phase) => (done, total) => onProgress?.({ phase, done, total });
    const pipelines: MadePipelines = [];
    const make: MakeSteps = (chosen, onPipeline) =>
      makeSteps(device, chosen, buffers, stop, onPipeline, pipelines);
    // Few pages load it.
    const tuner =
      program.variants && tune !== false
        ? await orAborted(
            (await import('./tune.ts')).openTuner(device, program, sources, {
              make,
              tell,
              signal: stop,
            }),
            signal,
          )
        : undefined;
    let [steps] = await orAborted(
      Promise.all([
        tuner ? tuner.steps() : make(program, tell('pipelines')),
        fillWeights(device, program, held, {
          source: weights,
          cache,
          verify,
          signal: stop,
          onBytes: tell('weights'),
        }),
      ]),
      signal,
    );
    if (tuner) steps = await orAborted(tuner.settle(steps), signal);
    await checkLost(device);
    return { device, program, buffers, steps, staging, tuned: tuner?.report ?? [], release };
  } catch (error) {
    failed.abort(error);
    release();
    // Whatever failed on a lost device failed because of that.
    await checkLost(device);
    throw error;
  }
}

/** Each output starts at a multiple of 8 in the staging buffer, as mapping wants it. */
export function stagedSize(output: Program['outputs'][number]): number {
  return Math.ceil(storedSize(output) / 8) * 8;
}

export function checkDevice(device: GPUDevice, program: Program): void {
  const { features, limits } = device;
  for (const feature of program.features) {
    if (!features.has(feature)) {
      throw new SnapcError(
        'feature',
        `the device lacks the feature ${feature}; get it by adapter.requestDevice(requirements)`,
      );
    }
  }
  const { subgroupSize } = program;
  // Older browsers do not tell.
  const info = device.adapterInfo as Partial<GPUAdapterInfo> | undefined;
  const sizes = [info?.subgroupMinSize, info?.subgroupMaxSize];
  if (subgroupSize !== undefined && sizes.some((size) => size !== subgroupSize)) {
    throw new SnapcError(
      'feature',
      `the program was compiled for subgroups of ${subgroupSize}, the device has ${sizes.join(' to ')}; compile it for this device`,
    );
  }
  const offered = limits as unknown as Readonly<Record<string, number>>;
  for (const [name, needed] of Object.entries(program.limits)) {
    const has = offered[name] ?? 0;
    // An alignment is the better the smaller it is; every other limit is a maximum.
    if (name.startsWith('min') ? has <= needed : has >= needed) continue;
    throw new SnapcError(
      'limit',
      `the program needs ${name} ${needed}, the device has ${has}; get it by adapter.requestDevice(requirements)`,
    );
  }
}

/** A lost device accepts everything, so that it has to be asked. */
export async function checkLost(device: GPUDevice): Promise<void> {
  const reason = await Promise.race([device.lost, Promise.resolve()]);
  if (reason !== undefined) throw lostError(reason);
}

/** Runs `work` and throws where the device cannot give it memory. */
async function allocated(device: GPUDevice, work: () => void): Promise<void> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  work();
  const [memory, invalid] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  if (memory !== null) {
    throw new SnapcError('memory', `the device has too little memory: ${memory.message}`);
  }
  if (invalid !== null) throw new SnapcError('limit', invalid.message);
}
