/** Constants that are a size times whole numbers at each size, as the places where the rows of a batch begin. */

import { gcd } from '../../../ir/dim.ts';
import { elementCount } from '../../../ir/types.ts';
import type { Literal } from '../syntax.ts';
import { table } from '../terms.ts';
import { tensorOf } from './beginnings.ts';
import type { SizeList } from './samples.ts';

export interface Multiples {
  /** What is left without the factors. */
  readonly literals: readonly Literal[];
  readonly factors: SizeList;
}

/** Undefined for other numbers than int32, for zeros alone, and where literals are too large to be held. */
export function multiplesOf(literals: readonly Literal[]): Multiples | undefined {
  const factors: number[] = [];
  const left: Literal[] = [];
  for (const literal of literals) {
    const values = literal.type.dtype === 'int32' ? tensorOf(literal) : undefined;
    if (values === undefined) return undefined;
    const numbers = Array.from({ length: elementCount(values.shape) }, (_, index) =>
      Number(values.element(index)),
    );
    const factor = numbers.reduce((divisor, number) => gcd(divisor, Math.abs(number)), 0);
    if (factor === 0) return undefined;
    factors.push(factor);
    left.push(
      table(
        'int32',
        values.shape,
        numbers.map((number) => number / factor),
      ),
    );
  }
  return { literals: left, factors };
}
