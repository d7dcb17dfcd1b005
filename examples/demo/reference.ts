/** What the demo holds the numbers against: onnxruntime where it is installed, else snapc's own evaluator. */

import { castTensor, evaluateGraph, importOnnx, openModelFile, tensor } from 'snapc';
import type { DType, Tensor } from 'snapc';

export interface Reference {
  /** For people. */
  readonly name: string;
  readonly run: (
    model: string,
    inputs: ReadonlyMap<string, Tensor>,
  ) => Promise<ReadonlyMap<string, Tensor>>;
}

type Onnxruntime = typeof import('onnxruntime-node');

export async function openReference(): Promise<Reference> {
  try {
    // It would write and send reports on how it is used.
    process.env['ORT_DISABLE_TELEMETRY'] = '1';
    const onnxruntime = await import('onnxruntime-node');
    return {
      name: 'onnxruntime',
      run: (model, inputs) => runOnnxruntime(onnxruntime, model, inputs),
    };
  } catch {
    return { name: "snapc's reference evaluator", run: evaluate };
  }
}

const ORT_TYPES: Readonly<Partial<Record<DType, string>>> = {
  f32: 'float32',
  i32: 'int32',
  i64: 'int64',
};

async function runOnnxruntime(
  { InferenceSession, Tensor: OrtTensor }: Onnxruntime,
  model: string,
  inputs: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, Tensor>> {
  // Unoptimised, so that it computes what the model says.
  const session = await InferenceSession.create(model, { graphOptimizationLevel: 'disabled' });
  const feeds = Array.from(inputs, ([name, { dtype, shape, data }]) => {
    const type = ORT_TYPES[dtype];
    if (type === undefined) throw new Error(`no input of the demo is ${dtype}`);
    return [name, Reflect.construct(OrtTensor, [type, data, shape])] as const;
  });
  const results = await session.run(Object.fromEntries(feeds));
  return new Map(
    Object.entries(results).map(([name, { data, dims }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
      return [name, tensor('f32', dims, data)];
    }),
  );
}

async function evaluate(
  model: string,
  inputs: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, Tensor>> {
  const source = await openModelFile(model);
  if (!source.ok) throw new Error(`${model} cannot be opened`);
  try {
    const imported = await importOnnx(source.value);
    if (!imported.ok) throw new Error(`${model} cannot be imported`);
    const outputs = await evaluateGraph(imported.value.graph, inputs);
    return new Map(Array.from(outputs, ([name, value]) => [name, castTensor(value, 'f32')]));
  } finally {
    await source.value.close();
  }
}
