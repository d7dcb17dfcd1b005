/** What a model has to bring whose loss is measured. */

import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { runOnnx } from '../../test/models/run-onnx.ts';

export type Tensors = ReadonlyMap<string, Tensor>;

export interface PrecisionModel {
  readonly name: string;
  /** Writes the model where it has no file yet. */
  readonly prepare: (folder: string, signal: AbortSignal) => Promise<Prepared>;
}

export interface Prepared {
  readonly file: string;
  /** Of all inputs. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  readonly data: (graph: Graph, runs: number) => Promise<PrecisionData>;
}

export interface PrecisionData {
  /** What the loss is measured on, all taken together. */
  readonly held: readonly Tensors[];
  readonly calibration: readonly Tensors[];
}

export function shapesOf(inputs: Tensors): ReadonlyMap<string, readonly number[]> {
  return new Map(Array.from(inputs, ([name, { shape }]) => [name, shape]));
}

/** What all figures are compared with: the model in fp32, by what is not ours. */
export async function inOnnxruntime(file: string, inputs: Tensors): Promise<Tensors> {
  return new Map(Object.entries(await runOnnx(file, Object.fromEntries(inputs))));
}
