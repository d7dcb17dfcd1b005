/** Runs ONNX bytes or a model file in onnxruntime, by default without graph optimisations, and compares outputs. */

import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { toNumbers } from '../../ir/tensor.ts';
import { decodeTensor, encodeTensor } from '../../ir/tensor-bytes.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { makeModel } from '../../models/index.ts';
import type { MakeOptions, ModelName } from '../../models/index.ts';
import { onnxModel } from '../../models/onnx/index.ts';

const TO_ORT = { f32: 'float32', f16: 'float16', i32: 'int32', i64: 'int64' } as const;
const FROM_ORT: Readonly<Record<string, keyof typeof TO_ORT>> = {
  float32: 'f32',
  float16: 'f16',
  int32: 'i32',
  int64: 'i64',
};

export type Outputs = Readonly<Record<string, Tensor>>;

export async function runOnnx(
  model: Uint8Array | string,
  inputs: Readonly<Record<string, Tensor>>,
  graphOptimizationLevel: 'disabled' | 'basic' = 'disabled',
): Promise<Outputs> {
  const options = { graphOptimizationLevel, intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session =
    typeof model === 'string'
      ? await InferenceSession.create(model, options)
      : await InferenceSession.create(model, options);
  const feeds = Object.entries(inputs).map(([name, value]) => [name, toOrt(value)] as const);
  const results = await session.run(Object.fromEntries(feeds));
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => [name, fromOrt(value)] as const),
  );
}

/** The model in one array, whatever its options. */
export function modelBytes<Name extends ModelName>(
  name: Name,
  options: MakeOptions<Name>,
): Uint8Array {
  return onnxModel(makeModel(name, options).model);
}

export function largestDifference(a: Outputs, b: Outputs): number {
  let largest = 0;
  for (const [name, value] of Object.entries(a)) {
    const other = b[name];
    if (other === undefined || other.shape.join() !== value.shape.join()) return Infinity;
    const numbers = toNumbers(other);
    for (const [index, element] of toNumbers(value).entries()) {
      const difference = Math.abs(element - (numbers[index] ?? NaN));
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
    }
  }
  return largest;
}

function toOrt(value: Tensor): OrtTensor {
  const { dtype, shape } = value;
  if (!isRunnable(dtype)) throw new TypeError(`no ${dtype} inputs here`);
  const data = dtype === 'f16' ? new Uint16Array(encodeTensor(value).buffer) : value.data;
  return Reflect.construct(OrtTensor, [TO_ORT[dtype], data, shape]);
}

function fromOrt(value: OrtTensor): Tensor {
  const dtype = FROM_ORT[value.type];
  if (dtype === undefined || !ArrayBuffer.isView(value.data)) throw new TypeError(value.type);
  const { buffer, byteOffset, byteLength } = value.data;
  return decodeTensor(new Uint8Array(buffer, byteOffset, byteLength), dtype, value.dims);
}

function isRunnable(dtype: string): dtype is keyof typeof TO_ORT {
  return Object.hasOwn(TO_ORT, dtype);
}
