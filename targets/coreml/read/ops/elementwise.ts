/** Operations on each element by itself. */

import { allocate } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { cast } from './cast.ts';
import { needScalars, numberOf } from './op.ts';
import type { OpDefinition, OpTable } from './op.ts';
import { sameAs } from './shapes.ts';

const FLOATS = 'T=fp16/fp32';
const NUMBERS = 'T=fp16/fp32/int32';

function unary(letters: string, apply: (x: number) => number): OpDefinition {
  return {
    signatures: { 5: `x:T | ${letters}` },
    infer: sameAs('x'),
    evaluate: (op) => [mapped(op.tensor('x'), apply)],
  };
}

function mapped({ dtype, data }: MilTensor, apply: (x: number) => number): NumberArray {
  const result = allocate(dtype, data.length);
  for (let index = 0; index < data.length; index++) result[index] = apply(data[index] ?? 0);
  return result;
}

/** Unary functions with an epsilon that is added before: log, inverse, rsqrt. */
function guarded(otherwise: number, apply: (x: number) => number): OpDefinition {
  return {
    signatures: {
      5: `x:T, epsilon:T!= | ${FLOATS}`,
      7: `x:T, epsilon:U!= | ${FLOATS}; U=fp16/fp32`,
    },
    infer: (op) => {
      needScalars(op, 'epsilon');
      return [op.type('x')];
    },
    evaluate: (op) => {
      const epsilon = numberOf(op, 'epsilon', otherwise);
      return [mapped(op.tensor('x'), (x) => apply(x + epsilon))];
    },
  };
}

const clip: OpDefinition = {
  signatures: { 5: `x:T, alpha:T!, beta:T! | ${FLOATS}` },
  infer: (op) => {
    const [low, high] = [numberOf(op, 'alpha', -Infinity), numberOf(op, 'beta', Infinity)];
    if (low > high || (op.opset >= 7 && low >= high)) {
      op.fail(`alpha ${low} is not below beta ${high}`, 'swap them');
    }
    return [op.type('x')];
  },
  evaluate: (op) => {
    const [low, high] = [numberOf(op, 'alpha', 0), numberOf(op, 'beta', 0)];
    return [mapped(op.tensor('x'), (x) => Math.min(Math.max(x, low), high))];
  },
};

/** To the nearest integer, ties to the even one. */
export function roundTiesToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  return rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
}

export const elementwise: OpTable = {
  logical_not: {
    signatures: { 5: 'x:bool' },
    infer: sameAs('x'),
    evaluate: (op) => [mapped(op.tensor('x'), (x) => (x === 0 ? 1 : 0))],
  },
  exp: unary(FLOATS, Math.exp),
  exp2: unary(NUMBERS, (x) => 2 ** x),
  sqrt: unary(FLOATS, Math.sqrt),
  rsqrt: guarded(1e-12, (x) => 1 / Math.sqrt(x)),
  square: unary(NUMBERS, (x) => x * x),
  abs: unary(NUMBERS, Math.abs),
  sign: unary(NUMBERS, Math.sign),
  sin: unary(FLOATS, Math.sin),
  cos: unary(FLOATS, Math.cos),
  tan: unary(FLOATS, Math.tan),
  log: guarded(1e-45, Math.log),
  inverse: guarded(1e-4, (x) => 1 / x),
  clip,
  round: unary(FLOATS, roundTiesToEven),
  floor: unary(FLOATS, Math.floor),
  ceil: unary(FLOATS, Math.ceil),
  cast,
};
