/** What layer_norm and rms_norm share: the trailing axes they work on, and their scale and bias. */

import type { Arithmetic } from './arithmetic.ts';
import { fail } from './define.ts';
import type { Value } from './graph.ts';
import { normalizeAxis, printShape, sameDType } from './shapes.ts';
import { numbers } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import { elementCount, shapeEquals } from './types.ts';
import type { TensorType } from './types.ts';

interface Affine<T> {
  readonly scale?: T | undefined;
  readonly bias?: T | undefined;
}

/** The input's type, once scale and bias are seen to have the dtype and the shape of the trailing axes. */
export function trailingNormType(
  input: TensorType,
  axis: number,
  { scale, bias }: Affine<TensorType>,
): TensorType {
  sameDType([input, scale, bias]);
  const trailing = input.shape.slice(normalizeAxis(axis, input.shape.length));
  for (const [name, given] of Object.entries({ scale, bias })) {
    if (given !== undefined && !shapeEquals(given.shape, trailing)) {
      fail(
        `${name} is ${printShape(given.shape)}, the normalised axes are ${printShape(trailing)}`,
        `broadcast or reshape ${name} to ${printShape(trailing)}`,
      );
    }
  }
  return input;
}

/** `axis` to the last one. */
export function trailingAxes(rank: number, axis: number): readonly number[] {
  const first = normalizeAxis(axis, rank);
  return Array.from({ length: rank - first }, (_, index) => first + index);
}

/** The number of elements that are normalised together; they lie next to each other. */
export function trailingSize(shape: readonly number[], axis: number): number {
  return elementCount(shape.slice(normalizeAxis(axis, shape.length)));
}

/** The scale and bias of one channel or position; 1 and 0 where absent. */
export function affineOf({ scale, bias }: Affine<Tensor>) {
  const factors = scale && numbers(scale);
  const terms = bias && numbers(bias);
  return (x: number, at: number): number => x * (factors?.[at] ?? 1) + (terms?.[at] ?? 0);
}

/** Multiplies and adds in the dtype of the input; both must broadcast to it. */
export function applyAffine(m: Arithmetic, input: Value, { scale, bias }: Affine<Value>): Value {
  const { dtype } = input.type;
  const scaled = scale === undefined ? input : m.mul(input, m.cast(scale, dtype));
  return bias === undefined ? scaled : m.add(scaled, m.cast(bias, dtype));
}

/** (x - mean) / sqrt(variance + epsilon) over `axes`, in two passes: the variance is that of x - mean. */
export function standardize(
  m: Arithmetic,
  input: Value,
  axes: readonly number[],
  epsilon: number,
): Value {
  const centered = m.sub(input, m.reduceMean(input, axes));
  const variance = m.reduceMean(m.mul(centered, centered), axes);
  return m.div(centered, m.sqrt(m.add(variance, epsilon)));
}

/** Mean and 1 / sqrt(variance + epsilon) of numbers, in two passes. */
export function momentsOf(elements: ArrayLike<number>, epsilon: number) {
  const size = elements.length;
  let sum = 0;
  for (let index = 0; index < size; index++) sum += elements[index] ?? 0;
  const mean = sum / size;
  let squares = 0;
  for (let index = 0; index < size; index++) squares += ((elements[index] ?? 0) - mean) ** 2;
  return { mean, factor: 1 / Math.sqrt(squares / size + epsilon) };
}
