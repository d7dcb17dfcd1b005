/** One element of a shape tensor: a dim expression over a whole number, with the arithmetic that stays exact. */

import { dimAdd, dimExactDiv, dimFloorDiv, dimMul, dimSub } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';
import { DTYPES } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';

interface Fraction {
  readonly dim: Dim;
  /** The denominator, at least 1; more than 1 only between a float division and its floor. */
  readonly over: number;
}
/** Undefined: depends on unbound dims in a way that has no expression. */
export type ShapeElement = Fraction | undefined;

export function elementOfDim(dim: Dim): ShapeElement {
  return { dim, over: 1 };
}

/** Whole numbers and short binary fractions are exact; anything else is unknown. */
export function elementOf(value: number | bigint): ShapeElement {
  const number = Number(value);
  for (let over = 1; over <= 1 << 20; over *= 2) {
    if (Number.isSafeInteger(number * over)) return { dim: number * over, over };
  }
  return undefined;
}

export function dimOfElement(element: ShapeElement): Dim | undefined {
  return element === undefined ? undefined : dimExactDiv(element.dim, element.over);
}

export function exactNumber(element: ShapeElement): number | undefined {
  return element !== undefined && typeof element.dim === 'number'
    ? element.dim / element.over
    : undefined;
}

type Rule = (items: readonly ShapeElement[], dtype: DType) => ShapeElement;

/** By the names of pointwise ops; an op that is not listed gives an unknown element. */
const RULES: Readonly<Record<string, Rule>> = {
  add: binary((a, b) => fraction(dimAdd(scale(a, b.over), scale(b, a.over)), a.over * b.over)),
  sub: binary((a, b) => fraction(dimSub(scale(a, b.over), scale(b, a.over)), a.over * b.over)),
  mul: binary((a, b) => fraction(dimMul(a.dim, b.dim), a.over * b.over)),
  div: binary((a, b, dtype) => divide(a, b, DTYPES[dtype].kind === 'float')),
  mod: binary((a, b, dtype) => {
    const quotient = divide(a, b, false);
    if (DTYPES[dtype].kind === 'float' || quotient === undefined) return undefined;
    return fraction(dimSub(a.dim, dimMul(quotient.dim, b.dim)), 1);
  }),
  neg: ([a]) => a && fraction(dimMul(a.dim, -1), a.over),
  abs: ([a]) => (a && lowest(a.dim) >= 0 ? a : undefined),
  relu: ([a]) => a && largest(a, { dim: 0, over: 1 }),
  floor: ([a]) => a && fraction(dimFloorDiv(a.dim, a.over), 1),
  ceil: ([a]) => a && fraction(dimFloorDiv(dimAdd(a.dim, a.over - 1), a.over), 1),
  cast: ([a], dtype) => a && cast(a, dtype),
  max: binary(largest),
  min: binary((a, b) => (largest(a, b) === a ? b : largest(a, b) === b ? a : undefined)),
  equal: binary((a, b) => truth(compare(a, b), [false, true, false])),
  less: binary((a, b) => truth(compare(a, b), [true, false, false])),
  less_or_equal: binary((a, b) => {
    const sign = compare(b, a);
    return sign === 'not below' ? elementOf(1) : truth(sign, [false, true, true]);
  }),
  logical_not: ([a]) => boolean(a, (x) => !x),
  logical_and: binary((a, b) => boolean(a, (x) => x && b.dim === 1)),
  logical_or: binary((a, b) => boolean(a, (x) => x || b.dim === 1)),
  where: ([condition, a, b]) =>
    typeof condition?.dim === 'number' ? (condition.dim !== 0 ? a : b) : undefined,
};

