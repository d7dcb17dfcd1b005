/** Builds the attention that a match stands for, in the layout that moves least. */

import { resultOf } from '../../../ir/graph.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { add } from '../../../ir/ops/core/add.ts';
import { broadcast } from '../../../ir/ops/core/broadcast.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { DTYPES, shapeEquals } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { swapLastTwo } from '../shared/axes.ts';
import { applied, casted } from '../shared/constants.ts';
import { arrange, layoutOf, shapeOf } from '../shared/layout.ts';
import type { Layout } from '../shared/layout.ts';
import { operandAt, producedBy } from '../shared/nodes.ts';
import { batchLayout } from './batch.ts';
import { addedMask, kindOfMask } from './masks.ts';
import type { AttentionMatch } from './scores.ts';

/** The replacement of the second product's result. */
export async function buildAttention(builder: Builder, match: AttentionMatch): Promise<Value> {
  const { first, second, side, scores, probabilities, key, query } = match;
  const { dtype, left, right } = commonDType(builder, match);
  const batch = batchLayout(match);
  const product = { outer: scores.slice(0, -2), batch, dtype };
  const { attributes } = first;
  const rows = matrices(builder, left, { ...product, turn: attributes['transpose_a'] === true });
  const columns = matrices(builder, right, {
    ...product,
    turn: attributes['transpose_b'] !== true,
  });
  const swapped = second.attributes[side === 0 ? 'transpose_b' : 'transpose_a'] === true;
  const value = matrices(builder, operandAt(second, 1 - side), {
    ...product,
    outer: probabilities.slice(0, -2),
    turn: (side === 0) === swapped,
  });
  const target = [...batch, query, key];
  const masks: Value[] = [];
  let causal = false;
  for (const mask of match.masks) {
    const added = addedMask(builder, mask, target, dtype);
    const kind = await kindOfMask(added, target);
    if (kind === 'causal') causal = true;
    if (kind === 'other') masks.push(added);
  }
  const [mask] = masks.length > 1 ? [sum(builder, masks)] : masks;
  const keysAreColumns = key === scores.at(-1);
  const attended = builder.attention(
    {
      query: keysAreColumns ? rows : columns,
      key: keysAreColumns ? columns : rows,
      value,
      mask,
    },
    { scale: match.scale, causal },
  );
  return likeSecondProduct(builder, match, attended, batch);
}

function sum(builder: Builder, values: readonly Value[]): Value {
  return values.reduce((total, next) => applied(builder, add, [total, next]));
}

/** In the batch axes of the probabilities, turned if these stood on the right. */
function likeSecondProduct(
  builder: Builder,
  { second, side, probabilities, query }: AttentionMatch,
  attended: Value,
  batch: Layout,
): Value {
  const [features = []] = layoutOf(attended.type.shape.slice(-1));
  const outer = probabilities.slice(0, -2);
  const inner = side === 0 ? [query, features] : [features, query];
  const arranged = arrange(builder, attended, [...batch, query, features], [...outer, ...inner]);
  return casted(builder, arranged, resultOf(second).type.dtype);
}

interface MatrixOptions {
  /** The batch axes that the operand has in its product. */
  readonly outer: Layout;
  /** Those that it shall have. */
  readonly batch: Layout;
  readonly dtype: DType;
  /** Whether its last two axes are exchanged. */
  readonly turn: boolean;
}

function matrices(
  builder: Builder,
  operand: Value,
  { outer, batch, dtype, turn }: MatrixOptions,
): Value {
  let value = casted(builder, operand, dtype);
  if (turn) {
    const perm = swapLastTwo(value.type.shape.length);
    value = applied(builder, transpose, [value], { perm });
  }
  const inner = value.type.shape.slice(-2);
  const shape = [...shapeOf(outer), ...inner];
  if (!shapeEquals(value.type.shape, shape)) {
    value = applied(builder, broadcast, [value], { shape });
  }
  const axes = layoutOf(inner);
  return arrange(builder, value, [...outer, ...axes], [...batch, ...axes]);
}

/** Query and key in the dtype of value where they were only widened for the scores, else all in the widest. */
function commonDType(
  builder: Builder,
  { first, second, side }: AttentionMatch,
): { readonly dtype: DType; readonly left: Value; readonly right: Value } {
  const [left, right] = [operandAt(first, 0), operandAt(first, 1)];
  const narrow = operandAt(second, 1 - side).type.dtype;
  const wide = left.type.dtype;
  if (DTYPES[wide].bits <= DTYPES[narrow].bits) return { dtype: narrow, left, right };
  if (!isWidened(left, narrow) || !isWidened(right, narrow)) return { dtype: wide, left, right };
  return { dtype: narrow, left: unwidened(builder, left), right: unwidened(builder, right) };
}

/** A cast from that dtype, behind reshapes and transposes. */
function isWidened(value: Value, from: DType): boolean {
  const widening = producedBy(cast, value);
  if (widening !== undefined) return widening.operands.input.type.dtype === from;
  const { producer } = value;
  const moves = producer !== undefined && isMove(producer);
  return moves && isWidened(operandAt(producer, 0), from);
}

function isMove(node: Node): boolean {
  return node.op === transpose || node.op === reshape;
}

function unwidened(builder: Builder, value: Value): Value {
  const widening = producedBy(cast, value);
  if (widening !== undefined) return widening.operands.input;
  const { producer } = value;
  if (producer === undefined) throw new Error('a widened value has a cast');
  const input = unwidened(builder, operandAt(producer, 0));
  return applied(builder, producer.op, [input], producer.attributes);
}
