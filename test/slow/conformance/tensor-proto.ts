/** Tensors of the test data files, which are single TensorProtos. */

import onnxProto from 'onnx-proto';
import { dataTypeOf } from '../../../compiler/import/onnx/reader/data-types.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { decodeTensor } from '../../../ir/tensor-bytes.ts';
import type { Tensor } from '../../../ir/tensor.ts';

export interface TestTensor {
  readonly name: string;
  /** Undefined for what is no tensor of numbers: strings, sequences, optional values. */
  readonly tensor: Tensor | undefined;
}

export function readTensorProto(bytes: Uint8Array): TestTensor {
  try {
    const proto = onnxProto.onnx.TensorProto.decode(bytes);
    const { dtype } = dataTypeOf(proto.dataType ?? 0);
    const name = proto.name ?? '';
    if (dtype === undefined) return { name, tensor: undefined };
    const shape = (proto.dims ?? []).map(Number);
    if (proto.rawData && proto.rawData.length > 0) {
      return { name, tensor: decodeTensor(Uint8Array.from(proto.rawData), dtype, shape) };
    }
    const lists = [proto.floatData, proto.int32Data, proto.doubleData];
    const values = lists.find((list) => list && list.length > 0) ?? [];
    const wide = [proto.int64Data, proto.uint64Data].find((list) => list && list.length > 0) ?? [];
    const all = [...values, ...wide.map((value) => BigInt(String(value)))];
    return { name, tensor: tensorFrom(dtype, shape, all) };
  } catch {
    return { name: '', tensor: undefined };
  }
}
