/** A part of every axis: SLICE, with steps STRIDED_SLICE, and backwards by picking places. */

import { AND_INTEGERS, asTaken } from '../decompose/numbers.ts';
import { firstOf } from '../decompose/site.ts';
import { backwards, inFewAxes, integersInSteps } from '../decompose/slices.ts';
import { lowering } from '../lowering.ts';
import { int, ints } from '../terms.ts';

export const slice = lowering(
  ({ m, attributes, required, to }) => {
    const x = required(0);
    const [starts, steps] = [attributes.ints('starts'), attributes.ints('steps')];
    if (steps.every((step) => step === 1)) {
      return m.op('SLICE', [x, ints(starts), ints(to.shape)], to);
    }
    const ends = to.shape.map(
      (count, axis) => (starts[axis] ?? 0) + (count - 1) * (steps[axis] ?? 1) + 1,
    );
    const none = int(0);
    const inputs = [x, ints(starts), ints(ends), ints(steps), none, none, none];
    return m.op('STRIDED_SLICE', inputs, to);
  },
  {
    rewrite: firstOf(inFewAxes, backwards, integersInSteps, asTaken(AND_INTEGERS)),
    carries: () => true,
  },
);
