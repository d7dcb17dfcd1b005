/** A small ONNX writer: whole models as values in, one byte array or streamed files out. */

export { gathered, inMemory, readAll } from './byte-source.ts';
export type { ByteSource } from './byte-source.ts';
export { DTYPES, elementCount, rawByteLength } from './dtypes.ts';
export type { DType, Scalar } from './dtypes.ts';
export { EXTERNAL_DATA, onnxFiles, onnxModel } from './files.ts';
export type { ExternalData, ModelFile } from './files.ts';
export { GraphWriter } from './graph-writer.ts';
export type { Dim, Parameter, Value, ValueType, WriterOptions } from './graph-writer.ts';
export { attribute, irVersionFor } from './model.ts';
export type {
  Attribute,
  Attributes,
  FileDim,
  Graph,
  LocalFunction,
  Model,
  Node,
  Opset,
  ReferableKind,
  ValueInfo,
} from './model.ts';
export { externalTensor, rawTensor, stringTensor, tensor, typedTensor } from './tensor.ts';
export type { ExternalRange, SparseTensor, Tensor, TensorContent } from './tensor.ts';
export { fillSeeded, seededBytes, seedFor } from './seeded.ts';
export type { Distribution, SeededDType } from './seeded.ts';
