/** Transposed convolution: a convolution with the turned kernel over the input with zeros between its elements. */

import type { Value } from '../../../ir/graph.ts';
import { windowSpan } from '../../../ir/windows.ts';
import { staticShapeOf } from '../../shape.ts';
import { windowsOfNode } from '../build/windows.ts';
import { channelsLast } from '../decompose/images.ts';
import { lineShape } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite, Site } from '../decompose/site.ts';
import { rewritten } from '../lowering.ts';

const asConvolution: Rewrite = (site) => {
  const { b, m, attributes, operand, optional, shape } = site;
  const [inputs = 1, perGroup = 1, ...kernel] = shape(1);
  const windows = windowsOfNode(site, kernel);
  const groups = attributes.int('groups');
  const extra = attributes.ints('output_padding');
  let spread = operand(0);
  kernel.forEach((_, axis) => {
    spread = spreadAxis(site, spread, axis + 1, windows.strides[axis] ?? 1);
  });
  const around = [windows.before, windows.after].map((cuts, side) =>
    kernel.map((_, axis) => {
      const reach = windowSpan(windows, axis) - 1 - (cuts[axis] ?? 0);
      return reach + (side === 1 ? (extra[axis] ?? 0) : 0);
    }),
  );
  const pads = around.flatMap((widths) => [0, ...widths, 0]);
  const input = pads.every((width) => width === 0) ? spread : b.pad({ input: spread }, { pads });
  const own = inputs / groups;
  const split = m.reshape(turned(site, operand(1)), [groups, own, perGroup, ...kernel]);
  const rest = kernel.map((_, axis) => axis + 3);
  const weight = m.reshape(m.transpose(split, [0, 2, 1, ...rest]), [
    groups * perGroup,
    own,
    ...kernel,
  ]);
  const bias = optional(2);
  const operands = bias === undefined ? { input, weight } : { input, weight, bias };
  return b.conv(operands, { groups, dilations: windows.dilations, layout: 'channels_last' });
};

/** Zeros between the elements of an axis. */
function spreadAxis({ b, m }: Site, x: Value, axis: number, stride: number): Value {
  if (stride === 1) return x;
  const shape = staticShapeOf(x);
  const [outer = 1, size = 1, inner = 1] = lineShape(shape, axis);
  const apart = m.reshape(x, [outer * size, 1, inner]);
  const filled = b.pad({ input: apart }, { pads: [0, 0, 0, 0, stride - 1, 0] });
  const whole = m.reshape(filled, [outer, size * stride, inner]);
  // None follow the last one.
  const length = (size - 1) * stride + 1;
  const cut = b.slice(
    { input: whole },
    { starts: [0, 0, 0], ends: [outer, length, inner], steps: [1, 1, 1] },
  );
  return m.reshape(cut, shape.with(axis, length));
}

/** The kernel from its end, along every spatial axis. */
function turned({ b }: Site, weight: Value): Value {
  const shape = staticShapeOf(weight);
  const spatial = shape.map((_, axis) => axis >= 2);
  return b.slice(
    { input: weight },
    {
      starts: shape.map((size, axis) => (spatial[axis] === true ? size - 1 : 0)),
      ends: shape.map((size, axis) => (spatial[axis] === true ? -1 : size)),
      steps: shape.map((_, axis) => (spatial[axis] === true ? -1 : 1)),
    },
  );
}

export const conv_transpose = rewritten(firstOf(channelsLast, asConvolution));
