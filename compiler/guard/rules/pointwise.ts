/** Bounds of functions of one number. */

import { DTYPES } from '../../../ir/types.ts';
import { UNKNOWN, between, productBounds, unmasked } from '../range.ts';
import type { Range } from '../range.ts';
import { operandRanges } from './operands.ts';
import { HOMOGENEOUS } from './arithmetic.ts';
import type { Bounds } from './arithmetic.ts';
import type { RangeRule } from './rule.ts';

/** No element of the result is more than `steepness` times as far from 0 as the one it comes from. */
function unary(bounds: (range: Range) => Bounds, steepness?: number): RangeRule {
  return {
    results: (node, context) => {
      const [range = UNKNOWN] = operandRanges(node, context).map(unmasked);
      const [low, high] = bounds(range);
      const { energy } = range;
      return [
        between(
          low,
          high,
          energy && steepness !== undefined
            ? { axes: energy.axes, bound: energy.bound * steepness }
            : undefined,
        ),
      ];
    },
  };
}

function rising(of: (x: number) => number, steepness?: number): RangeRule {
  return unary(({ low, high }) => [of(low), of(high)], steepness);
}

/** Whatever the operands are. */
function within(low: number, high: number): RangeRule {
  return { results: (node) => node.results.map(() => ({ low, high })), takesMasks: true };
}

const exp: RangeRule = {
  results: (node, context) => {
    const [range = UNKNOWN] = operandRanges(node, context);
    return [between(range.masks === true ? 0 : Math.exp(range.low), Math.exp(range.high))];
  },
  takesMasks: true,
};

const cast: RangeRule = {
  results: (node, context) => {
    const [range = UNKNOWN] = operandRanges(node, context);
    const [from, to] = [node.operands[0]?.type, node.results[0]?.type].map(
      (type) => type && DTYPES[type.dtype].kind,
    );
    if (to === 'bool') return [{ low: 0, high: 1 }];
    if (to === 'float' && from === 'float') return [range];
    const { low, high } = unmasked(range);
    return [to === 'float' ? between(low, high) : between(Math.trunc(low), Math.trunc(high))];
  },
  linear: () => HOMOGENEOUS,
  takesMasks: true,
};

const flag = within(0, 1);
/** A positive factor passes through. */
const homogeneous = (rule: RangeRule): RangeRule => ({ ...rule, linear: () => HOMOGENEOUS });

export const pointwiseRules: Readonly<Record<string, RangeRule>> = {
  abs: homogeneous(unary(({ low, high }) => [Math.max(0, low, -high), Math.max(-low, high)], 1)),
  cast,
  ceil: rising(Math.ceil),
  cos: within(-1, 1),
  equal: flag,
  // Its slope at 0 is 2 / sqrt(pi).
  erf: unary(
    ({ low, high }) => [
      low >= 0 ? 0 : Math.max(-1, 1.2 * low),
      high <= 0 ? 0 : Math.min(1, 1.2 * high),
    ],
    1.2,
  ),
  exp,
  floor: rising(Math.floor),
  gelu: unary(({ low, high }) => [low >= 0 ? 0 : -0.18, Math.max(0, high)], 1),
  is_inf: flag,
  is_nan: flag,
  less: flag,
  less_or_equal: flag,
  log: rising((x) => (x <= 0 ? -Infinity : Math.log(x))),
  logical_and: flag,
  logical_not: flag,
  logical_or: flag,
  logical_xor: flag,
  neg: homogeneous(unary(({ low, high }) => [-high, -low], 1)),
  relu: homogeneous(rising((x) => Math.max(0, x), 1)),
  round: unary(({ low, high }) => [Math.floor(low), Math.ceil(high)]),
  sigmoid: rising((x) => 1 / (1 + Math.exp(-x))),
  sign: within(-1, 1),
  silu: unary(({ low, high }) => [low >= 0 ? 0 : -0.279, Math.max(0, high)], 1),
  sin: within(-1, 1),
  sqrt: unary(({ low, high }) => [Math.sqrt(Math.max(0, low)), Math.sqrt(Math.max(0, high))]),
  tanh: rising(Math.tanh, 1),
};

/** Bounds of x * gate(y) where the gate is GELU, which lies between -0.18 and its operand. */
export function gatedBounds(values: Range, gates: Range): Bounds {
  const gate = { low: Math.min(gates.low >= 0 ? 0 : -0.18, 0), high: Math.max(0, gates.high) };
  return productBounds(values, gate);
}
