/** Runs an emitted folder in Node, by the model's own names: what `snapc run` does. */

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticError, failure, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { LoadOptions, LoadProgress, Model, TensorInfo } from '../../../runtime/web/index.ts';
import type { AdapterChoice } from './adapter.ts';
import { arraysFor, tensorsFrom } from './arrays.ts';
import { notAnArtifact, runFailed } from './diagnostics.ts';
import { ownDevice } from './shared-device.ts';

export interface RunArtifactOptions {
  readonly adapter?: AdapterChoice;
  /** Asks the device for what `profile` needs. */
  readonly timestamps?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LoadProgress) => void;
}

/** An artifact on a device of its own. */
export interface OpenArtifact {
  /** For people: the adapter's name. */
  readonly adapter: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Inputs and outputs by their ONNX names. */
  readonly run: (
    inputs: ReadonlyMap<string, Tensor>,
    signal?: AbortSignal,
  ) => Promise<Result<ReadonlyMap<string, Tensor>>>;
  /** The same, with the milliseconds of each dispatch. */
  readonly profile: (
    inputs: ReadonlyMap<string, Tensor>,
    signal?: AbortSignal,
  ) => Promise<Result<ProfiledRun>>;
  readonly close: () => void;
}

export interface ProfiledRun {
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** In the order of the trace's dispatches. */
  readonly milliseconds: readonly number[];
}

/** What an emitted index.js exports. */
interface EmittedModule {
  readonly requirements: {
    readonly requiredFeatures: readonly string[];
    readonly requiredLimits: Readonly<Record<string, number>>;
  };
  readonly load: (device: GPUDevice, options: LoadOptions) => Promise<AnyModel>;
}

type AnyModel = Model<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

/** Opens a device that satisfies the folder's program and loads it. An abort rejects with the signal's reason. */
export async function openArtifact(
  folder: string,
  { adapter, timestamps, signal, onProgress }: RunArtifactOptions = {},
): Promise<Result<OpenArtifact>> {
  let module: EmittedModule;
  try {
    module = (await import(pathToFileURL(join(resolve(folder), 'index.js')).href)) as EmittedModule;
    if (typeof module.load !== 'function') throw new Error('its index.js exports no load');
  } catch (error) {
    return failure([notAnArtifact(folder, error instanceof Error ? error.message : String(error))]);
  }
  const { requiredFeatures, requiredLimits: limits } = module.requirements;
  const features =
    timestamps === true ? [...requiredFeatures, 'timestamp-query'] : requiredFeatures;
  return guarded(signal, async () => {
    const opened = await ownDevice({ features, limits }, adapter);
    try {
      const model = await module.load(opened.device, {
        ...optionsOf(signal),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      const { inputs, outputs } = model;
      return {
        adapter: opened.description,
        inputs,
        outputs,
        run: (given, runSignal) =>
          guarded(runSignal, async () =>
            tensorsFrom(outputs, await model.run(arraysFor(inputs, given), optionsOf(runSignal))),
          ),
        profile: (given, runSignal) =>
          guarded(runSignal, async () => {
            const ran = await model.profile(arraysFor(inputs, given), optionsOf(runSignal));
            const { milliseconds } = ran;
            return { outputs: tensorsFrom(outputs, ran.outputs), milliseconds };
          }),
        close: () => {
          model.dispose();
          opened.close();
        },
      };
    } catch (error) {
      opened.close();
      throw error;
    }
  });
}

/** Runs an emitted folder once. An abort rejects with the signal's reason. */
export async function runArtifact(
  folder: string,
  inputs: ReadonlyMap<string, Tensor>,
  options: RunArtifactOptions = {},
): Promise<Result<ReadonlyMap<string, Tensor>>> {
  const opened = await openArtifact(folder, options);
  if (!opened.ok) return opened;
  try {
    return await opened.value.run(inputs, options.signal);
  } finally {
    opened.value.close();
  }
}

function optionsOf(signal: AbortSignal | undefined): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** Faults of the user's and of the machine become diagnostics; an abort stays one. */
export async function guarded<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<Result<T>> {
  try {
    return success(await work());
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DiagnosticError) return failure(error.diagnostics);
    // The class is that of the emitted runtime, not ours.
    if (error instanceof Error && error.name === 'SnapcError' && 'code' in error) {
      return failure([runFailed(String(error.code), error.message)]);
    }
    throw error;
  }
}
