/** Slices that no operation makes: of many axes, of none, backwards, and of integers in steps. */

import { DTYPES } from '../../../ir/types.ts';
import type { Value } from '../../../ir/graph.ts';
import { MAX_RANK } from '../terms.ts';
import { lineShape } from './ranks.ts';
import type { Rewrite, Site } from './site.ts';

/** Slices a line of three axes out of one axis after the other. */
export const inFewAxes: Rewrite = ({ b, m, attributes, operand, shape, result }) => {
  const rank = shape(0).length;
  if (rank === 0) return operand(0);
  if (rank <= MAX_RANK) return undefined;
  const [starts, ends, steps] = [
    attributes.ints('starts'),
    attributes.ints('ends'),
    attributes.ints('steps'),
  ];
  let current: Value = operand(0);
  let sizes = shape(0);
  result.shape.forEach((count, axis) => {
    const size = sizes[axis] ?? 1;
    const step = steps[axis] ?? 1;
    if (count === size && step === 1) return;
    const line = lineShape(sizes, axis);
    const [outer = 1, , inner = 1] = line;
    current = b.slice(
      { input: m.reshape(current, line) },
      {
        starts: [0, starts[axis] ?? 0, 0],
        ends: [outer, ends[axis] ?? size, inner],
        steps: [1, step, 1],
      },
    );
    sizes = sizes.with(axis, count);
  });
  return m.reshape(current, result.shape);
};

export const backwards: Rewrite = (site) => {
  const axis = site.attributes.ints('steps').findIndex((step) => step < 0);
  return axis < 0 ? undefined : picked(site, axis);
};

/** STRIDED_SLICE takes no integers; GATHER does. */
export const integersInSteps: Rewrite = (site) => {
  const { kind } = DTYPES[site.dtype(0)];
  const axis = site.attributes.ints('steps').findIndex((step) => step !== 1);
  return axis < 0 || kind === 'float' || kind === 'bool' ? undefined : picked(site, axis);
};

/** One axis by the places that it is to have, the others as they were. */
function picked({ b, attributes, operand, again, result, shape }: Site, axis: number) {
  const [starts, ends, steps] = [
    attributes.ints('starts'),
    attributes.ints('ends'),
    attributes.ints('steps'),
  ];
  const places = Array.from(
    { length: result.shape[axis] ?? 0 },
    (_, index) => (starts[axis] ?? 0) + index * (steps[axis] ?? 1),
  );
  const count = places.length;
  const taken = b.gather({ input: operand(0), indices: b.vector('i32', places) }, { axis });
  if (shape(0).every((size, at) => at === axis || size === result.shape[at])) {
    if (steps.every((step, at) => at === axis || step === 1)) return taken;
  }
  return again([taken], {
    starts: starts.with(axis, 0),
    ends: ends.with(axis, count),
    steps: steps.with(axis, 1),
  });
}
