/** Joins attentions over slices of one query, key and value, whose results are concatenated again. */

import type { Value } from '../../../ir/graph.ts';
import { attention } from '../../../ir/ops/composite/attention.ts';
import { concat } from '../../../ir/ops/core/concat.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import type { Builder } from '../../rewrite.ts';
import { producedBy, soleUser, viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';
import { fullSlice, joinRanges } from '../shared/slices.ts';
import type { Range } from '../shared/slices.ts';

export type AttentionView = NonNullable<ReturnType<typeof viewAttention>>;

export function viewAttention(value: Value) {
  return producedBy(attention, value);
}

/** Slices along a batch axis, or along the queries. */
export const joinSlices: Simplification = (node, { graph, build }) => {
  const parts = viewAs(concat, node);
  if (parts === undefined || parts.operands.inputs.length < 2) return undefined;
  const views = parts.operands.inputs.map((input) =>
    soleUser(graph, input) === node ? viewAttention(input) : undefined,
  );
  const [first] = views;
  const all = views.filter((view) => view !== undefined);
  if (first === undefined || all.length < views.length) return undefined;
  const { scale, causal } = first.attributes;
  if (!all.every(({ attributes: a }) => a.scale === scale && a.causal === causal)) return undefined;
  const rank = first.result.type.shape.length;
  const axis = normalizeAxis(parts.attributes.axis, rank);
  if (axis === rank - 1 || (axis === rank - 2 && causal)) return undefined;
  const alongBatch = axis < rank - 2;
  const joinedOrSame = (values: readonly Value[]) =>
    alongBatch ? joined(values, axis) : same(values);
  const query = joined(
    all.map(({ operands }) => operands.query),
    axis,
  );
  const key = joinedOrSame(all.map(({ operands }) => operands.key));
  const value = joinedOrSame(all.map(({ operands }) => operands.value));
  const masks = all.map(({ operands }) => operands.mask);
  const mask = jointMask(masks, axis - rank);
  if (query === undefined || key === undefined || value === undefined || mask === undefined) {
    return undefined;
  }
  const builder = build(...all.map((view) => view.node));
  return builder.attention(
    { query: query(builder), key: key(builder), value: value(builder), mask: mask(builder) },
    { scale, causal },
  );
};

type Make<T> = (builder: Builder) => T;

/** The values as one slice of their source; undefined if they are not its consecutive parts. */
function joined(values: readonly Value[], axis: number): Make<Value> | undefined {
  const range = joinRanges(values);
  return range?.axis === axis ? (builder) => sliceOf(builder, range) : undefined;
}

export function sliceOf(builder: Builder, { source, axis, start, end }: Range): Value {
  const attributes = fullSlice(source.type.shape);
  attributes.starts[axis] = start;
  attributes.ends[axis] = end;
  return builder.slice({ input: source }, attributes);
}

export function same(values: readonly Value[]): Make<Value> | undefined {
  const [value] = values;
  return value !== undefined && values.every((other) => other === value) ? () => value : undefined;
}

/** No masks, one that all share because it does not go along the axis, or consecutive parts of one. */
function jointMask(
  masks: readonly (Value | undefined)[],
  axisFromEnd: number,
): Make<Value | undefined> | undefined {
  if (masks.every((mask) => mask === undefined)) return () => undefined;
  const given = masks.filter((mask) => mask !== undefined);
  const [first] = given;
  if (given.length < masks.length || first === undefined) return undefined;
  const axis = first.type.shape.length + axisFromEnd;
  if (axis < 0 || first.type.shape[axis] === 1) return same(given);
  return joined(given, axis);
}
