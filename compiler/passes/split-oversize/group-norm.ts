/** Group normalisation in strips: the mean from all of them, then the variance around it, then each strip by itself. */

import { arithmetic } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { viewAs } from '../shared/nodes.ts';
import { shapeOf } from './strips.ts';
import type { StripRule } from './strips.ts';

export const groupNormRule: StripRule = ({ builder, node, rows, strips }) => {
  const view = viewAs(builtinOps.group_norm, node);
  if (view === undefined) return undefined;
  const { attributes, operands } = view;
  const { input, scale, bias } = operands;
  const [batch = 1, height = 1, width = 1, channels = 1] = shapeOf(input);
  if (attributes.layout !== 'channels_last' || shapeOf(input).length !== 4) return undefined;
  const m = arithmetic(builder);
  const { groups } = attributes;
  const own = channels / groups;
  const reshape = (value: Value, shape: readonly number[]): Value =>
    builder.reshape({ input: value }, { shape });
  const { dtype } = input.type;
  /** [batch, places, groups, channels of a group] in f32. */
  const grouped = strips(input).map((strip) => {
    const places = (shapeOf(strip)[1] ?? 1) * width;
    return m.cast(reshape(strip, [batch, places, groups, own]), 'f32');
  });
  const mean = (parts: readonly Value[]): Value => {
    const [first, ...others] = parts.map((part) => m.reduceSum(part, [1, 3]));
    if (first === undefined) throw new Error('an image has rows');
    const sum = others.reduce((total, part) => m.add(total, part), first);
    return m.div(sum, height * width * own);
  };
  const average = mean(grouped);
  const squares = grouped.map((part) => {
    const difference = m.sub(part, average);
    return m.mul(difference, difference);
  });
  const deviation = m.sqrt(m.add(mean(squares), attributes.epsilon));
  const perChannel = (value: Value): Value =>
    reshape(builder.broadcast({ input: value }, { shape: [batch, 1, groups, own] }), [
      batch,
      1,
      1,
      channels,
    ]);
  const centre = perChannel(average);
  const factor =
    scale === undefined
      ? perChannel(m.div(1, deviation))
      : perChannel(m.div(m.cast(reshape(scale, [1, 1, groups, own]), 'f32'), deviation));
  const shift = bias && m.cast(reshape(bias, [1, 1, 1, channels]), 'f32');
  return (range) => {
    const part = m.cast(rows(input, range), 'f32');
    const scaled = m.mul(m.sub(part, centre), factor);
    return m.cast(shift === undefined ? scaled : m.add(scaled, shift), dtype);
  };
};
