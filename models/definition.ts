/** A model definition: its sizes, how it builds its graph, and the inputs it is run on in tests. */

import type { DType, SeededDType } from './onnx/index.ts';
import type { GraphWriter } from './onnx/graph-writer.ts';

export const MODEL_SIZES = ['tiny', 'small', 'full'] as const;
export type ModelSize = (typeof MODEL_SIZES)[number];

/** Data as typed arrays; f16 as bit patterns. */
export interface SampleTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint16Array | Int32Array | BigInt64Array;
}

export interface InputOptions {
  readonly float: SeededDType;
  readonly seed: number;
}

export interface ModelDefinition<Config> {
  readonly summary: string;
  readonly sizes: Readonly<Record<ModelSize, Config>>;
  build(g: GraphWriter, config: Config): void;
  inputs(config: Config, options: InputOptions): Readonly<Record<string, SampleTensor>>;
}
