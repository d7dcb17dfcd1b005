/** Bounds of sums, products, quotients and choices. */

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

export type Bounds = readonly [low: number, high: number];

const ALONG_BOTH: Linear = { along: [0, 1], factors: [], terms: [] };
const EITHER: Linear = { along: [0], factors: [1], terms: [] };
export const HOMOGENEOUS: Linear = { along: [0], factors: [], terms: [] };

function binary(bounds: (a: Range, b: Range) => Bounds): RangeRule {
  return {
    results: (node, context) => {
      const [a = UNKNOWN, b = UNKNOWN] = operandRanges(node, context).map(unmasked);
      return [between(...bounds(a, b))];
    },
  };
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

export const arithmeticRules: Readonly<Record<string, RangeRule>> = {
  add: sum(1),
  div,
  max: extremum(Math.max),
  min: extremum(Math.min),
  mod: binary((a, b) => {
    const most = magnitude(b);
    return a.low >= 0 && b.low >= 0 ? [0, most] : [-most, most];
  }),
  mul,
  pow,
  sub: sum(-1),
  where,
};
