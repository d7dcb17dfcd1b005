/** Einsum in core ops: each operand loses what it alone has, then pairs are contracted from left to right. */

import { sliceAxis } from './arithmetic.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { Dim } from './dim.ts';
import { dimProduct } from './dim.ts';
import { dimsOfLabels } from './einsum.ts';
import type { Einsum, Label } from './einsum.ts';
import type { Value } from './graph.ts';
import { dimAt, sizeAt } from './shapes.ts';

/** A value with a label for each axis, all different. */
interface Labelled {
  readonly value: Value;
  readonly labels: readonly Label[];
}

interface Context {
  readonly m: Arithmetic;
  readonly dims: ReadonlyMap<Label, Dim>;
  /** Whether matmul has the dtype; else products are summed by reduce_sum. */
  readonly products: boolean;
}

export function decomposeEinsum(
  context: Context,
  { terms, output }: Einsum,
  values: readonly Value[],
): Value {
  const { m } = context;
  const operands = terms.map((term, index) => {
    const value = values[index];
    if (value === undefined) throw new Error('a term has no operand');
    return dropSpread(context, takeDiagonals(m, value, term));
  });
  const neededAfter = (index: number): ReadonlySet<Label> =>
    new Set([...output, ...operands.slice(index + 1).flatMap(({ labels }) => labels)]);
  let result: Labelled | undefined;
  operands.forEach((operand, index) => {
    const elsewhere = new Set([...(result?.labels ?? []), ...neededAfter(index)]);
    const own = sumOut(m, operand, (label) => elsewhere.has(label));
    result = result === undefined ? own : contract(context, result, own, neededAfter(index));
  });
  if (result === undefined) throw new Error('an einsum has operands');
  return arrange(m, result, output);
}

/** Repeated labels become one: the diagonal is every (n + 1)th element of the two axes in a row. */
function takeDiagonals(m: Arithmetic, value: Value, term: readonly Label[]): Labelled {
  const second = term.findIndex((label, axis) => term.indexOf(label) !== axis);
  if (second < 0) return { value, labels: term };
  const label = term[second] ?? '';
  const first = term.indexOf(label);
  const others = [...term.keys()].filter((axis) => axis !== first && axis !== second);
  const rest = others.map((axis) => dimAt(value.type.shape, axis));
  const size = sizeAt(value.type.shape, first);
  const last = m.transpose(value, [...others, first, second]);
  const row = m.reshape(last, [...rest, size * size]);
  const diagonal = sliceAxis(m, row, others.length, 0, size * size, size + 1);
  return takeDiagonals(m, diagonal, [...others.map((axis) => term[axis] ?? ''), label]);
}

/** Axes of size 1 whose label has another size elsewhere go. */
function dropSpread({ m, dims }: Context, { value, labels }: Labelled): Labelled {
  const kept = labels.filter(
    (label, axis) => value.type.shape[axis] !== 1 || dims.get(label) === 1,
  );
  if (kept.length === labels.length) return { value, labels };
  return { value: m.reshape(value, dimsOfLabels(kept, dims)), labels: kept };
}

function sumOut(
  m: Arithmetic,
  { value, labels }: Labelled,
  isNeeded: (label: Label) => boolean,
): Labelled {
  const kept = labels.filter(isNeeded);
  if (kept.length === labels.length) return { value, labels };
  const axes = [...labels.keys()].filter((axis) => !isNeeded(labels[axis] ?? ''));
  return { value: m.reduceSum(value, axes, false), labels: kept };
}

/** The product of two values, summed over the labels that both have and nobody needs. */
function contract(
  context: Context,
  left: Labelled,
  right: Labelled,
  needed: ReadonlySet<Label>,
): Labelled {
  const { m, dims, products } = context;
  const shared = left.labels.filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const summed = shared.filter((label) => !needed.has(label));
  const rows = left.labels.filter((label) => !shared.includes(label));
  const columns = right.labels.filter((label) => !shared.includes(label));
  const labels = [...batch, ...rows, ...columns];
  if (summed.length === 0 || !products) {
    const all = [...labels, ...summed];
    const product = { value: m.mul(spread(m, left, all), spread(m, right, all)), labels: all };
    return sumOut(m, product, (label) => !summed.includes(label));
  }
  const a = asMatrices(context, left, batch, rows, summed);
  const b = asMatrices(context, right, batch, columns, summed);
  const value = m.builder.matmul(
    { a: a.value, b: b.value },
    { transpose_a: !a.summedLast, transpose_b: b.summedLast },
  );
  return { value: m.reshape(value, dimsOfLabels(labels, dims)), labels };
}

/** As [batch..., free, summed], or with the last two swapped where that needs no transpose. */
function asMatrices(
  { m, dims }: Context,
  operand: Labelled,
  batch: readonly Label[],
  free: readonly Label[],
  summed: readonly Label[],
) {
  const swapped = [...batch, ...summed, ...free].join() === operand.labels.join();
  const [before, after] = swapped ? [summed, free] : [free, summed];
  const ordered = arrange(m, operand, [...batch, ...before, ...after]);
  const shape = [
    ...dimsOfLabels(batch, dims),
    dimProduct(dimsOfLabels(before, dims)),
    dimProduct(dimsOfLabels(after, dims)),
  ];
  return { value: m.reshape(ordered, shape), summedLast: !swapped };
}

/** In the order of `labels`, with size 1 for those it has not. */
function spread(m: Arithmetic, operand: Labelled, labels: readonly Label[]): Value {
  const own = labels.filter((label) => operand.labels.includes(label));
  const ordered = arrange(m, operand, own);
  const shape = labels.map((label): Dim => {
    const axis = own.indexOf(label);
    return axis < 0 ? 1 : dimAt(ordered.type.shape, axis);
  });
  return m.reshape(ordered, shape);
}

/** The same axes in the order of `labels`. */
function arrange(m: Arithmetic, { value, labels }: Labelled, order: readonly Label[]): Value {
  return m.transpose(
    value,
    order.map((label) => labels.indexOf(label)),
  );
}
