/** Forms that many rules share: filled tensors, counts along an axis, axes put in and taken out. */

import { iota } from '../../../../ir/arithmetic.ts';
import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import { splatConstant } from '../../../../ir/constant.ts';
import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { isStatic } from '../../../../ir/dim.ts';
import type { Dim } from '../../../../ir/dim.ts';
import type { Value } from '../../../../ir/graph.ts';
import { builtinOps } from '../../../../ir/ops/index.ts';
import { normalizeAxes } from '../../../../ir/shapes.ts';
import { elementCount, shapeEquals } from '../../../../ir/types.ts';
import type { DType } from '../../../../ir/types.ts';
import { tooLarge } from '../diagnostics.ts';
import type { RuleContext } from '../rule.ts';

/** A fill takes no memory here, but whoever computes it later has to hold it. */
const MOST_FILLED = 2 ** 28;

/** A tensor of one number; nothing is allocated for it. */
export function filled(
  node: RuleContext,
  dtype: DType,
  shape: readonly Dim[],
  value: number | bigint,
): Value {
  if (!isStatic(shape)) {
    return node.b.broadcast({ input: node.b.scalar(dtype, value) }, { shape });
  }
  const count = elementCount(shape);
  if (count > MOST_FILLED) {
    throw new DiagnosticError(tooLarge('the filled tensor', count, MOST_FILLED, node.place));
  }
  return node.b.constant(splatConstant({ dtype, shape }, value));
}

/** The number that every element has, where the value was made by `filled`. */
export function fillOf(node: RuleContext, value: Value): number | undefined {
  const source = value.constant?.source;
  if (source?.kind === 'splat') return Number(source.value);
  const [input] = value.producer?.operands ?? [];
  if (value.producer?.op !== builtinOps.broadcast || input?.type.shape.length !== 0)
    return undefined;
  const number = node.known(input)?.data[0];
  return number === undefined ? undefined : Number(number);
}

/** Shorter ones are written out. */
const SHORT = 8192;

/** 0, 1, 2, ... of rank 1; long ones are summed up when they are needed. */
export function counted(node: RuleContext, m: Arithmetic, length: Dim, dtype: DType): Value {
  if (typeof length !== 'number' || length <= SHORT) return iota(m, length, dtype);
  const ones = filled(node, 'i64', [length], 1);
  return m.cast(node.b.cumsum({ input: ones }, { axis: 0, exclusive: true }), dtype);
}

/** The same value where it has the shape already. */
export function reshaped(m: Arithmetic, input: Value, shape: readonly Dim[]): Value {
  return shapeEquals(input.type.shape, shape) ? input : m.reshape(input, shape);
}

/** Axes of size 1 put in at these places of the result. */
export function withAxes(m: Arithmetic, input: Value, axes: readonly number[]): Value {
  const rank = input.type.shape.length + axes.length;
  const places = new Set(normalizeAxes(axes, rank));
  const rest = input.type.shape.values();
  const shape = Array.from({ length: rank }, (_, axis) =>
    places.has(axis) ? 1 : (rest.next().value ?? 1),
  );
  return reshaped(m, input, shape);
}

/** A vector along `axis` of a tensor of `rank`, ready to broadcast; scalars stay as they are. */
export function alongAxis(m: Arithmetic, vector: Value, axis: number, rank: number): Value {
  const { shape } = vector.type;
  const [length] = shape;
  if (shape.length !== 1 || length === undefined) return vector;
  return reshaped(m, vector, [length, ...Array.from({ length: rank - axis - 1 }, () => 1)]);
}

/** All axes from `first` on, such as the spatial ones. */
export function axesFrom(first: number, rank: number): readonly number[] {
  return Array.from({ length: Math.max(0, rank - first) }, (_, index) => first + index);
}

/** The product of two values, the scalar 1 being neutral. */
export function scaledBy(m: Arithmetic, value: Value, factor: number): Value {
  return factor === 1 ? value : m.mul(value, factor);
}
