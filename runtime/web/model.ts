/** A loaded model: takes inputs, runs the program, gives outputs, one run after another. */

import type { Model, RunOptions } from './api.ts';
import { SnapcError, checkAborted, lostError, orAborted, validated } from './errors.ts';
import { execute } from './execute.ts';
import { feedsOf, infoOf, isBuffer, targetsOf } from './interface.ts';
import type { Feed, TensorInfo } from './interface.ts';
import { checkDevice, checkLost } from './parts.ts';
import type { Parts, ReloadOptions } from './parts.ts';
import type { Program, ProgramTensor } from './program.ts';
import { slicedSubmit } from './slices.ts';
import type { Submit } from './slices.ts';
import type { TunedKernels } from './choices.ts';

export type MakeParts = (device: GPUDevice, options: ReloadOptions) => Promise<Parts>;

type AnyBuffers = Readonly<Record<string, GPUBuffer>>;

export class LoadedModel implements Model<AnyBuffers, AnyBuffers> {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly #make: MakeParts;
  #parts: Parts;
  #submit = slicedSubmit();
  /** Settles when the runs so far are done. */
  #queue: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** Why there can be no run. */
  #end: SnapcError | undefined;

  constructor(parts: Parts, make: MakeParts) {
    this.#make = make;
    this.#parts = parts;
    this.inputs = parts.program.inputs.map(infoOf);
    this.outputs = parts.program.outputs.map(infoOf);
    this.#watch();
  }

  get device(): GPUDevice {
    return this.#parts.device;
  }

  get tuned(): readonly TunedKernels[] {
    return this.#parts.tuned;
  }

  get lost(): Promise<GPUDeviceLostInfo> {
    return this.device.lost;
  }

  get inputBuffers(): AnyBuffers {
    return this.#buffersOf(this.#parts.program.inputs);
  }

  get outputBuffers(): AnyBuffers {
    return this.#buffersOf(this.#parts.program.outputs);
  }

  async run(inputs: unknown, options: RunOptions & { outputs?: unknown } = {}): Promise<never> {
    const { program } = this.#parts;
    const targets = options.outputs === undefined ? undefined : targetsOf(program, options.outputs);
    return this.#run(inputs, targets, this.#submit, options) as Promise<never>;
  }

  async profile(inputs: unknown, options: RunOptions = {}): Promise<never> {
    const milliseconds: number[] = [];
    const submit: Submit = async (parts, finish, signal) => {
      const { timedSubmit } = await import('./profile.ts');
      const checked = (work: () => void) => validated(parts.device, 'shader', work);
      milliseconds.push(...(await timedSubmit(parts, finish, signal, checked)));
    };
    if (!this.device.features.has('timestamp-query')) {
      throw new SnapcError(
        'feature',
        'a profile needs a device that was requested with the feature timestamp-query',
      );
    }
    const outputs = await this.#run(inputs, undefined, submit, options);
    return { outputs, milliseconds } as never;
  }

  async #run(
    inputs: unknown,
    targets: readonly (GPUBuffer | undefined)[] | undefined,
    submit: Submit,
    { signal }: RunOptions,
  ): Promise<unknown> {
    checkAborted(signal);
    let feeds = feedsOf(this.#parts.program, inputs);
    if (this.#waiting > 0) feeds = feeds.map(kept);
    return orAborted(
      this.#enqueue(async () => {
        const parts = this.#parts;
        try {
          return await execute(parts, { feeds, targets, submit, signal });
        } catch (error) {
          checkAborted(signal);
          // A lost device fails whatever was under way, and tells of its loss a moment later.
          await new Promise((resolve) => setTimeout(resolve, 20));
          throw this.#end ?? error;
        }
      }),
      signal,
    );
  }

  async reload(device?: GPUDevice, options: ReloadOptions = {}): Promise<void> {
    const work = async (): Promise<void> => {
      const { device: present, program } = this.#parts;
      // A model that works goes on where the new one cannot even begin.
      checkAborted(options.signal);
      const target =
        device ??
        (await checkLost(present).then(
          () => present,
          () => newDevice(program),
        ));
      checkDevice(target, program);
      await checkLost(target);
      this.#parts.release();
      // Until there are new ones.
      this.#end ??= new SnapcError('lost', 'the model was not reloaded');
      const parts = await this.#make(target, options);
      if (this.#end.code === 'disposed') {
        parts.release();
        throw this.#end;
      }
      this.#parts = parts;
      this.#submit = slicedSubmit();
      this.#end = undefined;
      this.#watch();
    };
    return orAborted(this.#enqueue(work, true), options.signal);
  }

  dispose(): void {
    this.#end = new SnapcError('disposed', 'the model was disposed');
    this.#parts.release();
  }

  /** At once where nothing waits, so that work is submitted before `run` returns. */
  async #enqueue<T>(work: () => Promise<T>, evenIfLost = false): Promise<T> {
    const start = async (): Promise<T> => {
      if (this.#end !== undefined && !(evenIfLost && this.#end.code === 'lost')) throw this.#end;
      return work();
    };
    const done = this.#waiting === 0 ? start() : this.#queue.then(start);
    this.#waiting++;
    const next = (): number => this.#waiting--;
    this.#queue = done.then(next, next);
    return done;
  }

  #watch(): void {
    const { device } = this.#parts;
    void device.lost.then((reason) => {
      if (this.device === device) this.#end ??= lostError(reason);
    });
  }

  #buffersOf(tensors: readonly ProgramTensor[]): AnyBuffers {
    return Object.fromEntries(
      tensors.flatMap(({ emitted, buffer }) => {
        const found = this.#parts.buffers[buffer];
        return found === undefined ? [] : [[emitted, found]];
      }),
    );
  }
}

/** A queued run gets the arrays as they are now. */
function kept(feed: Feed): Feed {
  if (isBuffer(feed)) return feed;
  return new Uint8Array(feed.buffer, feed.byteOffset, feed.byteLength).slice();
}

async function newDevice({ features, limits }: Program): Promise<GPUDevice> {
  const { gpu } = (globalThis.navigator ?? {}) as { readonly gpu?: GPU };
  const adapter = await gpu?.requestAdapter();
  if (!adapter) throw new SnapcError('lost', 'no adapter is left; give reload a device');
  return adapter.requestDevice({
    requiredFeatures: features as GPUFeatureName[],
    requiredLimits: limits,
  });
}
