/** Constants of a program: whether what is stored fits the declared type, and the elements themselves. */

import { ELEMENTS, packedBytes } from './elements.ts';
import type { ElementType } from './elements.ts';
import { halvesToFloats } from './half.ts';
import { WEIGHT_FILE } from './package-paths.ts';
import type { BlobReference, Immediate, TensorType, Value } from './spec.ts';
import { allocate, elementCount } from './tensor.ts';
import type { MilTensor, NumberArray } from './tensor.ts';
import type { Blob, WeightFile } from './weights.ts';

/** Words for what contradicts the declared type; undefined where nothing does. */
export function faultOfValue(
  { type, content }: Value,
  weights: WeightFile | undefined,
): string | undefined {
  if (type.kind !== 'tensor') return `it is ${type.kind === 'other' ? type.what : 'a state'}`;
  if (type.shape.includes(undefined)) return 'its type has a dim that is not known';
  const count = elementCount(type.shape.map((dim) => dim ?? 0));
  if (content.kind === 'other') return `it has ${content.what}`;
  return content.kind === 'immediate'
    ? faultOfImmediate(content, type.dtype, count)
    : faultOfBlob(content, type.dtype, count, weights);
}

function faultOfImmediate(
  { field, values }: Immediate,
  dtype: ElementType,
  count: number,
): string | undefined {
  const { field: wanted } = ELEMENTS[dtype];
  if (field !== wanted) return `its ${dtype} elements are in the field ${field}, not ${wanted}`;
  const needed = field === 'bytes' ? packedBytes(dtype, count) : count;
  if (values.length !== needed) {
    const unit = field === 'bytes' ? 'bytes' : 'elements';
    return `it holds ${values.length} ${unit}, its type needs ${needed}`;
  }
  return undefined;
}

function faultOfBlob(
  { file, offset }: BlobReference,
  dtype: ElementType,
  count: number,
  weights: WeightFile | undefined,
): string | undefined {
  if (file !== WEIGHT_FILE) return `its file is ${JSON.stringify(file)}, not ${WEIGHT_FILE}`;
  if (weights === undefined) return 'it is in weight.bin, which the package does not have';
  const blob = weights.blobs.get(offset);
  if (blob === undefined) return `no blob of weight.bin has its metadata at ${offset}`;
  if (blob.dtype !== dtype) return `its blob at ${offset} is of ${blob.dtype}, not ${dtype}`;
  if (blob.count !== count) {
    return `its blob at ${offset} holds ${blob.count} elements, its type needs ${count}`;
  }
  return undefined;
}

/** Of a value in which `faultOfValue` found no fault. */
export async function loadValue(
  { type, content }: Value,
  weights: WeightFile | undefined,
): Promise<MilTensor> {
  if (type.kind !== 'tensor' || content.kind === 'other') throw new Error('no tensor');
  const { dtype } = type;
  const shape = staticShape(type);
  const count = elementCount(shape);
  if (content.kind === 'immediate')
    return { dtype, shape, ...immediateElements(content, dtype, count) };
  const blob = weights?.blobs.get(content.offset);
  if (weights === undefined || blob === undefined) throw new Error('no blob');
  return { dtype, shape, data: await readBlob(weights, blob) };
}

function staticShape({ shape }: TensorType): number[] {
  return shape.map((dim) => dim ?? 0);
}

async function readBlob({ store }: WeightFile, blob: Blob): Promise<NumberArray> {
  return unpack(await store.read(blob.offset, blob.bytes), blob.dtype, blob.count);
}

function immediateElements(
  { values }: Immediate,
  dtype: ElementType,
  count: number,
): Pick<MilTensor, 'data' | 'texts'> {
  if (values instanceof Uint8Array) return { data: unpack(values, dtype, count) };
  const items = Array.from(values);
  if (dtype === 'string') return { data: new Uint8Array(count), texts: items.map(String) };
  const data = allocate(dtype, count);
  for (const [index, item] of items.entries()) data[index] = Number(item);
  return { data };
}

/** Little-endian bytes; elements under eight bits follow each other from the lowest bit on. */
export function unpack(bytes: Uint8Array, dtype: ElementType, count: number): NumberArray {
  const { bits, kind } = ELEMENTS[dtype];
  if (bits < 8) return unpackBits(bytes, bits, kind === 'int', count);
  const copy = bytes.slice().buffer;
  switch (dtype) {
    case 'fp16':
      return halvesToFloats(new Uint16Array(copy));
    case 'fp32':
      return new Float32Array(copy);
    case 'bf16':
      return new Float32Array(Uint32Array.from(new Uint16Array(copy), (half) => half << 16).buffer);
    case 'int8':
      return new Int8Array(copy);
    case 'int16':
      return new Int16Array(copy);
    case 'uint16':
      return new Uint16Array(copy);
    case 'int32':
      return new Int32Array(copy);
    case 'uint32':
      return new Uint32Array(copy);
    default:
      return new Uint8Array(copy);
  }
}

function unpackBits(bytes: Uint8Array, bits: number, signed: boolean, count: number): NumberArray {
  const result = signed ? new Int8Array(count) : new Uint8Array(count);
  const mask = (1 << bits) - 1;
  const negative = signed ? 1 << (bits - 1) : 0;
  for (let index = 0; index < count; index++) {
    const at = index * bits;
    const pair = (bytes[at >>> 3] ?? 0) | ((bytes[(at >>> 3) + 1] ?? 0) << 8);
    const element = (pair >>> (at & 7)) & mask;
    result[index] = (element & negative) === 0 ? element : element - (1 << bits);
  }
  return result;
}
