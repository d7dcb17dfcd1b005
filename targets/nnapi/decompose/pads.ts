/** Padding that no operation makes: of many axes, with less than nothing, with a computed number, with the tensor's own elements. */

import { placeOf } from '../../own-padding.ts';
import type { OwnMode } from '../../own-padding.ts';
import type { Arithmetic } from '../../../ir/arithmetic.ts';
import { sliceAxis } from '../../../ir/arithmetic.ts';
import type { Value } from '../../../ir/graph.ts';
import type { Builder } from '../../../compiler/rewrite.ts';
import { staticShapeOf } from '../../shape.ts';
import { MAX_RANK } from '../terms.ts';
import { lineShape } from './ranks.ts';
import type { Rewrite, Site } from './site.ts';

/** More places than these are picked by one GATHER rather than by a slice each. */
const MOST_SLICES = 8;

function widthsOf({ attributes, shape }: Site): readonly (readonly [number, number])[] {
  const pads = attributes.ints('pads');
  const rank = shape(0).length;
  return shape(0).map((_, axis) => [pads[axis] ?? 0, pads[rank + axis] ?? 0]);
}

/** Negative pads cut first; padding nothing is the input. */
export const cut: Rewrite = (site) => {
  const { m, operand, shape, optional, again } = site;
  const widths = widthsOf(site);
  if (widths.every(([before, after]) => before === 0 && after === 0)) return operand(0);
  if (widths.every(([before, after]) => before >= 0 && after >= 0)) return undefined;
  const inside = widths.reduce((x, [before, after], axis) => {
    if (before >= 0 && after >= 0) return x;
    const size = shape(0)[axis] ?? 1;
    return sliceAxis(m, x, axis, Math.max(0, -before), size - Math.max(0, -after));
  }, operand(0));
  const rest = [0, 1].flatMap((side) => widths.map((width) => Math.max(0, width[side] ?? 0)));
  return again([inside, optional(1)], { pads: rest });
};

export const ownElements: Rewrite = (site) => {
  const mode = site.attributes.oneOf('mode', ['constant', 'reflect', 'edge', 'wrap']);
  if (mode === 'constant') return undefined;
  return widthsOf(site).reduce(
    (x, [before, after], axis) => ownAlong(site, x, axis, before, after, mode),
    site.operand(0),
  );
};

function ownAlong(
  { b, m }: Site,
  x: Value,
  axis: number,
  before: number,
  after: number,
  mode: OwnMode,
): Value {
  if (before === 0 && after === 0) return x;
  const size = staticShapeOf(x)[axis] ?? 1;
  const place = (at: number): number => placeOf(at, size, mode);
  if (before + after > MOST_SLICES) {
    const places = Array.from({ length: before + size + after }, (_, at) => place(at - before));
    return b.gather({ input: x, indices: b.vector('i32', places) }, { axis });
  }
  const one = (at: number): Value => sliceAxis(m, x, axis, place(at), place(at) + 1);
  const inputs = [
    ...Array.from({ length: before }, (_, at) => one(at - before)),
    x,
    ...Array.from({ length: after }, (_, at) => one(size + at)),
  ];
  return b.concat({ inputs }, { axis });
}

/** A number that is computed stands beside the tensor. */
export const byComputed: Rewrite = (site) => {
  const { b, m, operand } = site;
  return widthsOf(site).reduce(
    (x, [before, after], axis) => joined(b, m, x, operand(1), axis, before, after),
    operand(0),
  );
};

function joined(
  b: Builder,
  m: Arithmetic,
  x: Value,
  value: Value,
  axis: number,
  before: number,
  after: number,
): Value {
  const shape = staticShapeOf(x);
  const one = m.reshape(
    value,
    shape.map(() => 1),
  );
  const side = (count: number): readonly Value[] =>
    count === 0 ? [] : [m.broadcast(one, shape.with(axis, count))];
  if (before === 0 && after === 0) return x;
  return b.concat({ inputs: [...side(before), x, ...side(after)] }, { axis });
}

/** One axis after the other, each as the middle one of three. */
export const inFewAxes: Rewrite = (site) => {
  const { m, operand, optional, shape, again } = site;
  if (shape(0).length <= MAX_RANK) return undefined;
  return widthsOf(site).reduce((x, [before, after], axis) => {
    if (before === 0 && after === 0) return x;
    const sizes = staticShapeOf(x);
    const line = m.reshape(x, lineShape(sizes, axis));
    const [padded] = again([line, optional(1)], { pads: [0, before, 0, 0, after, 0] });
    if (padded === undefined) throw new Error('pad has a result');
    return m.reshape(padded, sizes.with(axis, (sizes[axis] ?? 1) + before + after));
  }, operand(0));
};
