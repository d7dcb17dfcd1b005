/** Which order of axes a node computes in. */

import type { Value } from '../../../ir/graph.ts';
import type { Layout } from '../../../ir/windows.ts';
import { identityPerm, typicalBytes } from './stored.ts';
import type { StoredValues } from './stored.ts';

/** The order in which the fewest bytes move; among equals an image's, then the one that is written. */
export function bestOrder(
  values: StoredValues,
  operands: readonly Value[],
  rank: number,
  result: Value,
): readonly number[] {
  const full = operands.filter(
    ({ type, constant }) => type.shape.length === rank && constant === undefined,
  );
  const images = full.filter((operand) => values.isImage(operand));
  const written = identityPerm(rank);
  const orders = [
    ...images.map((operand) => values.of(operand).perm),
    written,
    ...full.map((operand) => values.of(operand).perm),
  ];
  let best: readonly number[] = written;
  let least = Infinity;
  for (const [index, perm] of orders.entries()) {
    // What is no image is likely to be wanted as it is written.
    let bytes = index <= images.length ? 0 : typicalBytes(result.type);
    for (const operand of operands) bytes += values.cost(operand, perm);
    if (bytes < least) [best, least] = [perm, bytes];
  }
  return best;
}

/** The permutation of a value in a layout that gives it in the other one. */
export function permFrom(layout: Layout, rank: number): readonly number[] {
  const [batch = 0, second = 1, ...rest] = identityPerm(rank);
  return layout === 'channels_first'
    ? [batch, ...rest, second]
    : [batch, ...(rank > 1 ? [rank - 1] : []), ...rest.map((axis) => axis - 1)];
}
