/** Loads a program on a device: checks what the device offers, reads the weights, compiles the shaders. */

import { SnapcError, checkAborted, lostError, orAborted } from './errors.ts';
import { LoadedModel, align, storedSize } from './model.ts';
import type { Model } from './model.ts';
import { makeSteps } from './pipelines.ts';
import type { Program } from './program.ts';
import { uploadWeights } from './weights.ts';
import type { WeightSource } from './weights.ts';

export interface LoadProgress {
  /** `weights` counts bytes, `pipelines` shaders. */
  readonly phase: 'weights' | 'pipelines';
  readonly done: number;
  readonly total: number;
}

export interface LoadOptions {
  /** The folder of the weight files, or a function that reads them; beside the module when absent. */
  readonly weights?: WeightSource;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
  /** Compare the weights with their SHA-256; true when absent. */
  readonly verify?: boolean;
}

/** Flags of GPUBufferUsage; numbers, because not every platform has the name as a global. */
const MAP_READ = 1;
const COPY_SRC = 4;
const COPY_DST = 8;
const STORAGE = 128;

/** `home` is the address of a file beside the weights; it counts where the options name no folder. */
export async function loadProgram<Inputs, Outputs>(
  device: GPUDevice,
  program: Program,
  home: string,
  options: LoadOptions = {},
): Promise<Model<Inputs, Outputs>> {
  const { signal, onProgress } = options;
  checkAborted(signal);
  checkDevice(device, program);
  const made: GPUBuffer[] = [];
  // When one half of the loading fails, the other one must stop.
  const failed = new AbortController();
  const stop = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  try {
    await checkedScope(device, () => {
      const create = (size: number, usage: number): void => {
        made.push(device.createBuffer({ size, usage }));
      };
      for (const size of program.buffers) create(size, STORAGE | COPY_SRC | COPY_DST);
      for (const { bytes } of program.shards) create(bytes, STORAGE | COPY_DST);
      const staged = program.outputs.reduce((sum, output) => sum + align(storedSize(output)), 0);
      create(Math.max(staged, 16), MAP_READ | COPY_DST);
    });
    const buffers = made.slice(0, -1);
    const staging = made.at(-1);
    if (staging === undefined) throw new RangeError('no staging buffer');
    const [steps] = await orAborted(
      Promise.all([
        makeSteps(device, program, buffers, stop, (done, total) =>
          onProgress?.({ phase: 'pipelines', done, total }),
        ),
        uploadWeights(program, buffers.slice(program.buffers.length), {
          device,
          source: options.weights ?? new URL('.', home),
          verify: options.verify ?? true,
          signal: stop,
          onBytes: (done, total) => onProgress?.({ phase: 'weights', done, total }),
        }),
      ]),
      signal,
    );
    await checkLost(device);
    const model: unknown = new LoadedModel({ device, program, buffers, steps, staging });
    return model as Model<Inputs, Outputs>;
  } catch (error) {
    failed.abort(error);
    for (const buffer of made) buffer.destroy();
    // Whatever failed on a lost device failed because of that.
    await checkLost(device);
    throw error;
  }
}

function checkDevice({ features, limits }: GPUDevice, program: Program): void {
  for (const feature of program.features) {
    if (!features.has(feature)) {
      throw new SnapcError(
        'feature',
        `the device lacks the feature ${feature}; get it by adapter.requestDevice(requirements)`,
      );
    }
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
async function checkLost(device: GPUDevice): Promise<void> {
  const reason = await Promise.race([device.lost, Promise.resolve()]);
  if (reason !== undefined) throw lostError(reason);
}

/** Runs `work` and throws what the device reports of it. */
async function checkedScope(device: GPUDevice, work: () => void): Promise<void> {
  device.pushErrorScope('validation');
  device.pushErrorScope('out-of-memory');
  work();
  const [memory, invalid] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  if (memory !== null) {
    throw new SnapcError('memory', `the device has too little memory: ${memory.message}`);
  }
  if (invalid !== null) throw new SnapcError('limit', invalid.message);
}
