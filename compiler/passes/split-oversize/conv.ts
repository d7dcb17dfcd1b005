/** Rows of a convolution come from the rows that its windows reach; too many weights are cut by output channels. */

import { builtinOps } from '../../../ir/ops/index.ts';
import { windowsOf } from '../../../ir/windows.ts';
import { viewAs } from '../shared/nodes.ts';
import { AXIS, shapeOf, sliceAxis } from './strips.ts';
import type { StripRule, WideRule } from './strips.ts';

export const convRule: StripRule = ({ builder, node, rows }) => {
  const view = viewAs(builtinOps.conv, node);
  if (view === undefined) return undefined;
  const { attributes, operands } = view;
  const { input, weight, bias } = operands;
  if (attributes.layout !== 'channels_last' || shapeOf(input).length !== 4) return undefined;
  const height = shapeOf(input)[AXIS] ?? 1;
  const windows = windowsOf(shapeOf(weight).slice(2), attributes);
  const [stride = 1] = windows.strides;
  const [before = 0, left = 0] = windows.before;
  const [, right = 0] = windows.after;
  const span = ((windows.kernel[0] ?? 1) - 1) * (windows.dilations[0] ?? 1) + 1;
  return ({ first, end }) => {
    const from = first * stride - before;
    const to = (end - 1) * stride - before + span;
    const top = Math.max(0, -from);
    const bottom = Math.max(0, to - height);
    const part = rows(input, { first: Math.max(0, from), end: Math.min(height, to) });
    return builder.conv(
      { input: part, weight, ...(bias === undefined ? {} : { bias }) },
      { ...attributes, pads: [top, left, bottom, right] },
    );
  };
};

export const wideConv: WideRule = (b, node, parts) => {
  const view = viewAs(builtinOps.conv, node);
  if (view === undefined || view.attributes.groups !== 1) return undefined;
  const { attributes, operands } = view;
  const { input, weight, bias } = operands;
  const [outputs = 1] = shapeOf(weight);
  const size = 4 * Math.ceil(outputs / parts / 4);
  const count = Math.ceil(outputs / size);
  if (count < 2) return undefined;
  const inputs = Array.from({ length: count }, (_, index) => {
    const first = index * size;
    const end = Math.min(outputs, first + size);
    return b.conv(
      {
        input,
        weight: sliceAxis(b, weight, 0, first, end),
        ...(bias === undefined ? {} : { bias: sliceAxis(b, bias, 0, first, end) }),
      },
      attributes,
    );
  });
  const rank = shapeOf(input).length;
  return b.concat({ inputs }, { axis: attributes.layout === 'channels_last' ? rank - 1 : 1 });
};
