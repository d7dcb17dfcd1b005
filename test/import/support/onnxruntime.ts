/** onnxruntime as the oracle of whole models: no graph optimisations, one thread, every dtype it has. */

import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { decodeTensor, encodeTensor } from '../../../ir/tensor-bytes.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { DType } from '../../../ir/types.ts';

const NAMES: Readonly<Partial<Record<DType, string>>> = {
  f64: 'float64',
  f32: 'float32',
  f16: 'float16',
  i64: 'int64',
  i32: 'int32',
  i16: 'int16',
  i8: 'int8',
  u64: 'uint64',
  u32: 'uint32',
  u16: 'uint16',
  u8: 'uint8',
  bool: 'bool',
};

export async function runInOnnxruntime(
  model: Uint8Array,
  inputs: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, Tensor>> {
  const session = await InferenceSession.create(model, {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const feeds = Array.from(inputs, ([name, value]) => [name, toOrt(value)] as const);
  const results = await session.run(Object.fromEntries(feeds));
  return new Map(Object.entries(results).map(([name, value]) => [name, fromOrt(value)] as const));
}

function toOrt(value: Tensor): OrtTensor {
  const name = NAMES[value.dtype];
  if (name === undefined) throw new TypeError(`onnxruntime takes no ${value.dtype}`);
  const data = value.dtype === 'f16' ? new Uint16Array(encodeTensor(value).buffer) : value.data;
  return Reflect.construct(OrtTensor, [name, data, value.shape]);
}

function fromOrt(value: OrtTensor): Tensor {
  const dtype = Object.keys(NAMES).find((key): key is DType => NAMES[key as DType] === value.type);
  if (dtype === undefined || !ArrayBuffer.isView(value.data)) throw new TypeError(value.type);
  const { buffer, byteOffset, byteLength } = value.data;
  return decodeTensor(new Uint8Array(buffer, byteOffset, byteLength), dtype, value.dims);
}
