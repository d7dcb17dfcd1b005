/** Weights as places in tables (constexpr operations). */

import { ELEMENTS } from '../elements.ts';
import type { Dim } from '../spec.ts';
import { allocate, elementCount } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { unpack } from '../values.ts';
import { axisOf, listOf, numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { blockPlaces } from './scaled-weights.ts';
import { needRank, productOf, replaced } from './shapes.ts';

export const INDICES = 'uint1/uint2/uint3/uint4/uint6/uint8';
export const ENTRIES = 'int8/uint8/fp16/fp32';
const INDEX_TYPES = { 1: 'uint1', 2: 'uint2', 4: 'uint4', 6: 'uint6', 8: 'uint8' } as const;

/** Before iOS 18: the shape is a vector, the indices are packed bytes. */
export function packedShape(op: Operands): readonly number[] {
  needRank(op, 'shape', 1, 1);
  return listOf(op, 'shape') ?? [];
}

function packedBits(op: Operands): keyof typeof INDEX_TYPES {
  needRank(op, 'lut', 1, 1);
  const [size] = op.type('lut').shape;
  const bits = ([1, 2, 4, 6, 8] as const).find((count) => 2 ** count === size);
  return bits ?? op.fail(`lut has ${size} entries`, 'use 2, 4, 16, 64 or 256');
}

export function checkPacked(op: Operands, input: string, bits: number, count: number): void {
  needRank(op, input, 1, 1);
  const [bytes] = op.type(input).shape;
  const needed = Math.ceil((bits * count) / 8);
  if (bytes !== needed)
    op.fail(`${input} has ${bytes} bytes, its ${count} elements need ${needed}`);
}

/** One or several tables, whose last two axes are the entries and the elements of each. */
export function checkTables(op: Operands, indices: readonly Dim[], bits: number): readonly Dim[] {
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
export function lookUp(
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

export const palettes: OpTable = { constexpr_lut_to_dense };
