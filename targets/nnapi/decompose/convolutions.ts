/** Convolutions that no operation makes, as those that one makes: of one or three axes, and of spread windows in groups. */

import { sliceAxis } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import { windowsOfNode } from '../build/windows.ts';
import { channelsLast, asPlane } from './images.ts';
import { FLOATS_ONLY, asTaken } from './numbers.ts';
import { firstOf } from './site.ts';
import type { Rewrite } from './site.ts';

const ofOneAxis = asPlane(({ m, operand, optional, shape }) => {
  const [outputs = 1, perGroup = 1, width = 1] = shape(1);
  return [m.reshape(operand(1), [outputs, perGroup, 1, width]), optional(2)];
});

/** The sum over the taps of the first axis, each an image convolution of all its planes. */
const ofThreeAxes: Rewrite = (site) => {
  const { b, m, operand, optional, shape, result, again } = site;
  if (shape(0).length !== 5) return undefined;
  const [outputs = 1, perGroup = 1, ...kernel] = shape(1);
  const windows = windowsOfNode(site, kernel);
  const [batch = 1, , height = 1, width = 1, channels = 1] = shape(0);
  const [depth = 1] = result.shape.slice(1);
  const [before = 0, ...beforeImage] = windows.before;
  const [after = 0, ...afterImage] = windows.after;
  const [stride = 1, ...strides] = windows.strides;
  const [dilation = 1, ...dilations] = windows.dilations;
  const [taps = 1, ...image] = kernel;
  const pads = [0, before, 0, 0, 0, 0, after, 0, 0, 0];
  const padded = b.pad({ input: operand(0) }, { pads });
  const attributes = { strides, dilations, pads: [...beforeImage, ...afterImage] };
  const sums = Array.from({ length: taps }, (_, tap): Value => {
    const start = tap * dilation;
    const end = start + (depth - 1) * stride + 1;
    const planes = sliceAxis(m, padded, 1, start, end, stride);
    const input = m.reshape(planes, [batch * depth, height, width, channels]);
    const weight = m.reshape(sliceAxis(m, operand(1), 2, tap, tap + 1), [
      outputs,
      perGroup,
      ...image,
    ]);
    const [sum] = again([input, weight, tap === 0 ? optional(2) : undefined], attributes);
    if (sum === undefined) throw new Error('conv has a result');
    return sum;
  });
  return m.reshape(
    sums.reduce((a, sum) => m.add(a, sum)),
    result.shape,
  );
};

/** GROUPED_CONV_2D has no dilation: each group is convolved on its own. */
const spreadGroups: Rewrite = (site) => {
  const { b, m, attributes, operand, optional, shape, again } = site;
  const groups = attributes.int('groups');
  const [outputs = 1, perGroup = 1, ...kernel] = shape(1);
  const { dilations } = windowsOfNode(site, kernel);
  if (groups === 1 || perGroup === 1 || dilations.every((step) => step === 1)) return undefined;
  const own = outputs / groups;
  const bias = optional(2);
  const parts = Array.from({ length: groups }, (_, group): Value => {
    const [start, end] = [group * own, (group + 1) * own];
    const [part] = again(
      [
        sliceAxis(m, operand(0), 3, group * perGroup, (group + 1) * perGroup),
        sliceAxis(m, operand(1), 0, start, end),
        bias && sliceAxis(m, bias, 0, start, end),
      ],
      { groups: 1 },
    );
    if (part === undefined) throw new Error('conv has a result');
    return part;
  });
  return b.concat({ inputs: parts }, { axis: 3 });
};

export const convRewrite = firstOf(
  asTaken(FLOATS_ONLY),
  channelsLast,
  ofOneAxis,
  ofThreeAxes,
  spreadGroups,
);
