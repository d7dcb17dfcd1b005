/** Runs a compiled folder in a page of headless Chromium. */

import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import { openPage } from './harness.ts';

type Tensors = ReadonlyMap<string, Tensor>;

/** As text, because vitest rewrites the import() of a function into a call that no page knows. */
const RUN_IN_PAGE = `async (given) => {
  const { load, requirements } = await import('/webgpu/index.js');
  const adapter = await navigator.gpu.requestAdapter();
  const model = await load(await adapter.requestDevice(requirements));
  const arrays = { f32: Float32Array, f16: Float32Array, i32: Int32Array, bool: Uint8Array };
  const arrayOf = (dtype, numbers) =>
    dtype === 'i64' ? BigInt64Array.from(numbers, BigInt) : arrays[dtype].from(numbers);
  const inputs = model.inputs.map(({ name, property, dtype }) => [property, arrayOf(dtype, given[name])]);
  const results = await model.run(Object.fromEntries(inputs));
  model.dispose();
  return Object.fromEntries(model.outputs.map(({ name, property }) => [name, Array.from(results[property], Number)]));
}`;

export interface PageRun {
  readonly outputs: Tensors;
  /** What the page wrote to its console. */
  readonly log: readonly string[];
}

/** `folder` holds webgpu/; `types` are those of the model's outputs. */
export async function runInChromium(
  folder: string,
  inputs: Tensors,
  types: ReadonlyMap<string, StaticTensorType>,
): Promise<PageRun> {
  const { page, log, close } = await openPage(folder);
  try {
    const given = Array.from(inputs, ([key, tensor]) => [key, toNumbers(tensor)]);
    const found = await page.evaluate<Record<string, number[]>>(
      `(${RUN_IN_PAGE})(${JSON.stringify(Object.fromEntries(given))})`,
    );
    const outputs = Array.from(types, ([key, { dtype, shape }]) => {
      const numbers = found[key] ?? [];
      const values = dtype === 'i64' ? numbers.map(BigInt) : numbers;
      return [key, tensorFrom(dtype, shape, values)] as const;
    });
    return { outputs: new Map(outputs), log };
  } finally {
    await close();
  }
}
