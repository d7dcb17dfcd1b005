/** Weights as places in tables, and weights that are mostly zero (constexpr operations). */

import { allocate, elementCount } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { ELEMENTS } from '../elements.ts';
import type { Dim } from '../spec.ts';
import { axisOf, numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { blockPlaces, checkBlocks } from './quantization.ts';
import { needRank, productOf, replaced } from './shapes.ts';
import { unpack } from '../values.ts';

const INDICES = 'uint1/uint2/uint3/uint4/uint6/uint8';
const ENTRIES = 'int8/uint8/fp16/fp32';
const INDEX_TYPES = { 1: 'uint1', 2: 'uint2', 4: 'uint4', 6: 'uint6', 8: 'uint8' } as const;

/** Before iOS 18: the shape is a vector, the indices are packed bytes. */
function packedShape(op: Operands): readonly number[] {
  needRank(op, 'shape', 1, 1);
  return op.numbers('shape') ?? [];
}

function packedBits(op: Operands): keyof typeof INDEX_TYPES {
  needRank(op, 'lut', 1, 1);
  const [size] = op.type('lut').shape;
  const bits = ([1, 2, 4, 6, 8] as const).find((count) => 2 ** count === size);
  return bits ?? op.fail(`lut has ${size} entries`, 'use 2, 4, 16, 64 or 256');
}

function checkPacked(op: Operands, input: string, bits: number, count: number): void {
  needRank(op, input, 1, 1);
  const [bytes] = op.type(input).shape;
  const needed = Math.ceil((bits * count) / 8);
  if (bytes !== needed)
    op.fail(`${input} has ${bytes} bytes, its ${count} elements need ${needed}`);
}

/** One or several tables, whose last two axes are the entries and the elements of each. */
function checkTables(op: Operands, indices: readonly Dim[], bits: number): readonly Dim[] {
  const { shape: lut } = op.type('lut');
  if (indices.length === 0) op.fail('indices is a scalar');
  if (lut.length !== indices.length + 2) {
    op.fail(`lut has rank ${lut.length}, indices has ${indices.length}`, 'lut has two axes more');
  }
  for (const [axis, dim] of indices.entries()) {
    const groups = lut[axis];
    if (dim !== undefined && groups !== undefined && (groups === 0 || dim % groups !== 0)) {
      op.fail(`axis ${axis} of indices of size ${dim} does not divide into ${groups} groups`);
    }
  }
  const [entries, width = 1] = lut.slice(-2);
  if (entries !== 2 ** bits) op.fail(`lut has ${entries} entries for indices of ${bits} bits`);
  if (!op.has('vector_axis')) {
    if (width > 1) op.fail('lut has vectors and vector_axis is missing', 'give vector_axis');
    return indices;
  }
  needRank(op, 'vector_axis', 0, 0);
  const axis = axisOf(op, 'vector_axis', numberOf(op, 'vector_axis', 0), indices.length);
  return replaced(indices, { [axis]: productOf([indices[axis], width]) });
}

const constexpr_lut_to_dense: OpDefinition = {
  signatures: {
    6: `indices:uint8!, lut:T!, shape:uint32! | T=${ENTRIES}`,
    8: `indices:IndicesT!, lut:T!, vector_axis:int32!? | IndicesT=${INDICES}; T=${ENTRIES}`,
  },
  attributesBefore: 8,
  infer: (op) => {
    const { dtype } = op.type('lut');
    if (op.opset < 8) {
      const shape = packedShape(op);
      checkPacked(op, 'indices', packedBits(op), elementCount(shape));
      return [tensorOf(dtype, shape)];
    }
    const indices = op.type('indices');
    return [tensorOf(dtype, checkTables(op, indices.shape, ELEMENTS[indices.dtype].bits))];
  },
  evaluate: (op, [output]) => {
    const [indices, lut] = [op.tensor('indices'), op.tensor('lut')];
    if (op.opset >= 8) return [lookUp(op, indices.data, indices.shape, lut)];
    const packed = indices.data instanceof Uint8Array ? indices.data : new Uint8Array();
    const count = elementCount(output?.shape ?? []);
    const places = unpack(packed, INDEX_TYPES[packedBits(op)], count);
    const result = allocate(lut.dtype, count);
    for (let at = 0; at < count; at++) result[at] = lut.data[places[at] ?? 0] ?? 0;
    return [result];
  },
};

/** Each index is replaced by its entry; the elements of a vector go along one axis. */
function lookUp(
  op: Values,
  indices: NumberArray,
  shape: readonly number[],
  lut: MilTensor,
): NumberArray {
  const groups = blockPlaces(shape, lut.shape.slice(0, -2));
  const [entries = 1, width = 1] = lut.shape.slice(-2);
  const axis = op.has('vector_axis')
    ? axisOf(op, 'vector_axis', numberOf(op, 'vector_axis', 0), shape.length)
    : shape.length - 1;
  const inner = elementCount(shape.slice(axis + 1));
  const result = allocate(lut.dtype, indices.length * width);
  for (let at = 0; at < indices.length; at++) {
    const entry = ((groups[at] ?? 0) * entries + (indices[at] ?? 0)) * width;
    const outer = Math.floor(at / inner);
    for (let n = 0; n < width; n++) {
      result[(outer * width + n) * inner + (at % inner)] = lut.data[entry + n] ?? 0;
    }
  }
  return result;
}

function countOnes(mask: NumberArray): number {
  let ones = 0;
  for (const bit of mask) if (bit !== 0) ones++;
  return ones;
}

/** The mask must say as many elements as there are. */
function checkSparse(
  op: Operands,
  mask: NumberArray | undefined,
  input: string,
  data: string,
): void {
  needRank(op, data, 1, 1);
  const [count] = op.type(data).shape;
  const ones = mask === undefined ? undefined : countOnes(mask);
  if (ones !== undefined && count !== undefined && ones !== count) {
    op.fail(`${input} marks ${ones} elements, ${data} has ${count}`);
  }
}

/** The bits of a mask of before iOS 18; those behind the last element must be zero. */
function packedMask(op: Operands, count: number): NumberArray | undefined {
  const bytes = op.elements('mask');
  return bytes instanceof Uint8Array
    ? unpack(bytes, 'uint1', Math.max(count, bytes.length * 8))
    : undefined;
}

const constexpr_sparse_to_dense: OpDefinition = {
  signatures: {
    6: `nonzero_data:T!, mask:uint8!, shape:uint32! | T=${ENTRIES}`,
    8: 'nonzero_data:T!, mask:uint1! | T=int4/uint4/int8/uint8/fp16/fp32',
  },
  attributesBefore: 8,
  examines: ['mask'],
  infer: (op) => {
    const { dtype } = op.type('nonzero_data');
    if (op.opset >= 8) {
      checkSparse(op, op.elements('mask'), 'mask', 'nonzero_data');
      return [tensorOf(dtype, op.type('mask').shape)];
    }
    const shape = packedShape(op);
    const count = elementCount(shape);
    checkPacked(op, 'mask', 1, count);
    const mask = packedMask(op, count);
    if (mask?.subarray(count).some((bit) => bit !== 0) === true) {
      op.fail('mask marks elements behind the last one');
    }
    checkSparse(op, mask, 'mask', 'nonzero_data');
    return [tensorOf(dtype, shape)];
  },
  evaluate: (op, [output]) => {
    const { dtype, data } = op.tensor('nonzero_data');
    const count = elementCount(output?.shape ?? []);
    const mask = op.opset >= 8 ? op.tensor('mask').data : packedMask(op, count);
    return [dense(mask ?? new Uint8Array(), data, allocate(dtype, count))];
  },
};

function dense(mask: NumberArray, data: NumberArray, result: NumberArray): NumberArray {
  let next = 0;
  for (let at = 0; at < result.length; at++) if (mask[at] !== 0) result[at] = data[next++] ?? 0;
  return result;
}

function marked(data: NumberArray, mask: NumberArray): NumberArray {
  return data.filter((_: number, at: number) => mask[at] !== 0);
}

const constexpr_lut_to_sparse: OpDefinition = {
  signatures: {
    8: `indices_mask:uint1!, indices_nonzero_data:IndicesT!, lut:T!, vector_axis:int32!? | IndicesT=${INDICES}; T=${ENTRIES}`,
  },
  examines: ['indices_mask'],
  infer: (op) => {
    const mask = op.elements('indices_mask');
    checkSparse(op, mask, 'indices_mask', 'indices_nonzero_data');
    const { shape } = op.type('indices_mask');
    const indices = op.type('indices_nonzero_data');
    const whole = checkTables(op, shape, ELEMENTS[indices.dtype].bits);
    const width = op.type('lut').shape.at(-1);
    return [
      tensorOf('uint1', whole),
      tensorOf(op.type('lut').dtype, [productOf([indices.shape[0], width])]),
    ];
  },
  evaluate: (op) => {
    const mask = op.tensor('indices_mask');
    const indices = dense(
      mask.data,
      op.tensor('indices_nonzero_data').data,
      new Uint8Array(mask.data.length),
    );
    const lut = op.tensor('lut');
    const width = lut.shape.at(-1) ?? 1;
    const whole = lookUp(op, indices, mask.shape, lut);
    // The mask goes through the same way, as a table that repeats each of its bits.
    const groups = mask.shape.map(() => 1);
    const bits = Uint8Array.from({ length: 2 * width }, (_, at) => (at < width ? 0 : 1));
    const table: MilTensor = { dtype: 'uint8', shape: [...groups, 2, width], data: bits };
    const marks = lookUp(op, mask.data, mask.shape, table);
    return [marks, marked(whole, marks)];
  },
};

const constexpr_sparse_blockwise_shift_scale: OpDefinition = {
  signatures: {
    8: 'data_mask:uint1!, nonzero_data:SrcT!, scale:DstT!, offset:OffsetT!? | SrcT=int4/uint4/int8/uint8/fp16/fp32; DstT=fp16/fp32; OffsetT=int4/uint4/int8/uint8/fp16/fp32',
  },
  examines: ['data_mask'],
  infer: (op) => {
    const { shape } = op.type('data_mask');
    checkSparse(op, op.elements('data_mask'), 'data_mask', 'nonzero_data');
    checkBlocks(op, shape, 'data_mask');
    return [
      tensorOf('uint1', shape),
      tensorOf(op.type('scale').dtype, op.type('nonzero_data').shape),
    ];
  },
  evaluate: (op) => {
    const mask = op.tensor('data_mask');
    const [scale, { data }] = [op.tensor('scale'), op.tensor('nonzero_data')];
    const offset = op.has('offset') ? op.tensor('offset').data : undefined;
    const places = marked(blockPlaces(mask.shape, scale.shape), mask.data);
    const result = allocate(scale.dtype, data.length);
    for (let at = 0; at < result.length; at++) {
      const place = places[at] ?? 0;
      result[at] = (scale.data[place] ?? 0) * ((data[at] ?? 0) - (offset?.[place] ?? 0));
    }
    return [mask.data, result];
  },
};

export const palettes: OpTable = {
  constexpr_lut_to_dense,
  constexpr_sparse_to_dense,
  constexpr_lut_to_sparse,
  constexpr_sparse_blockwise_shift_scale,
};
