/** Transposed convolution: pads are cut from the whole result, and output padding is cut less or added. */

import { padWith } from '../build/padding.ts';
import { imagesFirst, imagesLast, padsOf, perChannel, windowsOfNode } from '../build/windows.ts';
import { windowSpan } from '../../../ir/windows.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, int, ints, isLiteral, shapeOf, text, typed } from '../terms.ts';

export const conv_transpose = lowering((request) => {
  const { m, math, attributes, required, operand, type, refuse } = request;
  const weight = required(1);
  if (!m.isConstant(weight) && !m.since('CoreML7')) {
    return refuse('its weights must be constant before iOS 17', 'compile for a newer iOS');
  }
  const x = imagesFirst(request, required(0));
  const [, perGroup = 1, ...kernel] = type(1).shape;
  const windows = windowsOfNode(request, kernel);
  const groups = attributes.int('groups');
  const extra = attributes.ints('output_padding');
  const cuts = windows.after.map((after, axis) => after - (extra[axis] ?? 0));
  const after = cuts.map((cut) => Math.max(0, cut));
  const added = cuts.map((cut) => Math.max(0, -cut));
  const [batch = 1, , ...spatial] = shapeOf(x);
  const counts = spatial.map((size, axis) => {
    const whole = (size - 1) * (windows.strides[axis] ?? 1) + windowSpan(windows, axis);
    return whole - (windows.before[axis] ?? 0) - (after[axis] ?? 0);
  });
  const bias = operand(2);
  // What is added beyond the last window has the bias too.
  const inside =
    bias === undefined ||
    (added.every((count) => count === 0) && (isLiteral(bias) || m.since('CoreML7')));
  const result = m.op(
    'conv_transpose',
    {
      x,
      weight,
      bias: inside ? bias : undefined,
      pad: ints(padsOf({ before: windows.before, after })),
      pad_type: text('custom'),
      strides: ints(windows.strides),
      dilations: ints(windows.dilations),
      groups: int(groups),
    },
    typed(dtypeOf(x), [batch, perGroup * groups, ...counts]),
  );
  const pads = [0, 0, ...added].map((count) => ({ before: 0, after: count }));
  const padded = padWith(request, result, pads, 0);
  const rank = shapeOf(x).length;
  return imagesLast(
    request,
    inside || bias === undefined ? padded : math.add(padded, perChannel(request, bias, rank)),
  );
});
