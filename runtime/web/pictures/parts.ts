/** The loaded parts of a pipeline, and how they are run. */

import type { RunOptions } from '../api.ts';
import type { Elements } from '../elements.ts';
import type { TensorInfo } from '../interface.ts';
import type { TensorUse } from './description.ts';

export interface PartModel {
  readonly inputs: readonly TensorInfo[];
  run(inputs: never, options?: RunOptions): Promise<object>;
  dispose(): void;
}

export type PartName = 'textEncoder' | 'unet' | 'decoder' | 'encoder';

/** Where their models lie, from the folder of the pipeline. */
export const PART_FOLDERS: Readonly<Record<PartName, string>> = {
  textEncoder: 'text_encoder/webgpu',
  unet: 'unet/webgpu',
  decoder: 'vae_decoder/webgpu',
  encoder: 'vae_encoder/webgpu',
};

/** Gives a part for as long as `use` takes. */
export type WithPart = <T>(
  part: PartName,
  signal: AbortSignal | undefined,
  use: (model: PartModel) => Promise<T>,
) => Promise<T>;

/** The floats of one output; inputs and output are those that the compiler has found on this very model. */
export async function runPart(
  model: PartModel,
  inputs: Readonly<Record<string, Elements>>,
  output: string,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const outputs = await model.run(inputs as never, signal === undefined ? {} : { signal });
  const found = (outputs as Readonly<Record<string, unknown>>)[output];
  if (!(found instanceof Float32Array)) throw new RangeError(`no output ${output} of floats`);
  return found;
}

/** Whole numbers in the dtype that the model takes them in. */
export function elementsOf({ dtype }: TensorUse, numbers: readonly number[]): Elements {
  switch (dtype) {
    case 'i64':
      return BigInt64Array.from(numbers, (number) => BigInt(Math.round(number)));
    case 'i32':
      return Int32Array.from(numbers, Math.round);
    default:
      return Float32Array.from(numbers);
  }
}
