/** Declarative models of the Stable Diffusion family, written as ONNX files with seeded weights. */

export { isModelName, MODEL_NAMES, MODELS } from './catalogue.ts';
export type { ModelConfigs, ModelName } from './catalogue.ts';
export { MODEL_SIZES } from './definition.ts';
export type { ModelDefinition, ModelSize } from './definition.ts';
export { DEFAULT_OPSET, makeModel, MINIMUM_OPSET, sampleInputs } from './make.ts';
export type { FileOptions, MadeModel, MakeOptions } from './make.ts';
export type { OnProgress, Progress } from './progress.ts';
