/** The k greatest or smallest elements along an axis and their places. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { lineView } from '../build/lines.ts';
import { refuseUnsigned } from '../build/pointwise.ts';
import { lowering } from '../lowering.ts';
import { bool, dtypeOf, int, text, typed } from '../terms.ts';

export const top_k = lowering((request) => {
  const { m, attributes, required, type } = request;
  refuseUnsigned(request);
  const { shape } = type(0);
  const line = lineView(m, required(0), shape, normalizeAxis(attributes.int('axis'), shape.length));
  const k = attributes.int('k');
  const result = line.shape.with(line.axis, k);
  return m.ops(
    'topk',
    {
      x: line.x,
      k: int(k),
      axis: int(line.axis),
      ascending: bool(!attributes.bool('largest')),
      sort: bool(true),
      return_indices: bool(true),
      output_indices_dtype: m.since('CoreML7') ? text('int32') : undefined,
    },
    [typed(dtypeOf(line.x), result), typed('int32', result)],
  );
});
