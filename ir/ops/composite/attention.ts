/**
 * Scaled dot product attention: softmax(scale * query @ key^T + mask) @ value (Vaswani et al., arXiv
 * 1706.03762; ONNX Attention-23 for one head per leading index). A bool mask hides the keys where it is
 * false, `causal` those after the query's own place, counted from the first. A query that sees no key, or
 * whose scores are all -inf, gives zeros, as PyTorch and the errata to Attention-23 have it.
 */

import { arithmetic, iota, largestFinite, workingDType } from '../../arithmetic.ts';
import type { Arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand, optional } from '../../define.ts';
import { dimEquals } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import type { Value } from '../../graph.ts';
import { roundedTensor } from '../../rounded.ts';
import { broadcastOffsets, broadcastShapes, dimAt, printShape, sameDType } from '../../shapes.ts';
import { numbers } from '../../tensor.ts';
import type { Tensor } from '../../tensor.ts';
import { FLOATS, elementCount, shapeEquals, tensorType } from '../../types.ts';

export const attention = defineComposite({
  name: 'attention',
  operands: {
    /** [..., S, D] */
    query: operand(FLOATS),
    /** [..., T, D] */
    key: operand(FLOATS),
    /** [..., T, Dv] */
    value: operand(FLOATS),
    /** Broadcasts to [..., S, T]. */
    mask: optional([...FLOATS, 'bool']),
  },
  attributes: { scale: attr.float(), causal: attr.bool(false) },
  traits: ['pure', 'attention'],
  infer: ({ query, key, value, mask }) => {
    const dtype = sameDType([query, key, value]);
    const shapes = [query.shape, key.shape, value.shape];
    const printed = shapes.map(printShape).join(', ');
    const rank = query.shape.length;
    if (rank < 3 || rank > 4 || shapes.some((shape) => shape.length !== rank)) {
      fail(
        `query, key and value ${printed} must have one rank, 3 or 4`,
        'the last axes are places and features, those before count batches and heads',
      );
    }
    const leading = query.shape.slice(0, -2);
    if (shapes.some((shape) => !shapeEquals(shape.slice(0, -2), leading))) {
      fail(
        `the leading dims of query, key and value ${printed} differ`,
        'broadcast shared heads of key and value first',
      );
    }
    const [features, keys] = [dimAt(query.shape, rank - 1), dimAt(key.shape, rank - 2)];
    if (!dimEquals(features, dimAt(key.shape, rank - 1))) {
      fail(
        `query and key have different features in ${printed}`,
        'the last axes of query and key must be equal',
      );
    }
    if (!dimEquals(keys, dimAt(value.shape, rank - 2))) {
      fail(`key and value have different lengths in ${printed}`, 'each key needs a value');
    }
    const scores = [...query.shape.slice(0, -1), keys];
    if (mask !== undefined && !shapeEquals(broadcastShapes([mask.shape, scores]), scores)) {
      fail(`mask ${printShape(mask.shape)} does not broadcast to ${printShape(scores)}`);
    }
    return tensorType(dtype, [...query.shape.slice(0, -1), dimAt(value.shape, rank - 1)]);
  },
  evaluate: ({ query, key, value, mask }, { scale, causal }) => {
    const [q, k, v] = [numbers(query), numbers(key), numbers(value)];
    const [queries = 1, features = 1] = query.shape.slice(-2);
    const [keys = 1, width = 1] = value.shape.slice(-2);
    const rows = elementCount(query.shape.slice(0, -1));
    const bias = mask && maskRows(mask, [...query.shape.slice(0, -1), keys]);
    const values = new Float64Array(rows * width);
    const scores = new Float64Array(keys);
    for (let row = 0; row < rows; row++) {
      const item = Math.floor(row / queries);
      const seen = causal ? Math.min(keys, (row % queries) + 1) : keys;
      let largest = -Infinity;
      for (let at = 0; at < seen; at++) {
        let dot = 0;
        const from = (item * keys + at) * features;
        for (let index = 0; index < features; index++) {
          dot += (q[row * features + index] ?? 0) * (k[from + index] ?? 0);
        }
        const score = scale * dot + (bias?.(row, at) ?? 0);
        scores[at] = score;
        largest = Math.max(largest, score);
      }
      if (largest === -Infinity) continue;
      let sum = 0;
      for (let at = 0; at < seen; at++) {
        const weight = Math.exp((scores[at] ?? 0) - largest);
        sum += weight;
        scores[at] = weight;
      }
      const to = values.subarray(row * width, (row + 1) * width);
      for (let at = 0; at < seen; at++) {
        const weight = (scores[at] ?? 0) / sum;
        const from = (item * keys + at) * width;
        for (let index = 0; index < width; index++) {
          to[index] = (to[index] ?? 0) + weight * (v[from + index] ?? 0);
        }
      }
    }
    return roundedTensor(query.dtype, [...query.shape.slice(0, -1), width], values);
  },
  cost: ({ query, value }) => {
    const [keys = 1, width = 1] = value.shape.slice(-2);
    const scores = elementCount(query.shape.slice(0, -1)) * keys;
    return { flops: scores * (2 * (query.shape.at(-1) ?? 1) + 2 * width + 8) };
  },
  decompose: (b, { query, key, value, mask }, { scale, causal }) => {
    const m = arithmetic(b);
    const { dtype, shape } = query.type;
    const axes = [shape.length - 1];
    const working = workingDType(dtype);
    const bias = mask?.type.dtype === 'bool' ? undefined : mask;
    const shown = mask?.type.dtype === 'bool' ? mask : undefined;
    const ownPlace = causal ? upToOwnPlace(m, shape, key.type.shape) : undefined;
    const seen = shown && ownPlace ? m.and(shown, ownPlace) : (shown ?? ownPlace);
    const lowest = -largestFinite(working);
    let scores = m.cast(
      b.matmul({ a: m.mul(query, scale), b: key }, { transpose_b: true }),
      working,
    );
    if (bias !== undefined) scores = m.add(scores, m.cast(bias, working));
    if (seen !== undefined) scores = m.where(seen, scores, lowest);
    let largest = m.reduceMax(scores, axes);
    // Finite also where all scores are -inf, so that their powers are 0 and not those of inf - inf.
    if (bias !== undefined) largest = m.max(largest, lowest);
    let powers = m.exp(m.sub(scores, largest));
    if (seen !== undefined) powers = m.where(seen, powers, 0);
    let sums = m.reduceSum(powers, axes);
    // The largest score gives 1: a sum below that is 0, of a query that sees no key.
    if (mask !== undefined) sums = m.max(sums, 1);
    return b.matmul({ a: m.cast(m.div(powers, sums), dtype), b: value });
  },
  samples: [
    {
      operands: {
        query: { shape: [2, 3, 5, 4] },
        key: { shape: [2, 3, 5, 4] },
        value: { shape: [2, 3, 5, 4] },
      },
      attributes: { scale: 0.5 },
    },
    {
      name: 'cross, float mask',
      operands: {
        query: { shape: [2, 4, 8] },
        key: { shape: [2, 7, 8] },
        value: { shape: [2, 7, 3] },
        mask: { shape: [4, 7], range: [-3, 0] },
      },
      attributes: { scale: 0.25 },
    },
    {
      name: 'bool mask, one query without keys',
      operands: {
        query: { shape: [1, 2, 3, 4] },
        key: { shape: [1, 2, 3, 4] },
        value: { shape: [1, 2, 3, 4] },
        mask: { shape: [3, 3], dtype: 'bool', values: [1, 0, 1, 0, 0, 0, 1, 1, 1] },
      },
      attributes: { scale: 1 },
    },
    {
      name: 'causal',
      operands: {
        query: { shape: [2, 4, 4] },
        key: { shape: [2, 6, 4] },
        value: { shape: [2, 6, 4] },
      },
      attributes: { scale: 0.5, causal: true },
    },
  ],
});

/** What the mask adds to the score of a row and a key: -Infinity where a bool mask is false. */
function maskRows(mask: Tensor, shape: readonly number[]) {
  const data = numbers(mask);
  const keys = shape.at(-1) ?? 1;
  const step = (mask.shape.at(-1) ?? 1) === 1 ? 0 : 1;
  const offset = broadcastOffsets(mask.shape, shape);
  return (row: number, at: number): number => {
    const element = data[offset(row * keys) + at * step] ?? 0;
    if (mask.dtype !== 'bool') return element;
    return element === 0 ? -Infinity : 0;
  };
}

/** A bool matrix that is true where the key's place is not after the query's. */
function upToOwnPlace(m: Arithmetic, query: readonly Dim[], key: readonly Dim[]): Value {
  const queries = dimAt(query, query.length - 2);
  const places = m.reshape(iota(m, queries, 'i32'), [queries, 1]);
  return m.lessOrEqual(iota(m, dimAt(key, key.length - 2), 'i32'), places);
}
