/** The typed fields of TensorProto: floats as they lie in the file, integers as varints, halves as their bits. */

import { dataConstant } from '../../../../ir/constant.ts';
import type { Constant } from '../../../../ir/constant.ts';
import type { Place } from '../../../../ir/diagnostics.ts';
import { fromBfloat16Bits, fromFloat16Bits } from '../../../../ir/float16.ts';
import { allocate } from '../../../../ir/tensor.ts';
import { decodeTensor } from '../../../../ir/tensor-bytes.ts';
import type { Tensor } from '../../../../ir/tensor.ts';
import { DTYPES, elementCount, printType } from '../../../../ir/types.ts';
import type { DType, StaticTensorType } from '../../../../ir/types.ts';
import type { ReadContext } from './context.ts';
import { WIRE_BYTES } from './cursor.ts';
import type { WireField } from './cursor.ts';
import type { TypedField } from './data-types.ts';
import { LIMITS } from './limits.ts';
import { forEachInteger, payloadBytes, readFixed } from './lists.ts';
import { refuse } from './refuse.ts';
import { outOfRange, typedTooLarge, wrongCount, wrongSize } from './tensor-diagnostics.ts';

export async function typedConstant(
  context: ReadContext,
  field: TypedField,
  fields: readonly WireField[],
  type: StaticTensorType,
  bytes: number,
  place: Place,
): Promise<Constant> {
  const payload = payloadBytes(fields);
  if (field === 'float_data' || field === 'double_data') {
    if (payload !== bytes) refuse(wrongSize(field, payload, bytes, printType(type), place));
    const [only] = fields;
    const whole = fields.length === 1 && only !== undefined && only.wire === WIRE_BYTES;
    if (whole && payload > LIMITS.inlineBytes) {
      const { store } = context.source;
      const source = { kind: 'bytes', store, offset: only.start, length: bytes } as const;
      return { type, source };
    }
    checkPayload(field, payload, place);
    const width = field === 'float_data' ? 4 : 8;
    const data = await readFixed(context.source, fields, field, width, bytes);
    return dataConstant(decodeTensor(data, type.dtype, type.shape));
  }
  checkPayload(field, payload, place);
  return dataConstant(await readVarints(context, field, fields, type, payload, place));
}

function checkPayload(field: TypedField, payload: number, place: Place): void {
  const most = LIMITS.typedBytes;
  if (payload > most) refuse(typedTooLarge(field, payload, most, place));
}

/** A varint takes one to ten bytes, so the size in the file bounds the count before anything is allocated. */
async function readVarints(
  context: ReadContext,
  field: TypedField,
  fields: readonly WireField[],
  type: StaticTensorType,
  payload: number,
  place: Place,
): Promise<Tensor> {
  const { dtype } = type;
  const count = elementCount(type.shape);
  const perElement = DTYPES[dtype].bits === 4 ? 2 : 1;
  const expected = Math.ceil(count / perElement);
  const mismatch = (found: string): never =>
    refuse(wrongCount(field, found, expected, printType(type), place));
  if (expected > payload) mismatch(`at most ${payload}`);
  const result = allocate(dtype, type.shape);
  const store = storing(result, place);
  let index = 0;
  await forEachInteger(context.source, fields, field, (value) => {
    if (index >= expected) mismatch(`more than ${expected}`);
    store(index++, value);
  });
  if (index < expected) mismatch(String(index));
  return result;
}

type Store = (index: number, value: number | bigint) => void;

function storing(result: Tensor, place: Place): Store {
  const { data, dtype } = result;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return (index, value) => {
      data[index] = BigInt(value);
    };
  }
  const checked = rangeCheck(dtype, place);
  switch (dtype) {
    case 'f16':
      return (index, value) => {
        data[index] = fromFloat16Bits(checked(value));
      };
    case 'bf16':
      return (index, value) => {
        data[index] = fromBfloat16Bits(checked(value));
      };
    case 'bool':
      return (index, value) => {
        data[index] = checked(value) === 0 ? 0 : 1;
      };
    // Two elements to a byte, the first in the low bits; the last byte of an odd count is half used.
    case 'i4':
    case 'u4':
      return (index, value) => {
        const byte = checked(value) & 0xff;
        const nibbles = [byte & 15, byte >> 4];
        for (const [half, nibble] of nibbles.entries()) {
          const at = 2 * index + half;
          if (at < data.length) data[at] = dtype === 'i4' && nibble > 7 ? nibble - 16 : nibble;
        }
      };
    default:
      return (index, value) => {
        data[index] = checked(value);
      };
  }
}

/** Half floats come as their bits, 4-bit integers as bytes of two, signed or not. */
function rangeOf(dtype: DType): readonly [number, number] {
  const { kind, bits } = DTYPES[dtype];
  if (bits === 4) return [-128, 255];
  if (kind === 'int') return [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  return [0, 2 ** bits - 1];
}

function rangeCheck(dtype: DType, place: Place): (value: number | bigint) => number {
  const [low, high] = rangeOf(dtype);
  const wide = dtype === 'u32';
  return (value) => {
    // int32_data holds 32-bit numbers, however many bytes a writer spends on them.
    const number = wide ? Number(value) : lowWord(value);
    if (number < low || number > high) refuse(outOfRange(value, dtype, place));
    return number;
  };
}

function lowWord(value: number | bigint): number {
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
}
