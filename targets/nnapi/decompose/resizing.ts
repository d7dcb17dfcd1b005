/** Resizing axis by axis: places that are picked, or sums by a matrix. */

import { dataConstant } from '../../../ir/constant.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import {
  COORDINATES,
  RESIZE_MODES,
  ROUNDINGS,
  resizeTaps,
  resizedAxes,
  staysAsItIs,
} from '../../../ir/resize.ts';
import type { ResizeRule, Taps } from '../../../ir/resize.ts';
import { resultOf } from '../../../ir/graph.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { DTYPES } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { staticShapeOf } from '../../shape.ts';
import { lineShape } from './ranks.ts';
import { FLOATS_ONLY, asTaken } from './numbers.ts';
import { firstOf } from './site.ts';
import type { Rewrite, Site } from './site.ts';

function rulesOf(node: Node) {
  const attributes = attributesOf(node);
  const [input] = node.operands;
  if (input === undefined) throw new Error('resize has an input');
  const rule: ResizeRule = {
    mode: attributes.oneOf('mode', RESIZE_MODES),
    coordinates: attributes.oneOf('coordinates', COORDINATES),
    rounding: attributes.oneOf('rounding', ROUNDINGS),
    cubic_coefficient: attributes.float('cubic_coefficient'),
    exclude_outside: attributes.bool('exclude_outside'),
    antialias: attributes.bool('antialias'),
  };
  const axes = resizedAxes(staticShapeOf(input), staticShapeOf(resultOf(node)), {
    scales: attributes.floats('scales'),
    roi: attributes.floats('roi'),
  });
  const taps = axes.map((axis) => (staysAsItIs(axis, rule) ? undefined : resizeTaps(axis, rule)));
  return { rule, axes, taps };
}

/** Each pixel of an image [batch, height, width, channels] a whole number of times. */
export function isWholeMultiple(node: Node): boolean {
  const { rule, axes, taps } = rulesOf(node);
  if (rule.mode !== 'nearest' || axes.length !== 4) return false;
  if (taps[0] !== undefined || taps[3] !== undefined) return false;
  return taps.every((tap, at) => {
    const axis = axes[at];
    if (tap === undefined || axis === undefined) return true;
    const times = axis.to / axis.from;
    if (!Number.isInteger(times) || tap.outside.includes(1)) return false;
    return tap.places.every((place, index) => place === Math.floor(index / times));
  });
}

const byAxis: Rewrite = (site) => {
  const { m, node, attributes, operand, dtype } = site;
  const isFloat = DTYPES[dtype(0)].kind === 'float';
  if (isFloat && isWholeMultiple(node)) return undefined;
  const { rule, taps } = rulesOf(node);
  const outside = attributes.float('extrapolation_value');
  return taps.reduce<Value>((image, tap, axis) => {
    if (tap === undefined) return image;
    const moved =
      rule.mode === 'nearest' ? nearest(site, image, tap, axis) : sums(site, image, tap, axis);
    if (!tap.outside.includes(1)) return moved;
    const shape = staticShapeOf(moved).map((_, at) => (at === axis ? tap.outside.length : 1));
    const flags = tensorFrom('bool', shape, Array.from(tap.outside));
    return m.where(m.builder.constant(dataConstant(flags)), outside, moved);
  }, operand(0));
};

function nearest({ b }: Site, image: Value, { places }: Taps, axis: number): Value {
  return b.gather({ input: image, indices: b.vector('i32', Array.from(places)) }, { axis });
}

/** The sums of the table as a product with a matrix, along the last axis of three. */
function sums({ b, m }: Site, image: Value, taps: Taps, axis: number): Value {
  const { count, places, weights, outside } = taps;
  const shape = staticShapeOf(image);
  const [from, to] = [shape[axis] ?? 1, outside.length];
  const matrix = new Float64Array(from * to);
  weights.forEach((share, index) => {
    const at = (places[index] ?? 0) * to + Math.floor(index / count);
    matrix[at] = (matrix[at] ?? 0) + share;
  });
  const table = tensorFrom(image.type.dtype, [from, to], Array.from(matrix));
  const rows = m.transpose(m.reshape(image, lineShape(shape, axis)), [0, 2, 1]);
  const product = b.matmul({ a: rows, b: b.constant(dataConstant(table)) });
  return m.reshape(m.transpose(product, [0, 2, 1]), shape.with(axis, to));
}

/** Integers are picked, and interpolated as floats. */
const interpolated: Rewrite = (site) =>
  site.attributes.string('mode') === 'nearest' ? undefined : asTaken(FLOATS_ONLY)(site);

export const resizeRewrite = firstOf(interpolated, byAxis);
