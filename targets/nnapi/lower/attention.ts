/** Products of matrices around SOFTMAX; masks that may hide all keys of a query take the op's own way. */

import { iota, largestFinite } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import { ownDecomposition } from '../decompose/composite.ts';
import { rewritten } from '../lowering.ts';
import type { Site } from '../decompose/site.ts';

export const attention = rewritten((site) => {
  const { b, m, attributes, operand, optional, dtype } = site;
  if (optional(3) !== undefined) return ownDecomposition(site);
  const query = m.mul(operand(0), attributes.float('scale'));
  const scores = b.matmul({ a: query, b: operand(1) }, { transpose_b: true });
  const seen = attributes.bool('causal')
    ? m.add(scores, m.cast(hidden(site, largestFinite(dtype(0))), dtype(0)))
    : scores;
  return b.matmul({ a: b.softmax({ input: seen }, { axis: -1 }), b: operand(2) });
});

/** What is added to the scores: nothing up to the query's own place, beyond it what leaves no weight. */
function hidden({ m, shape }: Site, largest: number): Value {
  const [queries = 1] = shape(0).slice(-2);
  const [keys = 1] = shape(1).slice(-2);
  const places = m.reshape(iota(m, queries, 'f32'), [queries, 1]);
  const later = m.cast(m.less(places, iota(m, keys, 'f32')), 'f32');
  // Half of the range leaves room for the scores themselves.
  return m.mul(later, -largest / 2);
}
