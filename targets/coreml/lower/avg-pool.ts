/** The mean of each window; where MIL's own counts otherwise, the sums divided by counts that are known. */

import { countedMean, poolNode } from '../build/pools.ts';
import { imagesFirst, imagesLast, windowsOfNode } from '../build/windows.ts';
import { lowering } from '../lowering.ts';
import { bool } from '../terms.ts';

export const avg_pool = lowering((request) => {
  const { attributes } = request;
  const x = imagesFirst(request, request.required(0));
  const windows = windowsOfNode(request, attributes.ints('kernel'));
  const counted = attributes.bool('count_include_pad');
  const plain =
    windows.dilations.every((step) => step === 1) && !(counted && attributes.bool('ceil_mode'));
  const exclude = { exclude_padding_from_average: bool(!counted) };
  const pooled = plain
    ? poolNode(request, 'avg_pool', x, windows, exclude)
    : countedMean(request, x, windows, counted);
  return imagesLast(request, pooled);
});
