/** What a loaded model offers. */

import type { Buffers, TensorInfo } from './interface.ts';
import type { ReloadOptions } from './parts.ts';
import type { TunedKernels } from './choices.ts';

export interface RunOptions {
  /** Rejects the run; what the GPU has begun is finished before the next run, the rest is left out. */
  readonly signal?: AbortSignal;
}

/** Leaves the outputs on the GPU. */
export interface GpuRunOptions<Outputs> extends RunOptions {
  /** Buffers to copy outputs to; those without one, and all with `'gpu'`, stay in the model's own until its next run. */
  readonly outputs: 'gpu' | Partial<Buffers<Outputs>>;
}

export interface Profile<Outputs> {
  readonly outputs: Outputs;
  /** Of each dispatch, in the order of `dispatches` in trace.json. */
  readonly milliseconds: readonly number[];
}

export interface Model<Inputs, Outputs> {
  readonly device: GPUDevice;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** The model's own buffers until `reload` or `dispose`: to write inputs into, and where outputs are after a run. */
  readonly inputBuffers: Buffers<Inputs>;
  readonly outputBuffers: Buffers<Outputs>;
  /** What `tune` found out, the heaviest kernels first; empty where the load did not ask for it. */
  readonly tuned: readonly TunedKernels[];
  /** Of the present device. */
  readonly lost: Promise<GPUDeviceLostInfo>;
  /**
   * Runs are queued: a second one waits for the first. Arrays are read before this returns, buffers when the run
   * begins. With `outputs` it resolves as soon as all work is submitted, since what is submitted later sees its results.
   */
  run(inputs: Inputs, options: GpuRunOptions<Outputs>): Promise<Buffers<Outputs>>;
  run(inputs: Inputs, options?: RunOptions): Promise<Outputs>;
  /** A run that takes the time of each dispatch; the device needs the feature `timestamp-query`. */
  profile(inputs: Inputs, options?: RunOptions): Promise<Profile<Outputs>>;
  /**
   * Builds everything again from the same sources, after the runs so far: on the given device, else on the present
   * one, else, where that is lost, on a new one of the page's default adapter. The memory is freed first: after a fault
   * on the way there is no run until another reload.
   */
  reload(device?: GPUDevice, options?: ReloadOptions): Promise<void>;
  /** Frees the GPU memory; runs that are not finished are rejected. */
  dispose(): void;
}
