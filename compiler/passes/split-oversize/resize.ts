/** Rows of an image that is made larger by whole rows: each comes from one row of the input. */

import { resizeTaps, resizedAxes } from '../../../ir/resize.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { resultOf } from '../../../ir/graph.ts';
import { viewAs } from '../shared/nodes.ts';
import { AXIS, shapeOf } from './strips.ts';
import type { StripRule } from './strips.ts';

export const resizeRule: StripRule = ({ builder, node, rows }) => {
  const view = viewAs(builtinOps.resize, node);
  if (view === undefined) return undefined;
  const { attributes, operands } = view;
  const { input } = operands;
  const shape = shapeOf(resultOf(node));
  const axis = resizedAxes(shapeOf(input), shape, attributes)[AXIS];
  if (attributes.mode !== 'nearest' || axis === undefined) return undefined;
  const factor = axis.to / axis.from;
  const { places } = resizeTaps(axis, attributes);
  const repeats = places.every((place, index) => place === Math.floor(index / factor));
  if (!Number.isInteger(factor) || factor > 2 || !repeats) return undefined;
  return ({ first, end }) =>
    builder.resize(
      { input: rows(input, { first: first / factor, end: end / factor }) },
      { ...attributes, shape: shape.with(AXIS, end - first) },
    );
};
