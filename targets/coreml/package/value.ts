/** Types and literals of a program as messages. */

import type { TensorValue, Value, ValueType } from '../schema/mil.ts';
import { DATA_TYPES, IMMEDIATE_FIELDS, WEIGHT_FILE_NAME } from '../schema/numbers.ts';
import type { MilDType, MilType } from '../syntax.ts';

export function valueType({ dtype, shape }: MilType): ValueType {
  const dimensions = shape.map((size) =>
    size === undefined ? { unknown: { variadic: false } } : { constant: { size } },
  );
  const dataType = DATA_TYPES[dtype];
  return {
    tensorType: { dataType, rank: shape.length, dimensions, attributes: new Map() },
  };
}

export function stringValue(text: string): Value {
  return {
    type: valueType({ dtype: 'string', shape: [] }),
    immediateValue: { tensor: { strings: { values: [text] } } },
  };
}

/** `offset` is that of the blob's metadata. */
export function fileValue(type: MilType, offset: number): Value {
  return { type: valueType(type), blobFileValue: { fileName: WEIGHT_FILE_NAME, offset } };
}

/** From little-endian bytes. */
export function bytesValue(type: MilType, bytes: Uint8Array<ArrayBuffer>): Value {
  return {
    type: valueType(type),
    immediateValue: { tensor: tensorValue(type.dtype, bytes) },
  };
}

export function stringsValue(type: MilType, values: readonly string[]): Value {
  return { type: valueType(type), immediateValue: { tensor: { strings: { values } } } };
}

function tensorValue(dtype: MilDType, bytes: Uint8Array<ArrayBuffer>): TensorValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const list = <T>(size: number, read: (at: number) => T): readonly T[] =>
    Array.from({ length: bytes.length / size }, (_, index) => read(index * size));
  switch (IMMEDIATE_FIELDS[dtype]) {
    case 'bools':
      return { bools: { values: Array.from(bytes, (byte) => byte !== 0) } };
    case 'floats':
      return { floats: { values: list(4, (at) => view.getFloat32(at, true)) } };
    case 'ints':
      return { ints: { values: integers(dtype, view, list) } };
    case 'bytes':
      return { bytes: { values: bytes } };
    case 'strings':
      throw new Error('strings have no bytes');
  }
}

type List = (size: number, read: (at: number) => number) => readonly number[];

function integers(dtype: MilDType, view: DataView, list: List): readonly number[] {
  if (dtype === 'int16') return list(2, (at) => view.getInt16(at, true));
  if (dtype === 'uint16') return list(2, (at) => view.getUint16(at, true));
  return list(4, (at) => view.getInt32(at, true));
}
