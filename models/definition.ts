/** A model definition: its sizes, how it builds its graph, and the inputs it is run on in tests. */

import type { Tensor } from '../ir/tensor.ts';
import type { SeededDType } from './onnx/index.ts';
import type { GraphWriter } from './onnx/graph-writer.ts';

export const MODEL_SIZES = ['tiny', 'small', 'full'] as const;
export type ModelSize = (typeof MODEL_SIZES)[number];

export interface InputOptions {
  readonly float: SeededDType;
  readonly seed: number;
}

export interface ModelDefinition<Config> {
  readonly summary: string;
  readonly sizes: Readonly<Record<ModelSize, Config>>;
  build(g: GraphWriter, config: Config): void;
  inputs(config: Config, options: InputOptions): Readonly<Record<string, Tensor>>;
}
