/** Runs one ONNX node in onnxruntime, without graph optimisations: the oracle for an op's evaluate. */

import onnxProto from 'onnx-proto';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { decodeTensor, encodeTensor } from '../../ir/tensor-bytes.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';

const { ModelProto, AttributeProto } = onnxProto.onnx;

/** An attribute in the spelling of its ONNX type. */
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] };

export interface OnnxNode {
  readonly op: string;
  readonly opset: number;
  /** An undefined input is absent, which ONNX spells as an empty name. */
  readonly inputs: readonly (Tensor | undefined)[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
  readonly outputs: readonly DType[];
}

/** The names of a dtype in onnxruntime and its number in TensorProto.DataType. */
const ELEMENT_TYPES: Readonly<Partial<Record<DType, readonly [string, number]>>> = {
  f32: ['float32', 1],
  u8: ['uint8', 2],
  i8: ['int8', 3],
  u16: ['uint16', 4],
  i16: ['int16', 5],
  i32: ['int32', 6],
  i64: ['int64', 7],
  bool: ['bool', 9],
  f16: ['float16', 10],
  f64: ['float64', 11],
  u32: ['uint32', 12],
  u64: ['uint64', 13],
};

/** The number of a dtype in TensorProto.DataType, as Cast's `to` has it. */
export function elementType(dtype: DType): number {
  return elementTypeOf(dtype)[1];
}

export async function runOnnxNode(node: OnnxNode): Promise<readonly Tensor[]> {
  const session = await InferenceSession.create(encodeModel(node), {
    graphOptimizationLevel: 'disabled',
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  const feeds = node.inputs.flatMap((value, index) =>
    value === undefined ? [] : [[`x${index}`, toOrt(value)] as const],
  );
  const results = await session.run(Object.fromEntries(feeds));
  return node.outputs.map((dtype, index) => fromOrt(dtype, results[`y${index}`]));
}

function encodeModel(node: OnnxNode): Uint8Array {
  const value = (name: string, dtype: DType, shape?: readonly number[]) => ({
    name,
    type: {
      tensorType: {
        elemType: elementType(dtype),
        ...(shape === undefined ? {} : { shape: { dim: shape.map((dimValue) => ({ dimValue })) } }),
      },
    },
  });
  return ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: node.opset }],
    graph: {
      name: 'one',
      input: node.inputs.flatMap((given, index) =>
        given === undefined ? [] : [value(`x${index}`, given.dtype, given.shape)],
      ),
      output: node.outputs.map((dtype, index) => value(`y${index}`, dtype)),
      node: [
        {
          opType: node.op,
          input: node.inputs.map((given, index) => (given === undefined ? '' : `x${index}`)),
          output: node.outputs.map((_, index) => `y${index}`),
          attribute: Object.entries(node.attributes ?? {}).map(([name, given]) =>
            encodeAttribute(name, given),
          ),
        },
      ],
    },
  }).finish();
}

function encodeAttribute(name: string, given: OnnxAttribute) {
  const { AttributeType } = AttributeProto;
  if ('int' in given) return { name, type: AttributeType.INT, i: given.int };
  if ('float' in given) return { name, type: AttributeType.FLOAT, f: given.float };
  if ('ints' in given) return { name, type: AttributeType.INTS, ints: [...given.ints] };
  if ('floats' in given) return { name, type: AttributeType.FLOATS, floats: [...given.floats] };
  return { name, type: AttributeType.STRING, s: new TextEncoder().encode(given.string) };
}

function toOrt(value: Tensor): OrtTensor {
  const [name] = elementTypeOf(value.dtype);
  const data = value.dtype === 'f16' ? new Uint16Array(encodeTensor(value).buffer) : value.data;
  return Reflect.construct(OrtTensor, [name, data, value.shape]);
}

function fromOrt(dtype: DType, value: OrtTensor | undefined): Tensor {
  if (value === undefined || !ArrayBuffer.isView(value.data)) throw new Error('no such output');
  const [name] = elementTypeOf(dtype);
  if (value.type !== name) throw new Error(`onnxruntime gave ${value.type}, not ${name}`);
  const { buffer, byteOffset, byteLength } = value.data;
  return decodeTensor(new Uint8Array(buffer, byteOffset, byteLength), dtype, value.dims);
}

function elementTypeOf(dtype: DType): readonly [string, number] {
  const found = ELEMENT_TYPES[dtype];
  if (found === undefined) throw new Error(`onnxruntime-node has no ${dtype} tensors`);
  return found;
}
