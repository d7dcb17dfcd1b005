/** Rows are the channels of one group and all places; scale and bias go by channel. */

import { elementCount } from '../../../ir/types.ts';
import { splitLayout } from '../../../ir/windows.ts';
import { attributesOf } from '../attributes.ts';
import { normalizeKernels } from '../kernels/normalize.ts';
import type { Rows } from '../kernels/normalize.ts';
import { kernels } from '../lowering.ts';

export const group_norm = kernels((request) => {
  const attributes = attributesOf(request.node);
  const last = attributes.string('layout') === 'channels_last';
  const parts = splitLayout(
    request.required(0).type.shape,
    last ? 'channels_last' : 'channels_first',
  );
  const { batch, channels } = parts;
  const places = elementCount(parts.spatial);
  const groups = attributes.int('groups');
  const own = channels / groups;
  const count = batch * groups;
  const length = own * places;
  const rows: Rows = last
    ? {
        count,
        length,
        element: (row, r) =>
          `((${row} / ${groups}u) * ${places}u + ${r} / ${own}u) * ${channels}u + (${row} % ${groups}u) * ${own}u + ${r} % ${own}u`,
        rowOf: (flat) =>
          `(${flat} / ${places * channels}u) * ${groups}u + (${flat} % ${channels}u) / ${own}u`,
        affine: (flat) => `${flat} % ${channels}u`,
        vector: own % 4 === 0 ? 'following affine' : 'none',
      }
    : {
        count,
        length,
        element: (row, r) => `${row} * ${length}u + ${r}`,
        rowOf: (flat) => `${flat} / ${length}u`,
        affine: (flat) => `(${flat} / ${places}u) % ${channels}u`,
        vector: places % 4 === 0 ? 'same affine' : 'none',
      };
  return normalizeKernels(request, {
    rows,
    epsilon: attributes.float('epsilon'),
    centred: true,
    scale: request.operand(1),
    bias: request.operand(2),
  });
});
