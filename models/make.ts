/** Makes a model of the catalogue as files whose content is generated while they are read. */

import type { Tensor } from '../ir/tensor.ts';
import { MODELS } from './catalogue.ts';
import type { ModelConfigs, ModelName } from './catalogue.ts';
import type { ModelDefinition, ModelSize } from './definition.ts';
import { EXTERNAL_DATA, elementCount, onnxFiles } from './onnx/index.ts';
import type { ExternalData, Model, ModelFile, SeededDType } from './onnx/index.ts';
import { GraphWriter } from './onnx/graph-writer.ts';
import type { Parameter } from './onnx/graph-writer.ts';
import { withProgress } from './progress.ts';
import type { OnProgress } from './progress.ts';

export interface FileOptions {
  readonly size: ModelSize;
  /** 14 or later; 17 if left out. */
  readonly opset?: number;
  /** dtype of weights and activations; f32 if left out. */
  readonly precision?: SeededDType;
  /** Leaves batch, height, width and sequence open, under these names. */
  readonly dynamic?: boolean;
  /** Where weights stand: external at full size and inline below, if left out. */
  readonly weights?: 'inline' | 'external';
  readonly externalData?: Partial<ExternalData>;
  readonly seed?: number;
  /** Writes the type of every intermediate value. */
  readonly valueInfos?: boolean;
  readonly onProgress?: OnProgress;
}

/** Any field of the model's configuration may be given beside the options, for example `height`. */
export type MakeOptions<Name extends ModelName> = FileOptions & Partial<ModelConfigs[Name]>;

export interface MadeModel extends AsyncIterable<ModelFile> {
  readonly files: readonly ModelFile[];
  readonly totalBytes: number;
  readonly parameters: readonly Parameter[];
  readonly parameterCount: number;
  /** The description that the files are written from. */
  readonly model: Model;
}

export const DEFAULT_OPSET = 17;
export const MINIMUM_OPSET = 14;

const DYNAMIC_DIMS = ['batch', 'height', 'width', 'sequence'] as const;

export function makeModel<Name extends ModelName>(
  name: Name,
  options: MakeOptions<Name>,
): MadeModel {
  const definition: ModelDefinition<ModelConfigs[Name]> = MODELS[name];
  const opset = options.opset ?? DEFAULT_OPSET;
  if (opset < MINIMUM_OPSET) throw new RangeError(`opset ${opset} is below ${MINIMUM_OPSET}`);
  const writer = GraphWriter.create({
    graphName: name,
    opset,
    float: options.precision ?? 'f32',
    seed: options.seed ?? 0,
    valueInfos: options.valueInfos ?? false,
  });
  const config = configOf(definition, options);
  definition.build(writer, options.dynamic === true ? opened(config) : config);
  const model = writer.finish();
  const weights = options.weights ?? (options.size === 'full' ? 'external' : 'inline');
  const external = { ...EXTERNAL_DATA, ...options.externalData };
  const plain = onnxFiles(model, weights === 'external' ? { external } : {});
  const files = options.onProgress === undefined ? plain : withProgress(plain, options.onProgress);
  const { parameters } = writer;
  return {
    files,
    totalBytes: files.reduce((sum, file) => sum + file.byteLength, 0),
    parameters,
    parameterCount: parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0),
    model,
    async *[Symbol.asyncIterator]() {
      yield* files;
    },
  };
}

/** Seeded inputs that fit the model made with the same options; open dims take the size's values. */
export function sampleInputs<Name extends ModelName>(
  name: Name,
  options: MakeOptions<Name>,
): Readonly<Record<string, Tensor>> {
  const definition: ModelDefinition<ModelConfigs[Name]> = MODELS[name];
  const inputOptions = { float: options.precision ?? 'f32', seed: options.seed ?? 0 };
  const config = closed(configOf(definition, options), definition.sizes[options.size]);
  return definition.inputs(config, inputOptions);
}

function configOf<Config extends object>(
  definition: ModelDefinition<Config>,
  options: FileOptions & Partial<Config>,
): Config {
  return { ...definition.sizes[options.size], ...options };
}

/** In the text encoder `width` is a channel count and stays. */
function opened<Config extends object>(config: Config): Config {
  const names = DYNAMIC_DIMS.filter(
    (dim) => dim in config && (dim !== 'width' || 'height' in config),
  );
  return { ...config, ...Object.fromEntries(names.map((dim) => [dim, dim])) };
}

/** Replaces names by the numbers that the size gives for them. */
function closed<Config extends object>(config: Config, sizes: Config): Config {
  const numbers = Object.entries(sizes).filter(([, value]) => typeof value === 'number');
  const given = new Map(Object.entries(config));
  const named = numbers.filter(([key]) => typeof given.get(key) === 'string');
  return { ...config, ...Object.fromEntries(named) };
}
