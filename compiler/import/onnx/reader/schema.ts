/** The schema's decoder (onnx-proto) for what the walker has checked: names, numbers and value types. */

import onnxProto from 'onnx-proto';
import type { onnx } from 'onnx-proto';
import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { exact } from './cursor.ts';
import { brokenWire } from './diagnostics.ts';
import type { Scanned } from './scan.ts';

const schema = onnxProto.onnx;

interface Decoder<T> {
  readonly decode: (bytes: Uint8Array) => T;
}

/** The walker lets nothing through that the decoder refuses; if it does all the same, that is a fault of the file. */
function decode<T>(decoder: Decoder<T>, scanned: Scanned, file: string): T {
  try {
    return decoder.decode(scanned.scalars);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = { file, offset: scanned.range.start };
    throw new DiagnosticError(brokenWire(scanned.message, reason, place));
  }
}

type Decode<T> = (scanned: Scanned, file: string) => T;

export const decodeModel: Decode<onnx.ModelProto> = (...of) => decode(schema.ModelProto, ...of);
export const decodeOperatorSet: Decode<onnx.OperatorSetIdProto> = (...of) =>
  decode(schema.OperatorSetIdProto, ...of);
export const decodeGraph: Decode<onnx.GraphProto> = (...of) => decode(schema.GraphProto, ...of);
export const decodeFunction: Decode<onnx.FunctionProto> = (...of) =>
  decode(schema.FunctionProto, ...of);
export const decodeNode: Decode<onnx.NodeProto> = (...of) => decode(schema.NodeProto, ...of);
export const decodeAttribute: Decode<onnx.AttributeProto> = (...of) =>
  decode(schema.AttributeProto, ...of);
export const decodeTensor: Decode<onnx.TensorProto> = (...of) => decode(schema.TensorProto, ...of);
export const decodeValueInfo: Decode<onnx.ValueInfoProto> = (...of) =>
  decode(schema.ValueInfoProto, ...of);
export const decodeStringEntry: Decode<onnx.StringStringEntryProto> = (...of) =>
  decode(schema.StringStringEntryProto, ...of);

export const AttributeType = schema.AttributeProto.AttributeType;
export const DataLocation = schema.TensorProto.DataLocation;
export type AttributeCode = onnx.AttributeProto.AttributeType;
export type { onnx };

interface Words {
  readonly low: number;
  readonly high: number;
}

/** The decoder gives 64-bit integers as pairs of words; here they are exact. */
export function integerOf(value: number | Words | null | undefined): number | bigint {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'number') return value;
  return exact((BigInt(value.high) << 32n) | BigInt(value.low >>> 0));
}
