/** What quantize_linear and dequantize_linear share: which scale belongs to each element. */

import { sliceAxis } from './arithmetic.ts';
import type { Arithmetic } from './arithmetic.ts';
import { fail } from './define.ts';
import type { Dim } from './dim.ts';
import { dimEquals } from './dim.ts';
import type { Value } from './graph.ts';
import { normalizeAxis, printShape, sizeAt, splitAt } from './shapes.ts';
import { DTYPES, elementCount, shapeEquals } from './types.ts';
import type { DType, TensorType } from './types.ts';

/** The dtypes that numbers are quantised to. */
export const QUANTIZED: readonly DType[] = ['i8', 'u8', 'i16', 'u16', 'i4', 'u4'];

/** The smallest and largest number of an integer dtype of at most 32 bits. */
export function integerRange(dtype: DType): readonly [number, number] {
  const { kind, bits } = DTYPES[dtype];
  return kind === 'int' ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
}

/** Where scales lie: one number, one for each index of `axis`, or one for each block along `axis`. */
export interface Granularity {
  readonly axis: number;
  readonly block_size: number;
}

/** One scale for all, for each index of an axis, or for each block along it. */
export const GRANULARITIES = ['tensor', 'axis', 'block'] as const;

interface NamedGranularity extends Granularity {
  readonly per: (typeof GRANULARITIES)[number];
}

/** The shape of the scales that quantize_linear and dequantize_linear take. */
export function scaleShape(
  shape: readonly Dim[],
  { per, axis, block_size }: NamedGranularity,
): readonly Dim[] {
  if (per === 'tensor') return [];
  const at = normalizeAxis(axis, shape.length);
  if (per === 'axis') return shape.slice(at, at + 1);
  if (block_size < 1) fail(`blocks of ${block_size}`, 'give block_size');
  return shape.with(at, Math.ceil(sizeAt(shape, at) / block_size));
}

export function scaleGranularity({ per, axis, block_size }: NamedGranularity): Granularity {
  return { axis, block_size: per === 'block' ? block_size : 0 };
}

/** Calls `fail` unless scale and zero point fit the input. */
export function checkQuantization(
  shape: readonly Dim[],
  scale: TensorType,
  zeroPoint: TensorType | undefined,
  granularity: Granularity,
): void {
  const { block_size } = granularity;
  if (zeroPoint !== undefined) {
    const single = isSingle(scale.shape) && isSingle(zeroPoint.shape);
    if (!single && !shapeEquals(scale.shape, zeroPoint.shape)) {
      fail(
        `scale ${printShape(scale.shape)} and zero point ${printShape(zeroPoint.shape)} differ`,
        'give a zero point for each scale',
      );
    }
  }
  if (block_size < 0) fail(`block_size is ${block_size}`, '0 stands for no blocks');
  if (block_size === 0 && isSingle(scale.shape)) return;
  const axis = normalizeAxis(granularity.axis, shape.length);
  const expected =
    block_size === 0
      ? shape.slice(axis, axis + 1)
      : shape.with(axis, Math.ceil(sizeAt(shape, axis) / block_size));
  if (!shapeEquals(scale.shape, expected)) {
    fail(
      `scale ${printShape(scale.shape)} does not fit ${printShape(shape)}`,
      `give one number or ${printShape(expected)}`,
    );
  }
}

/** Elements in a row that share a scale, or have one scale after another. */
export interface ScaledRun {
  readonly start: number;
  readonly end: number;
  /** The scale of the first element, and how far on that of the next one lies: 0 or 1. */
  readonly scale: number;
  readonly step: number;
}

/** All elements in order, by the scales that serve them. */
export function* scaledRuns(
  shape: readonly number[],
  scale: readonly number[],
  { axis, block_size }: Granularity,
): Generator<ScaledRun, void, undefined> {
  const count = elementCount(shape);
  if (count === 0) return;
  if (block_size === 0 && isSingle(scale)) {
    yield { start: 0, end: count, scale: 0, step: 0 };
    return;
  }
  const { size, inner } = splitAt(shape, normalizeAxis(axis, shape.length));
  const length = inner > 1 ? inner : block_size === 0 ? size : block_size;
  const step = inner > 1 === block_size > 0 ? 1 : 0;
  for (let line = 0; line < count / inner; line += size) {
    for (let at = 0; at < size; at += inner > 1 ? 1 : length) {
      const start = (line + at) * inner;
      const end = inner > 1 ? start + inner : start + Math.min(length, size - at);
      const block = Math.floor(at / Math.max(1, block_size));
      const first =
        block_size === 0 ? at : ((line / size) * Math.ceil(size / block_size) + block) * inner;
      yield { start, end, scale: first, step };
    }
  }
}

/** Scales or zero points in a shape that broadcasts to the input. */
export function spreadScale(
  m: Arithmetic,
  value: Value,
  shape: readonly Dim[],
  { axis, block_size }: Granularity,
): Value {
  if (block_size === 0 && isSingle(value.type.shape)) return m.reshape(value, []);
  const at = normalizeAxis(axis, shape.length);
  const size = sizeAt(shape, at);
  const after = shape.slice(at + 1);
  if (block_size === 0) return m.reshape(value, [size, ...after.map(() => 1)]);
  const before = shape.slice(0, at);
  const blocks = Math.ceil(size / block_size);
  const apart = m.reshape(value, [...before, blocks, 1, ...after]);
  const repeated = m.broadcast(apart, [...before, blocks, block_size, ...after]);
  const joined = m.reshape(repeated, [...before, blocks * block_size, ...after]);
  return blocks * block_size === size ? joined : sliceAxis(m, joined, at, 0, size);
}

/** One number for the whole tensor, with or without an axis. */
export function isSingle(shape: readonly Dim[]): boolean {
  return shape.length === 0 || (shape.length === 1 && dimEquals(shape[0] ?? 1, 1));
}
