/** Literals by their sizes and bytes, and where they stand: in the program or in weight.bin. */

import type { EncodeConstant, Encoding } from '../../../ir/encode-constant.ts';
import { toFloat16Bits } from '../../../ir/float16.ts';
import { elementCount } from '../../../ir/types.ts';
import { BITS } from '../schema/numbers.ts';
import type { BlobDataTypeName } from '../schema/numbers.ts';
import type { Literal, MilDType, MilType, Opset, Weight } from '../syntax.ts';
import { packBits, packedBytes } from '../../pack-bits.ts';

/** From this many elements on a literal stands in the file, if its dtype may. */
const FILE_ELEMENTS = 10;

/** Dtypes that stand in the program up to iOS 17, whatever their size. */
const LATER: readonly MilDType[] = ['int16', 'uint16', 'int32', 'uint32'];

export function isInFile(literal: Literal, opset: Opset): boolean {
  const { dtype } = literal.type;
  if (!isStored(dtype) || countOf(literal.type) < FILE_ELEMENTS) return false;
  return !LATER.includes(dtype) || (opset !== 'CoreML6' && opset !== 'CoreML7');
}

export function isStored(dtype: MilDType): dtype is MilDType & BlobDataTypeName {
  return dtype !== 'bool' && dtype !== 'string';
}

/** A literal has no flexible dims. */
export function countOf({ shape }: MilType): number {
  return elementCount(
    shape.map((dim) => {
      if (dim === undefined) throw new Error('a literal of an unknown shape');
      return dim;
    }),
  );
}

/** Bytes in weight.bin. */
export function storedBytes({ type }: Literal): number {
  if (!isStored(type.dtype)) throw new Error(`${type.dtype} is not for weight.bin`);
  return packedBytes(countOf(type), BITS[type.dtype]);
}

/** How a constant's elements are computed, before those of fewer than 8 bits are packed. */
export function encodingOf({ type: { dtype }, packed }: Weight): Encoding {
  if (packed !== undefined) return 'u8';
  if (dtype === 'string') throw new Error('a weight of strings');
  return ENCODINGS[dtype];
}

const ENCODINGS: Readonly<Record<Exclude<MilDType, 'string'>, Encoding>> = {
  bool: 'u8',
  fp16: 'f16',
  fp32: 'f32',
  int4: 'i8',
  int8: 'i8',
  int16: 'i16',
  int32: 'i32',
  uint1: 'u8',
  uint2: 'u8',
  uint3: 'u8',
  uint4: 'u8',
  uint6: 'u8',
  uint8: 'u8',
  uint16: 'u16',
  uint32: 'u32',
};

/** Little-endian bytes of a weight from its encoded elements: those of fewer than 8 bits are packed. */
export function packWeight(weight: Weight, encoded: Uint8Array): Uint8Array {
  const bits = weight.packed ?? bitsOf(weight.type.dtype);
  return bits < 8 ? packBits(encoded, bits) : encoded;
}

function bitsOf(dtype: MilDType): number {
  return isStored(dtype) ? BITS[dtype] : 8;
}

/** Little-endian bytes; a bool takes one. */
export async function literalBytes(
  literal: Literal,
  encode: EncodeConstant,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  if (literal.kind === 'immediate') return immediateBytes(literal.type.dtype, literal.values);
  const encoded = await encode(literal.constant, encodingOf(literal), signal);
  // A copy: these stay.
  return new Uint8Array(packWeight(literal, encoded));
}

/** Little-endian bytes of values that stand in the program's own data; a bool takes one. */
export function immediateBytes(
  dtype: MilDType,
  values: readonly (number | boolean | string)[],
): Uint8Array<ArrayBuffer> {
  const numbers = values.map(Number);
  const bits = bitsOf(dtype);
  if (bits < 8) return packBits(numbers, bits);
  const bytes = new Uint8Array((values.length * bits) / 8);
  const view = new DataView(bytes.buffer);
  for (const [index, number] of numbers.entries()) {
    const at = (index * bits) / 8;
    if (dtype === 'fp32') view.setFloat32(at, number, true);
    else if (dtype === 'fp16') view.setUint16(at, toFloat16Bits(number), true);
    else if (bits === 32) view.setInt32(at, number, true);
    else if (bits === 16) view.setInt16(at, number, true);
    else view.setUint8(at, number);
  }
  return bytes;
}
