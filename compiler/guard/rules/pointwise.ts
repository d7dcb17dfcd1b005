/** Bounds of pointwise ops, from bounds of their operands. */

import { DTYPES } from '../../../ir/types.ts';
import { broadcastEnergy, energyOfProduct, energyOfSum } from '../energies.ts';
import {
  UNKNOWN,
  between,
  hull,
  magnitude,
  productBounds,
  unmasked,
  withoutEnergy,
} from '../range.ts';
import type { Range } from '../range.ts';
import { operandRanges, sizesOf } from './operands.ts';
import type { Linear, RangeRule } from './rule.ts';

type Bounds = readonly [low: number, high: number];

const ALONG_BOTH: Linear = { along: [0, 1], factors: [], terms: [] };
const HOMOGENEOUS: Linear = { along: [0], factors: [], terms: [] };
const EITHER: Linear = { along: [0], factors: [1], terms: [] };

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

function binary(bounds: (a: Range, b: Range) => Bounds): RangeRule {
  return {
    results: (node, context) => {
      const [a = UNKNOWN, b = UNKNOWN] = operandRanges(node, context).map(unmasked);
      return [between(...bounds(a, b))];
    },
  };
}

export function rising(of: (x: number) => number, steepness?: number): RangeRule {
  return unary(({ low, high }) => [of(low), of(high)], steepness);
}

/** Whatever the operands are. */
export function within(low: number, high: number): RangeRule {
  return { results: (node) => node.results.map(() => ({ low, high })), takesMasks: true };
}

/** Operands with their energies along the axes of the result. */
function broadcastRanges(...[node, context]: Parameters<RangeRule['results']>): readonly Range[] {
  const shape = sizesOf(node.results[0]);
  return operandRanges(node, context).map((range, index) => {
    const own = node.operands[index];
    return { ...range, energy: broadcastEnergy(range.energy, sizesOf(own), shape) };
  });
}

function sum(sign: 1 | -1): RangeRule {
  return {
    results: (node, context) => {
      const ranges = broadcastRanges(node, context);
      const [a = UNKNOWN, second = UNKNOWN] = ranges;
      const b = sign === 1 ? second : unmasked(second);
      const energy = energyOfSum([a, b], sizesOf(node.results[0]));
      const range =
        sign === 1
          ? between(a.low + b.low, a.high + b.high, energy)
          : between(a.low - b.high, a.high - b.low, energy);
      return [a.masks === true || b.masks === true ? { ...range, masks: true } : range];
    },
    linear: () => ALONG_BOTH,
    takesMasks: true,
  };
}

const mul: RangeRule = {
  results: (node, context) => {
    const [a = UNKNOWN, b = UNKNOWN] = broadcastRanges(node, context).map(unmasked);
    const squared = node.operands[0] === node.operands[1];
    const [low, high] = productBounds(a, b);
    const energy = energyOfProduct(a, b, sizesOf(node.results[0]));
    return [between(squared ? Math.max(0, low) : low, high, energy)];
  },
  linear: ({ operands: [a, b] }) => {
    if (b?.constant !== undefined) return EITHER;
    return a?.constant === undefined ? undefined : { along: [1], factors: [0], terms: [] };
  },
};

const div: RangeRule = {
  ...binary((a, b) => {
    if (b.low <= 0 && b.high >= 0) return [-Infinity, Infinity];
    const inverse = { low: 1 / b.high, high: 1 / b.low };
    return productBounds(a, inverse);
  }),
  linear: () => HOMOGENEOUS,
};

const pow = binary((a, b) => {
  const exponent = b.low === b.high ? b.low : undefined;
  if (exponent !== undefined && Number.isInteger(exponent) && exponent >= 0) {
    const ends = [a.low ** exponent, a.high ** exponent];
    const least = exponent % 2 === 0 && a.low <= 0 && a.high >= 0 ? [0] : [];
    return exponent === 0 ? [1, 1] : [Math.min(...ends, ...least), Math.max(...ends)];
  }
  if (a.low <= 0) return [-Infinity, Infinity];
  const corners = [a.low, a.high].flatMap((x) => [x ** b.low, x ** b.high]);
  return [Math.min(...corners), Math.max(...corners)];
});

const where: RangeRule = {
  results: (node, context) => {
    const [, a = UNKNOWN, b = UNKNOWN] = operandRanges(node, context);
    return [hull([withoutEnergy(a), withoutEnergy(b)])];
  },
  takesMasks: true,
};

/** Chooses one of the operands. */
function extremum(of: (...numbers: number[]) => number): RangeRule {
  return {
    results: (node, context) => {
      const [a = UNKNOWN, b = UNKNOWN] = operandRanges(node, context);
      const masks = a.masks === true || b.masks === true;
      return [{ low: of(a.low, b.low), high: of(a.high, b.high), ...(masks && { masks }) }];
    },
    linear: () => ALONG_BOTH,
    takesMasks: true,
  };
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
  add: sum(1),
  cast,
  ceil: rising(Math.ceil),
  cos: within(-1, 1),
  div,
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
  max: extremum(Math.max),
  min: extremum(Math.min),
  mod: binary((a, b) => {
    const most = magnitude(b);
    return a.low >= 0 && b.low >= 0 ? [0, most] : [-most, most];
  }),
  mul,
  neg: homogeneous(unary(({ low, high }) => [-high, -low], 1)),
  pow,
  relu: homogeneous(rising((x) => Math.max(0, x), 1)),
  round: unary(({ low, high }) => [Math.floor(low), Math.ceil(high)]),
  sigmoid: rising((x) => 1 / (1 + Math.exp(-x))),
  sign: within(-1, 1),
  silu: unary(({ low, high }) => [low >= 0 ? 0 : -0.279, Math.max(0, high)], 1),
  sin: within(-1, 1),
  sqrt: unary(({ low, high }) => [Math.sqrt(Math.max(0, low)), Math.sqrt(Math.max(0, high))]),
  sub: sum(-1),
  tanh: rising(Math.tanh, 1),
  where,
};

/** Bounds of x * gate(y) where the gate is GELU, which lies between -0.18 and its operand. */
export function gatedBounds(values: Range, gates: Range): Bounds {
  const gate = { low: Math.min(gates.low >= 0 ? 0 : -0.18, 0), high: Math.max(0, gates.high) };
  return productBounds(values, gate);
}
