/** Weights that are mostly zero (constexpr operations). */

import { ELEMENTS } from '../elements.ts';
import { allocate, elementCount } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { unpack } from '../values.ts';
import { tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { ENTRIES, INDICES, checkPacked, checkTables, lookUp, packedShape } from './palettes.ts';
import { blockPlaces, checkBlocks } from './scaled-weights.ts';
import { needRank, productOf } from './shapes.ts';

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

export const sparseWeights: OpTable = {
  constexpr_sparse_to_dense,
  constexpr_lut_to_sparse,
  constexpr_sparse_blockwise_shift_scale,
};
