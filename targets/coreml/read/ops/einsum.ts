/** einsum, of the two equations that devices know. */

import { allocate, elementCount, stridesOf } from '../tensor.ts';
import { multiply, ramp } from './multiply.ts';
import { tensorOf } from './op.ts';
import type { OpDefinition } from './op.ts';
import { agree, broadcast } from './shapes.ts';

/** Letters numbered in the order in which they come, so that equations differ by more than their letters. */
function canonical(equation: string): string {
  const letters: string[] = [];
  return equation.replaceAll(/[a-zA-Z]/g, (letter) => {
    if (!letters.includes(letter)) letters.push(letter);
    return String.fromCodePoint('a'.charCodeAt(0) + letters.indexOf(letter));
  });
}

const EQUATIONS = ['nchw,nwhu->nchu', 'chw,whr->chr'];

export const einsum: OpDefinition = {
  signatures: { 5: 'values:Tuple, equation:string!' },
  infer: (op) => {
    const types = op.types('values');
    const [x, y] = types;
    if (x === undefined || y === undefined || types.length !== 2) {
      return op.fail(`values has ${types.length} members, not 2`);
    }
    if (x.dtype !== y.dtype || !['fp16', 'fp32'].includes(x.dtype)) {
      op.fail(`values are of ${x.dtype} and ${y.dtype}`, 'both must be fp16 or both fp32');
    }
    const rank = x.shape.length;
    const wanted = rank === 4 ? EQUATIONS[0] : EQUATIONS[1];
    const equation = op.text('equation') ?? '';
    const known = (rank === 3 || rank === 4) && rank === y.shape.length;
    if (!known || canonical(equation) !== canonical(wanted ?? '')) {
      op.fail(
        `equation ${JSON.stringify(equation)} for ranks ${rank} and ${y.shape.length} is not supported`,
        `use ${EQUATIONS.join(' or ')}, or matmul`,
      );
    }
    const [c, h, w] = x.shape.slice(-3);
    const [w2, h2, u] = y.shape.slice(-3);
    if (!agree(w, w2)) op.fail(`the contracted dims are ${w} and ${w2}`);
    const rows = broadcast(op, [[h], [h2]], 'values');
    const batch = rank === 4 ? broadcast(op, [[x.shape[0]], [y.shape[0]]], 'values') : [];
    return [tensorOf(x.dtype, [...batch, c, ...rows, u])];
  },
  evaluate: (op, [output]) => {
    const [x, y] = op.tensors('values');
    const shape = output?.shape ?? [];
    const result = allocate(output?.dtype ?? 'fp32', elementCount(shape));
    if (x === undefined || y === undefined) return [result];
    const [n = 1, c = 1, h = 1, u = 1] = shape.length === 3 ? [1, ...shape] : shape;
    const [left, right] = [x, y].map((value) => fourStrides(value.shape));
    const w = x.shape.at(-1) ?? 1;
    for (let image = 0; image < n; image++) {
      for (let row = 0; row < h; row++) {
        const start = (strides: readonly number[] | undefined): number =>
          image * (strides?.[0] ?? 0) + row * (strides?.[2] ?? 0);
        multiply(
          {
            data: x.data,
            start: start(left),
            lines: ramp(c, left?.[1] ?? 0),
            steps: ramp(w, left?.[3] ?? 0),
          },
          {
            data: y.data,
            start: start(right),
            lines: ramp(u, right?.[3] ?? 0),
            steps: ramp(w, right?.[1] ?? 0),
          },
          {
            data: result,
            start: image * c * h * u + row * u,
            rows: ramp(c, h * u),
            columns: ramp(u, 1),
          },
        );
      }
    }
    return [result];
  },
};

/** Of rank 4; zero along dims of one, which are repeated. */
function fourStrides(shape: readonly number[]): number[] {
  const full = shape.length === 3 ? [1, ...shape] : [...shape];
  const strides = stridesOf(full);
  // Only the batch and the middle axis broadcast.
  return strides.map((stride, axis) => (axis % 2 === 0 && full[axis] === 1 ? 0 : stride));
}
