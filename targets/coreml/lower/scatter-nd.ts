/** The input with slices at coordinates replaced by updates, or combined with them. */

import { elementCount } from '../../../ir/types.ts';
import { coordinatesFromStart } from '../build/coordinates.ts';
import { view } from '../build/movement.ts';
import { asNumbers } from '../build/numbers.ts';
import { scatter } from '../build/scatter.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK } from '../terms.ts';

export const scatter_nd = lowering((request) => {
  const { m, type, required, refuse } = request;
  const { shape } = type(0);
  const places = type(1).shape;
  const depth = places.at(-1) ?? 1;
  const inner = elementCount(shape.slice(depth));
  const from = [...shape.slice(0, depth), inner];
  if (from.length > MAX_RANK) {
    return refuse(`coordinates of ${depth} numbers`, 'scatter along at most four axes');
  }
  const count = elementCount(places.slice(0, -1));
  const coordinates = view(m, coordinatesFromStart(request, 1, shape.slice(0, depth)), [
    count,
    depth,
  ]);
  return asNumbers(request, [required(0), required(2)], ([x, updates]) => {
    if (x === undefined || updates === undefined) throw new Error('scatter_nd has its operands');
    return scatter(request, view(m, x, from), coordinates, view(m, updates, [count, inner]));
  });
});