export function computeElement(
  op: string,
  items: readonly ShapeElement[],
  dtype: DType,
): ShapeElement {
  const rule = Object.hasOwn(RULES, op) ? RULES[op] : undefined;
  try {
    return rule?.(items, dtype);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function binary(compute: (a: Fraction, b: Fraction, dtype: DType) => ShapeElement): Rule {
  return ([a, b], dtype) => (a === undefined || b === undefined ? undefined : compute(a, b, dtype));
}

function scale(element: Fraction, by: number): Dim {
  return dimMul(element.dim, by);
}

function fraction(dim: Dim, over: number): ShapeElement {
  if (over === 1) return { dim, over };
  const whole = dimExactDiv(dim, over);
  if (whole !== undefined) return { dim: whole, over: 1 };
  return Number.isSafeInteger(over) ? { dim, over } : undefined;
}

function divide(a: Fraction, b: Fraction, real: boolean): ShapeElement {
  const exact = dimExactDiv(dimMul(a.dim, b.over), dimMul(b.dim, a.over));
  if (exact !== undefined) return { dim: exact, over: 1 };
  if (typeof b.dim !== 'number' || b.dim <= 0) return undefined;
  if (real) return fraction(dimMul(a.dim, b.over), a.over * b.dim);
  // Integer division truncates, which is the floor where nothing is negative.
  return lowest(a.dim) >= 0 ? fraction(dimFloorDiv(a.dim, b.dim), 1) : undefined;
}

function cast(a: Fraction, dtype: DType): ShapeElement {
  const { kind } = DTYPES[dtype];
  if (kind === 'float' || (a.over === 1 && kind !== 'bool')) return a;
  if (kind === 'bool') return truth(compare(a, { dim: 0, over: 1 }), [true, false, true]);
  return lowest(a.dim) >= 0 ? fraction(dimFloorDiv(a.dim, a.over), 1) : undefined;
}

/** The sign of a - b where it is the same for every value of the dims. */
type Sign = 'below' | 'equal' | 'above' | 'not below' | 'unknown';

function compare(a: Fraction, b: Fraction): Sign {
  const difference = dimSub(scale(a, b.over), scale(b, a.over));
  if (difference === 0) return 'equal';
  const low = lowest(difference);
  if (low > 0) return 'above';
  if (lowest(dimMul(difference, -1)) > 0) return 'below';
  return low === 0 ? 'not below' : 'unknown';
}

function largest(a: Fraction, b: Fraction): ShapeElement {
  const sign = compare(a, b);
  if (sign === 'above' || sign === 'equal' || sign === 'not below') return a;
  return sign === 'below' || compare(b, a) === 'not below' ? b : undefined;
}

function truth(sign: Sign, [below, equal, above]: readonly [boolean, boolean, boolean]) {
  if (sign === 'unknown') return undefined;
  if (sign === 'not below') return equal === above ? elementOf(Number(equal)) : undefined;
  return elementOf(Number(sign === 'below' ? below : sign === 'equal' ? equal : above));
}

function boolean(a: Fraction | undefined, compute: (x: boolean) => boolean): ShapeElement {
  return typeof a?.dim === 'number' ? elementOf(Number(compute(a.dim !== 0))) : undefined;
}

export function isNeverNegative(dim: Dim): boolean {
  return lowest(dim) >= 0;
}

/** A lower bound, given that every named dim is at least 1; -Infinity where there is none. */
function lowest(dim: Dim): number {
  if (typeof dim === 'number') return dim;
  let sum = 0;
  for (const [key, factor] of dim.terms) {
    if (key === '') sum += factor;
    else if (factor < 0) return -Infinity;
    else sum += factor * lowestProduct(key, dim);
  }
  return sum;
}

function lowestProduct(key: string, dim: Exclude<Dim, number>): number {
  let product = 1;
  for (const [name, atom] of dim.atoms) {
    const floor = atom.kind === 'floor' && key.includes(name);
    if (!floor) continue;
    const low = Math.floor(lowest(atom.of) / atom.by);
    if (low < 0) return -Infinity;
    product *= Math.min(low, 1);
  }
  return product;
}
