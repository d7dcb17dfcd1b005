/** Tensors made from sizes: fill, ranges, one-hot vectors, random numbers. */

import { allocate, elementCount } from '../tensor.ts';
import type { ElementType } from '../elements.ts';
import { roundToHalf } from '../half.ts';
import type { Dim } from '../spec.ts';
import { listOf, needScalars, numberOf, scalarOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { needRank, printShape, productOf, replaced } from './shapes.ts';

function shapeOperand(op: Operands): Dim[] {
  needRank(op, 'shape', 1, 1);
  const numbers = listOf(op, 'shape');
  if (numbers?.some((dim) => dim < 1) === true) op.fail(`shape is [${numbers.join(', ')}]`);
  if (numbers !== undefined) return [...numbers];
  const [rank = 0] = op.type('shape').shape;
  return Array.from({ length: rank }, () => undefined);
}

/** The element type of a parameter that may be left out. */
function typeOr(op: Operands, input: string): ElementType {
  return op.has(input) ? op.type(input).dtype : 'fp32';
}

const fill: OpDefinition = {
  signatures: { 5: 'shape:int32, value:T!= | T=fp16/fp32/int32/bool' },
  infer: (op) => {
    needScalars(op, 'value');
    return [tensorOf(typeOr(op, 'value'), shapeOperand(op))];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape } = output ?? { dtype: 'fp32', shape: [] };
    return [allocate(dtype, elementCount(shape)).fill(numberOf(op, 'value', 0))];
  },
};

/** Counts are found in the element type itself. */
const ROUNDED: Readonly<Partial<Record<ElementType, (value: number) => number>>> = {
  fp16: roundToHalf,
  fp32: Math.fround,
};

const range_1d: OpDefinition = {
  signatures: { 5: 'end:T, start:T, step:T | T=fp16/fp32/int32' },
  infer: (op) => {
    for (const input of ['end', 'start', 'step']) needRank(op, input, 0, 0);
    const [end, start, step] = ['end', 'start', 'step'].map((input) => scalarOf(op, input));
    if (step === 0) op.fail('step is 0');
    const { dtype } = op.type('start');
    const known = end !== undefined && start !== undefined && step !== undefined;
    if (!known) return [tensorOf(dtype, [undefined])];
    const round = ROUNDED[dtype] ?? ((value: number): number => value);
    const count = Math.ceil(round(round(end - start) / step));
    if (!(count >= 1)) op.fail(`from ${start} to ${end} there are no steps of ${step}`);
    return [tensorOf(dtype, [count])];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape } = output ?? { dtype: 'fp32', shape: [] };
    const [start, step] = [numberOf(op, 'start', 0), numberOf(op, 'step', 1)];
    const result = allocate(dtype, elementCount(shape));
    for (let index = 0; index < result.length; index++) result[index] = start + index * step;
    return [result];
  },
};

function hotAxis(op: Operands): number {
  const rank = op.type('indices').shape.length + 1;
  const axis = numberOf(op, 'axis', -1);
  if (axis < -rank || axis >= rank) op.fail(`axis ${axis} is no axis of the result`);
  return axis < 0 ? axis + rank : axis;
}

const one_hot: OpDefinition = {
  signatures: {
    5: 'indices:int32, one_hot_vector_size:int32, axis:int32!=, on_value:T!=, off_value:T!= | T=fp16/fp32/int32/bool',
  },
  infer: (op) => {
    const { shape } = op.type('indices');
    needScalars(op, 'on_value', 'off_value');
    const size = scalarOf(op, 'one_hot_vector_size');
    if (size !== undefined && size < 0) op.fail(`one_hot_vector_size is ${size}`);
    return [tensorOf(typeOr(op, 'on_value'), shape.toSpliced(hotAxis(op), 0, size))];
  },
  evaluate: (op, [output]) => {
    const { shape, data } = op.tensor('indices');
    const { dtype } = output ?? { dtype: 'fp32' };
    const size = numberOf(op, 'one_hot_vector_size', 1);
    const inner = elementCount(shape.slice(hotAxis(op)));
    const [on, off] = [numberOf(op, 'on_value', 1), numberOf(op, 'off_value', 0)];
    const result = allocate(dtype, data.length * size).fill(off);
    for (let at = 0; at < data.length; at++) {
      const index = data[at] ?? 0;
      if (index < 0 || index >= size) continue;
      result[(Math.floor(at / inner) * size + index) * inner + (at % inner)] = on;
    }
    return [result];
  },
};

/** Devices draw other numbers; here equal seeds draw equal ones (mulberry32, Box-Muller). */
const random_normal: OpDefinition = {
  signatures: { 5: 'shape:int32, mean:T!=, stddev:T!=, seed:int32!= | T=fp16/fp32' },
  infer: (op) => {
    needScalars(op, 'mean', 'stddev', 'seed');
    return [tensorOf(typeOr(op, 'mean'), shapeOperand(op))];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape } = output ?? { dtype: 'fp32', shape: [] };
    const [mean, deviation] = [numberOf(op, 'mean', 0), numberOf(op, 'stddev', 1)];
    let state = numberOf(op, 'seed', -1) | 0;
    const draw = (): number => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
    };
    const result = allocate(dtype, elementCount(shape));
    for (let index = 0; index < result.length; index++) {
      const radius = Math.sqrt(-2 * Math.log(draw()));
      result[index] = mean + deviation * radius * Math.cos(2 * Math.PI * draw());
    }
    return [result];
  },
};

const fill_like: OpDefinition = {
  signatures: {
    6: 'ref_tensor:T, value:U!= | T=fp16/fp32/int32/bool; U=fp16/fp32/int32/bool',
  },
  infer: (op) => {
    if (op.has('value') && productOf(op.type('value').shape) !== 1) {
      op.fail(`value has shape ${printShape(op.type('value').shape)}, and is one number`);
    }
    return [tensorOf(typeOr(op, 'value'), replaced(op.type('ref_tensor').shape, {}))];
  },
  evaluate: fill.evaluate,
};

export const generation: OpTable = { fill, fill_like, range_1d, one_hot, random_normal };
