/** The input on another grid: pixels doubled by an operation of their own, the rest by the tables of the IR. */

import {
  RESIZE_MODES,
  COORDINATES,
  ROUNDINGS,
  resizeTaps,
  resizedAxes,
  staysAsItIs,
} from '../../../ir/resize.ts';
import type { ResizeRule, Taps } from '../../../ir/resize.ts';
import type { AttributeReader } from '../../attributes.ts';
import { interpolate, replaceOutside, takeNearest } from '../build/resampling.ts';
import { view } from '../build/movement.ts';
import { upsampled } from '../build/upsampling.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, dtypeOf, isFloat } from '../terms.ts';
import type { Term } from '../terms.ts';

export const resize = lowering((request) => {
  const { m, math, attributes, type, required, result, refuse } = request;
  const { shape } = type(0);
  if (shape.length > MAX_RANK) {
    return refuse(`images of ${shape.length} axes`, 'reshape to at most five axes before');
  }
  const rule = ruleOf(attributes);
  const axes = resizedAxes(shape, result.shape, {
    scales: attributes.floats('scales'),
    roi: attributes.floats('roi'),
  });
  const taps = axes.map((axis) => (staysAsItIs(axis, rule) ? undefined : resizeTaps(axis, rule)));
  const x = view(m, required(0), shape);
  const doubled = upsampled(request, x, taps, rule.mode);
  if (doubled !== undefined) return doubled;
  const outside = attributes.float('extrapolation_value');
  const nearest = rule.mode === 'nearest';
  if (!nearest && !isFloat(dtypeOf(x))) {
    return refuse('integers are not interpolated', 'cast to a float before');
  }
  return taps.reduce<Term>((image, tap: Taps | undefined, axis) => {
    if (tap === undefined) return image;
    const resampled = nearest ? takeNearest(m, image, tap, axis) : interpolate(m, image, tap, axis);
    return replaceOutside(math, resampled, tap, axis, outside);
  }, x);
});

function ruleOf(attributes: AttributeReader): ResizeRule {
  return {
    mode: attributes.oneOf('mode', RESIZE_MODES),
    coordinates: attributes.oneOf('coordinates', COORDINATES),
    rounding: attributes.oneOf('rounding', ROUNDINGS),
    cubic_coefficient: attributes.float('cubic_coefficient'),
    exclude_outside: attributes.bool('exclude_outside'),
    antialias: attributes.bool('antialias'),
  };
}
