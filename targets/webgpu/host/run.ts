/** Runs an emitted folder in Node, by the model's own names: what `snapc run` does. */

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DiagnosticError, failure, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { missingInput, unknownInput, wrongInput } from '../../../ir/evaluate.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { isDType, printType } from '../../../ir/types.ts';
import type { LoadOptions, LoadProgress, Model, TensorInfo } from '../../../runtime/web/index.ts';
import type { AdapterChoice } from './adapter.ts';
import { toTensor, toTypedArray } from './arrays.ts';
import { notAnArtifact, runFailed } from './diagnostics.ts';
import { ownDevice } from './shared-device.ts';

export interface RunArtifactOptions {
  readonly adapter?: AdapterChoice;
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
  readonly close: () => void;
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
  { adapter, signal, onProgress }: RunArtifactOptions = {},
): Promise<Result<OpenArtifact>> {
  let module: EmittedModule;
  try {
    module = (await import(pathToFileURL(join(resolve(folder), 'index.js')).href)) as EmittedModule;
    if (typeof module.load !== 'function') throw new Error('its index.js exports no load');
  } catch (error) {
    return failure([notAnArtifact(folder, error instanceof Error ? error.message : String(error))]);
  }
  const { requiredFeatures: features, requiredLimits: limits } = module.requirements;
  return guarded(signal, async () => {
    const opened = await ownDevice({ features, limits }, adapter);
    try {
      const model = await module.load(opened.device, {
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      });
      const { inputs, outputs } = model;
      return {
        adapter: opened.description,
        inputs,
        outputs,
        run: (given, runSignal) => guarded(runSignal, () => runModel(model, given, runSignal)),
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

async function runModel(
  model: AnyModel,
  inputs: ReadonlyMap<string, Tensor>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Tensor>> {
  const faults = checkTensors(model.inputs, inputs);
  if (faults.length > 0) throw new DiagnosticError(...faults);
  const given = model.inputs.flatMap(({ name, property }) => {
    const tensor = inputs.get(name);
    return tensor === undefined ? [] : [[property, toTypedArray(tensor)] as const];
  });
  const options = signal === undefined ? {} : { signal };
  const results = await model.run(Object.fromEntries(given), options);
  return new Map(model.outputs.map((info) => [info.name, toTensor(info, results[info.property])]));
}

/** All that is wrong with inputs for an artifact: missing, unknown, wrong dtype or shape. */
export function checkTensors(
  declared: readonly Pick<TensorInfo, 'name' | 'dtype' | 'shape'>[],
  inputs: ReadonlyMap<string, Tensor>,
): Diagnostic[] {
  const found = declared.flatMap(({ name, dtype, shape }): Diagnostic[] => {
    const given = inputs.get(name);
    const expected = isDType(dtype) ? printType({ dtype, shape }) : dtype;
    if (given === undefined) return [missingInput(name, expected)];
    return printType(given) === expected ? [] : [wrongInput(name, expected, printType(given))];
  });
  const names = declared.map(({ name }) => name);
  const unknown = [...inputs.keys()].filter((name) => !names.includes(name));
  return [...found, ...unknown.map((name) => unknownInput(name, names))];
}

/** Faults of the user's and of the machine become diagnostics; an abort stays one. */
async function guarded<T>(
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
