/** The input with slices at coordinates replaced by updates, or combined with them. */

import { elementCount } from '../../../ir/types.ts';
import { flatPlaces } from '../decompose/indices.ts';
import { scattered } from '../decompose/scatters.ts';
import { rewritten } from '../lowering.ts';

export const scatter_nd = rewritten((site) => {
  const { m, operand, shape, result } = site;
  const depth = shape(1).at(-1) ?? 1;
  const seen = shape(0).slice(0, depth);
  const [places, inner] = [elementCount(seen), elementCount(shape(0).slice(depth))];
  const count = elementCount(shape(1).slice(0, -1));
  const flat = flatPlaces(m, m.reshape(operand(1), [count, depth]), seen);
  const updated = scattered(site, {
    input: m.reshape(operand(0), [places, inner]),
    places: flat,
    updates: m.reshape(operand(2), [count, inner]),
  });
  return m.reshape(updated, result.shape);
});
