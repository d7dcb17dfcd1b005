/** Activations as small integers, and back. */

import { allocate } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { roundTiesToEven } from './elementwise.ts';
import { axisOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { repeatedOffsets } from './pairs.ts';
import { agree, needRank, needShape } from './shapes.ts';

/** The axis goes with a vector of scales, and only with one. */
function checkScales(op: Operands): void {
  const { shape: scale } = op.type('scale');
  const { shape: input } = op.type('input');
  needRank(op, 'scale', 0, 1);
  if (scale.length === 0 && op.has('axis')) {
    op.fail('scale is a scalar and axis is given', 'leave axis out');
  }
  if (scale.length === 1) {
    if (!op.has('axis')) op.fail('scale is a vector and axis is missing', 'give the axis');
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), input.length);
    if (!agree(scale[0], input[axis])) {
      op.fail(`scale has ${scale[0]} numbers for axis ${axis} of size ${input[axis]}`);
    }
  }
  needShape(op, 'zero_point', scale);
}

/** For each element of the operand, the place of its scale. */
function scalePlaces(op: Operands, shape: readonly number[]): ArrayLike<number> {
  const axis = op.has('axis')
    ? axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length)
    : undefined;
  const one = shape.map((dim, at) => (at === axis ? dim : 1));
  return repeatedOffsets(one, shape);
}

const quantize: OpDefinition = {
  signatures: {
    7: 'input:SrcT, zero_point:DstT!?, scale:SrcT!, axis:int32!?, output_dtype:string! | SrcT=fp16/fp32; DstT=uint8/int8',
  },
  infer: (op) => {
    const dtype = wordOf(op, 'output_dtype', ['int8', 'uint8'], 'int8');
    if (op.has('zero_point') && op.type('zero_point').dtype !== dtype) {
      op.fail(`output_dtype is ${dtype}, zero_point is of ${op.type('zero_point').dtype}`);
    }
    if (op.elements('scale')?.some((scale) => scale === 0) === true) op.fail('a scale is 0');
    checkScales(op);
    return [tensorOf(dtype, op.type('input').shape)];
  },
  evaluate: (op, [output]) => {
    const { shape, data } = op.tensor('input');
    const places = scalePlaces(op, shape);
    const scale = op.tensor('scale').data;
    const zero = op.has('zero_point') ? op.tensor('zero_point').data : undefined;
    const dtype = output?.dtype ?? 'int8';
    const [low, high] = dtype === 'int8' ? [-128, 127] : [0, 255];
    const result = allocate(dtype, data.length);
    for (let index = 0; index < data.length; index++) {
      const place = places[index] ?? 0;
      const level =
        roundTiesToEven((data[index] ?? 0) / (scale[place] ?? 1)) + (zero?.[place] ?? 0);
      result[index] = Math.min(high, Math.max(low, level));
    }
    return [result];
  },
};

const dequantize: OpDefinition = {
  signatures: {
    7: 'input:SrcT, zero_point:SrcT!?, scale:DstT!, axis:int32!? | DstT=fp16/fp32; SrcT=uint8/int8',
  },
  infer: (op) => {
    checkScales(op);
    return [tensorOf(op.type('scale').dtype, op.type('input').shape)];
  },
  evaluate: (op) => {
    const { shape, data } = op.tensor('input');
    const zero = op.has('zero_point') ? op.tensor('zero_point').data : undefined;
    return [shifted(data, scalePlaces(op, shape), op.tensor('scale'), zero)];
  },
};

/** scale * (element - zero point) */
export function shifted(
  data: NumberArray,
  places: ArrayLike<number>,
  scale: MilTensor,
  zero: NumberArray | undefined,
): NumberArray {
  const result = allocate(scale.dtype, data.length);
  for (let index = 0; index < data.length; index++) {
    const place = places[index] ?? 0;
    result[index] = (scale.data[place] ?? 0) * ((data[index] ?? 0) - (zero?.[place] ?? 0));
  }
  return result;
}

export const quantization: OpTable = { quantize, dequantize };
