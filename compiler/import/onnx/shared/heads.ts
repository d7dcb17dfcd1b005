/** Attention heads: between [batch, places, heads * size] and [batch, heads, places, size]. */

import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimExactDiv, dimMul, printDim } from '../../../../ir/dim.ts';
import type { Value } from '../../../../ir/graph.ts';
import { dimAt } from '../../../../ir/shapes.ts';
import { shapeEquals } from '../../../../ir/types.ts';

export function splitHeads(m: Arithmetic, input: Value, heads: number): Value {
  const { shape } = input.type;
  const [batch, places, width] = [dimAt(shape, 0), dimAt(shape, 1), dimAt(shape, 2)];
  const size = heads < 1 ? undefined : dimExactDiv(width, heads);
  if (size === undefined)
    return fail(`${printDim(width)} columns do not split into ${heads} heads`);
  return m.transpose(m.reshape(input, [batch, places, heads, size]), [0, 2, 1, 3]);
}

export function mergeHeads(m: Arithmetic, input: Value): Value {
  const { shape } = input.type;
  const [batch, heads, places, size] = [0, 1, 2, 3].map((axis) => dimAt(shape, axis));
  const rows = m.transpose(input, [0, 2, 1, 3]);
  return m.reshape(rows, [batch ?? 1, places ?? 1, dimMul(heads ?? 1, size ?? 1)]);
}

/** Each head as often as makes `heads` of them. */
export function repeatHeads(m: Arithmetic, input: Value, heads: number): Value {
  const [batch, own, places, size] = [0, 1, 2, 3].map((axis) => dimAt(input.type.shape, axis));
  const whole = [batch ?? 1, heads, places ?? 1, size ?? 1];
  if (shapeEquals(input.type.shape, whole)) return input;
  const times = dimExactDiv(heads, own ?? 1);
  if (times === undefined) return fail(`${printDim(own ?? 1)} heads do not make ${heads}`);
  const groups = [batch ?? 1, own ?? 1, 1, places ?? 1, size ?? 1];
  return m.reshape(m.broadcast(m.reshape(input, groups), groups.with(2, times)), whole);
}
