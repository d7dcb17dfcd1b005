/** Tensors as little-endian bytes, as files hold them. */

import { fromBfloat16Bits, toBfloat16Bits } from './float16.ts';
import { bitsOf, floatsOfHalves, halvesOfFloats } from './half-arrays.ts';
import { ARRAYS, allocate, getElement, setElement, tensor } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import { DTYPES, byteSize } from './types.ts';
import type { DType } from './types.ts';

/** Reads little-endian bytes as ONNX, safetensors and our shards store them; i4 and u4 low nibble first. */
export function decodeTensor(bytes: Uint8Array, dtype: DType, shape: readonly number[]): Tensor {
  const expected = byteSize({ dtype, shape });
  if (bytes.length !== expected) throw new Error(`${bytes.length} bytes for ${expected}`);
  const result = allocate(dtype, shape);
  const { data } = result;
  if (dtype === 'i4' || dtype === 'u4') {
    for (let index = 0; index < data.length; index++) {
      const nibble = ((bytes[index >> 1] ?? 0) >> (index % 2 === 0 ? 0 : 4)) & 15;
      setElement(result, index, dtype === 'i4' && nibble > 7 ? nibble - 16 : nibble);
    }
  } else if ((dtype === 'f16' || dtype === 'bf16') && data instanceof Float32Array) {
    const patterns = patternsOf(bytes);
    if (dtype === 'f16') floatsOfHalves(patterns, data);
    else patterns.forEach((bits, index) => (data[index] = fromBfloat16Bits(bits)));
  } else {
    new Uint8Array(data.buffer).set(bytes);
    if (dtype === 'bool') for (let i = 0; i < data.length; i++) data[i] = data[i] === 0 ? 0 : 1;
  }
  return result;
}

/** As decodeTensor, of bytes that the caller gives away: the tensor lies in their memory where it can. */
export function adoptTensor(bytes: Uint8Array, dtype: DType, shape: readonly number[]): Tensor {
  const { buffer, byteOffset } = bytes;
  const form = ARRAYS[dtype];
  const same = DTYPES[dtype].bits === 8 * form.BYTES_PER_ELEMENT && dtype !== 'bool';
  const aligned = byteOffset % form.BYTES_PER_ELEMENT === 0;
  if (!same || !aligned || !(buffer instanceof ArrayBuffer)) {
    return decodeTensor(bytes, dtype, shape);
  }
  return tensor(dtype, shape, new form(buffer, byteOffset, bytes.length / form.BYTES_PER_ELEMENT));
}

/** Pairs of bytes as numbers. */
export function patternsOf(bytes: Uint8Array): Uint16Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(buffer, byteOffset, length / 2);
}

/** The inverse of decodeTensor. */
export function encodeTensor(value: Tensor): Uint8Array {
  const { data, dtype } = value;
  const bytes = new Uint8Array(byteSize(value));
  if (dtype === 'i4' || dtype === 'u4') {
    for (let index = 0; index < data.length; index++) {
      const at = index >> 1;
      const nibble = Number(getElement(value, index)) & 15;
      bytes[at] = (bytes[at] ?? 0) | (nibble << (index % 2 === 0 ? 0 : 4));
    }
  } else if (dtype === 'f16' && data instanceof Float32Array) {
    halvesOfFloats(bitsOf(data), new Uint16Array(bytes.buffer));
  } else if (dtype === 'bf16') {
    const patterns = new Uint16Array(bytes.buffer);
    data.forEach((element, index) => (patterns[index] = toBfloat16Bits(Number(element))));
  } else {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return bytes;
}
