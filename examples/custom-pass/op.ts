/**
 * An op of one's own: GELU by a parabola (I-BERT, Kim et al., arXiv 2101.01321). Where GELU has x / 2 * (1 + erf(x / sqrt 2)),
 * this has 1 - bend * (edge - |x| / sqrt 2)^2 for the error function's size: no exponential, and wrong by 0.02 at most.
 */

import { FLOATS, attr, defineOp, elementCount, operand, tensorFrom, toNumbers } from 'snapc';

const ROOT = Math.SQRT1_2;

export const parabolicGelu = defineOp({
  name: 'parabolic_gelu',
  operands: { input: operand(FLOATS) },
  attributes: {
    /** From here on the error function counts as 1. */
    edge: attr.float(1.769),
    bend: attr.float(0.2888),
  },
  traits: ['pure', 'pointwise'],
  infer: ({ input }) => input,
  // What it means, on every target: the reference that their numbers are compared with.
  evaluate: ({ input }, { edge, bend }) => {
    const results = toNumbers(input).map((x) => {
      const rest = Math.max(0, edge - Math.abs(x) * ROOT);
      return (x + Math.abs(x) * (1 - bend * rest * rest)) / 2;
    });
    return tensorFrom(input.dtype, input.shape, results);
  },
  cost: ({ input }) => ({ flops: 9 * elementCount(input.shape) }),
  // How each target computes it: operands and attributes have the names and types that are declared above.
  lowerings: {
    webgpu: ({ input: x }, { edge, bend }, { literal, kernel }) => {
      const rest = kernel.let(
        `max(${literal(0)}, ${literal(edge)} - abs(${x}) * ${literal(ROOT)})`,
      );
      return `(${x} + abs(${x}) * (${literal(1)} - ${literal(bend)} * ${rest} * ${rest})) * ${literal(0.5)}`;
    },
    coreml: ({ input: x }, { edge, bend }, { math }) => {
      const size = math.abs(x);
      const rest = math.relu(math.sub(edge, math.mul(size, ROOT)));
      const error = math.sub(1, math.mul(math.square(rest), bend));
      return math.mul(math.add(x, math.mul(size, error)), 0.5);
    },
    nnapi: ({ input: x }, { edge, bend }, { math }) => {
      const size = math.abs(x);
      const rest = math.relu(math.sub(edge, math.mul(size, ROOT)));
      const error = math.sub(1, math.mul(math.mul(rest, rest), bend));
      return math.mul(math.add(x, math.mul(size, error)), 0.5);
    },
  },
  // What `snapc test-op` tries it on, beside random shapes.
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { name: 'far', operands: { input: { shape: [4], values: [-90, -2.5, 2.5, 90] } } },
  ],
});
