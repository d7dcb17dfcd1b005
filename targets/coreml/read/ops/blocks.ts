/** Space and depth exchanged: pixel_shuffle and its kin. */

import type { Dim } from '../spec.ts';
import { offsetsOf, stridesOf } from '../tensor.ts';
import { taken } from './taken.ts';
import { numberOf, tensorOf } from './op.ts';
import type { OpDefinition } from './op.ts';
import { needRank, productOf } from './shapes.ts';

/** Space and depth exchanged; `order` is how the split axes of the input are walked. */
export function blocks(
  signatures: OpDefinition['signatures'],
  input: string,
  direction: 'up' | 'down',
  order: readonly number[],
): OpDefinition {
  return {
    signatures,
    infer: (op) => {
      needRank(op, 'x', 4, 4);
      const { dtype, shape } = op.type('x');
      const [n, c, h, w] = shape;
      const factor = numberOf(op, input, 1);
      if (factor < 1) op.fail(`${input} is ${factor}, below 1`);
      const square = factor * factor;
      const divided = (dim: Dim, by: number, what: string): Dim => {
        if (dim !== undefined && dim % by !== 0) op.fail(`${what} ${dim} does not divide by ${by}`);
        return dim === undefined ? undefined : dim / by;
      };
      const times = (dim: Dim, by: number): Dim => productOf([dim, by]);
      const dims =
        direction === 'up'
          ? [n, divided(c, square, 'the number of channels'), times(h, factor), times(w, factor)]
          : [n, times(c, square), divided(h, factor, 'height'), divided(w, factor, 'width')];
      return [tensorOf(dtype, dims)];
    },
    evaluate: (op) => {
      const { dtype, shape, data } = op.tensor('x');
      const [n = 1, c = 1, h = 1, w = 1] = shape;
      const f = numberOf(op, input, 1);
      const split =
        direction === 'up'
          ? splitDepth(order, [n, c / (f * f), f, h, w])
          : [n, c, h / f, f, w / f, f];
      const strides = stridesOf(split);
      const walked = order.map((axis) => split[axis] ?? 1);
      const steps = order.map((axis) => strides[axis] ?? 0);
      return [taken(dtype, data, offsetsOf(walked, steps))];
    },
  };
}

/** The channels of pixel_shuffle begin with the depth, those of depth_to_space with the place in the block. */
function splitDepth(order: readonly number[], [n, depth, f, h, w]: readonly number[]): number[] {
  const channels = order[1] === 1 ? [depth, f, f] : [f, f, depth];
  return [n, ...channels, h, w].map((dim) => dim ?? 1);
}
