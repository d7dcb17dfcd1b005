/** Long sums of halves in fp32: NNAPI's own implementation adds up halves in halves, and a thousand terms lose a hundredth. */

import { normalizeAxes } from '../../../ir/shapes.ts';
import type { Value } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { isByOneMatrix } from '../build/linear.ts';
import { BATCHED_MATRICES } from '../levels.ts';
import type { Rewrite, Site } from './site.ts';

/** What an operand may grow to. The scores of SD's largest images, of all heads at once, take twice as much. */
const MOST_BYTES = 2 ** 28;

const isWide = (terms: number, { dtype, context: { wideSumsFrom } }: Site): boolean =>
  dtype(0) === 'f16' && wideSumsFrom > 0 && terms >= wideSumsFrom;

function inFloats({ node, m, operand, again, result }: Site): readonly Value[] {
  const operands = node.operands.map((_, index) => m.cast(operand(index), 'f32'));
  return again(operands).map((value) => m.cast(value, result.dtype));
}

/** BATCH_MATMUL; FULLY_CONNECTED adds up in fp32 by itself. */
function isWideProduct(site: Site): boolean {
  const { node, context, attributes, shape } = site;
  if (context.featureLevel < BATCHED_MATRICES || isByOneMatrix(node, context)) return false;
  return isWide(shape(0).at(attributes.bool('transpose_a') ? -2 : -1) ?? 1, site);
}

export const wideProduct: Rewrite = (site) => (isWideProduct(site) ? inFloats(site) : undefined);

/** Whether matrix after matrix spares memory. */
export function isLargeWideProduct(site: Site): boolean {
  const [a, b] = [site.shape(0), site.shape(1)];
  const bytes = 4 * Math.max(elementCount(a), elementCount(b));
  const batches = elementCount(a.slice(0, -2));
  return batches > 1 && bytes > MOST_BYTES && isWideProduct(site);
}

/** REDUCE_SUM; MEAN adds up in fp32 by itself. */
export const wideSum: Rewrite = (site) => {
  const from = site.shape(0);
  const axes = normalizeAxes(site.attributes.ints('axes'), from.length);
  const terms = axes.reduce((all, axis) => all * (from[axis] ?? 1), 1);
  return isWide(terms, site) ? inFloats(site) : undefined;
};
