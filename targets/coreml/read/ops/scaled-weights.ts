/** Weights as small integers with scales (constexpr operations). */

import { ELEMENTS } from '../elements.ts';
import type { Dim } from '../spec.ts';
import { allocate, elementCount, stridesOf } from '../tensor.ts';
import { axisOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { shifted } from './quantization.ts';
import { needRank, needShape } from './shapes.ts';

/** A scale and a zero point may each be one for all, or one along the axis. */
const constexpr_affine_dequantize: OpDefinition = {
  signatures: {
    6: 'quantized_data:SrcT!, zero_point:ZeroPointT!, scale:DstT!, axis:int32! | SrcT=uint8/int8; ZeroPointT=uint8/int8/fp32; DstT=fp16/fp32',
  },
  attributesBefore: 8,
  infer: (op) => {
    const { shape } = op.type('quantized_data');
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    for (const input of ['scale', 'zero_point']) {
      needRank(op, input, 0, 1);
      if (op.type(input).shape.length === 1) needShape(op, input, [shape[axis]]);
    }
    return [tensorOf(op.type('scale').dtype, shape)];
  },
  evaluate: (op) => {
    const { shape, data } = op.tensor('quantized_data');
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    const [scale, zero] = [op.tensor('scale'), op.tensor('zero_point')];
    const inner = elementCount(shape.slice(axis + 1));
    const result = allocate(scale.dtype, data.length);
    for (let index = 0; index < data.length; index++) {
      const place = Math.floor(index / inner) % (shape[axis] ?? 1);
      const [by, from] = [scale, zero].map(
        (item) => item.data[item.shape.length === 0 ? 0 : place] ?? 0,
      );
      result[index] = (by ?? 0) * ((data[index] ?? 0) - (from ?? 0));
    }
    return [result];
  },
};

const constexpr_cast: OpDefinition = {
  signatures: {
    6: 'source_val:fp16!, output_dtype:string!',
    8: 'source_val:fp16!, output_dtype:string!',
  },
  attributesBefore: 8,
  infer: (op) => [
    tensorOf(wordOf(op, 'output_dtype', ['fp32'], 'fp32'), op.type('source_val').shape),
  ],
  evaluate: (op) => [Float32Array.from(op.tensor('source_val').data)],
};

const QUANTIZED = 'int4/uint4/int8/uint8/fp16/fp32';

/** Refuses scales that do not divide the data into blocks. */
export function checkBlocks(op: Operands, shape: readonly Dim[], data: string): void {
  const { shape: scale } = op.type('scale');
  if (shape.length === 0) op.fail(`${data} is a scalar`);
  if (scale.length !== shape.length) {
    op.fail(`scale has rank ${scale.length}, ${data} has ${shape.length}`, 'give both one rank');
  }
  for (const [axis, dim] of shape.entries()) {
    const count = scale[axis];
    if (dim !== undefined && count !== undefined && (count === 0 || dim % count !== 0)) {
      op.fail(`axis ${axis} of ${data} of size ${dim} does not divide into ${count} blocks`);
    }
  }
  needShape(op, 'offset', scale);
  if (!op.has('offset')) return;
  const { dtype } = op.type('offset');
  const own = op.type(data === 'data_mask' ? 'nonzero_data' : data).dtype;
  if (ELEMENTS[dtype].kind !== 'float' && dtype !== own) {
    op.fail(`offset is of ${dtype}, the data of ${own}`, 'give both the same element type');
  }
}

/** For each element of `shape` the place of its block among `blocks`. */
export function blockPlaces(shape: readonly number[], blocks: readonly number[]): Int32Array {
  const strides = stridesOf(blocks);
  let places = Int32Array.of(0);
  for (const [axis, dim] of shape.entries()) {
    const width = dim / Math.max(1, blocks[axis] ?? 1);
    const longer = new Int32Array(places.length * dim);
    let to = 0;
    for (const place of places) {
      for (let at = 0; at < dim; at++) {
        longer[to++] = place + Math.floor(at / width) * (strides[axis] ?? 0);
      }
    }
    places = longer;
  }
  return places;
}

const constexpr_blockwise_shift_scale: OpDefinition = {
  signatures: {
    8: `data:SrcT!, scale:DstT!, offset:OffsetT!? | SrcT=${QUANTIZED}; DstT=fp16/fp32; OffsetT=${QUANTIZED}`,
  },
  infer: (op) => {
    const { shape } = op.type('data');
    checkBlocks(op, shape, 'data');
    return [tensorOf(op.type('scale').dtype, shape)];
  },
  evaluate: (op) => {
    const { shape, data } = op.tensor('data');
    const scale = op.tensor('scale');
    const offset = op.has('offset') ? op.tensor('offset').data : undefined;
    return [shifted(data, blockPlaces(shape, scale.shape), scale, offset)];
  },
};

export const scaledWeights: OpTable = {
  constexpr_affine_dequantize,
  constexpr_cast,
  constexpr_blockwise_shift_scale,
};
