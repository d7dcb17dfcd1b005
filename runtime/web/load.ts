/** Loads a program on a device: the one function behind the `load` of every emitted module. */

import type { Model } from './api.ts';
import { LoadedModel } from './model.ts';
import type { WeightSource } from './open.ts';
import { makeParts } from './parts.ts';
import type { ReloadOptions, Sources } from './parts.ts';
import type { Program } from './program.ts';
import { WeightStore } from './store.ts';
import type { SharedWeights } from './store.ts';
import type { TuneOptions } from './tuning.ts';
import type { WeightCache } from './weights.ts';

export interface LoadOptions extends ReloadOptions {
  /** The folder of the weight files, or a function that reads them; beside the module when absent. */
  readonly weights?: WeightSource;
  /** Weights that other models of the device have in a common store are neither read nor kept twice. */
  readonly store?: SharedWeights;
  /** Is asked before anything is downloaded, and gets what is. */
  readonly cache?: WeightCache | undefined;
  /** Compare the weights with their SHA-256; true when absent. */
  readonly verify?: boolean;
  /**
   * Time other tiles of the heaviest kernels, if the module has any, and take what is faster on this device. The cache
   * remembers that for the next load. False when absent.
   */
  readonly tune?: boolean | TuneOptions;
}

/** From `home`, a module's address, to `folder`, the one of its weights; they count where the options name none. */
export async function loadProgram<Inputs, Outputs>(
  device: GPUDevice,
  program: Program,
  home: string,
  options: LoadOptions = {},
  folder = '.',
): Promise<Model<Inputs, Outputs>> {
  const sources: Sources = {
    weights: options.weights ?? new URL(folder, home),
    store: options.store ?? new WeightStore(),
    cache: options.cache,
    verify: options.verify ?? true,
    tune: options.tune ?? false,
    known: new Map(),
  };
  const make = (on: GPUDevice, during: ReloadOptions) => makeParts(on, program, sources, during);
  const model: unknown = new LoadedModel(await make(device, options), make);
  return model as Model<Inputs, Outputs>;
}
