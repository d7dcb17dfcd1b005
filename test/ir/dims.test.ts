/** Symbolic dims behave as the integers they stand for, and read back as they were printed. */

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bindDim,
  dimAdd,
  dimEquals,
  dimExactDiv,
  dimFloorDiv,
  dimMul,
  dimNames,
  dimSub,
  printDim,
  symbol,
} from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import { parseGraph } from '../../ir/parse.ts';

type Environment = ReadonlyMap<string, number>;

/** A dim and what it should be for given values of its names. */
interface Expression {
  readonly dim: Dim;
  readonly of: (env: Environment) => number;
}
const NAMES = ['h', 'w', 'batch'] as const;

const { expression } = fc.letrec<{ expression: Expression; leaf: Expression }>((tie) => ({
  leaf: fc.oneof(
    fc.integer({ min: -9, max: 9 }).map((number) => ({ dim: number, of: () => number })),
    fc.constantFrom(...NAMES).map((name) => ({
      dim: symbol(name),
      of: (env: Environment) => env.get(name) ?? NaN,
    })),
  ),
  expression: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    tie('leaf'),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => ({
      dim: dimAdd(a.dim, b.dim),
      of: (env: Environment) => a.of(env) + b.of(env),
    })),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => ({
      dim: dimSub(a.dim, b.dim),
      of: (env: Environment) => a.of(env) - b.of(env),
    })),
    fc.tuple(tie('expression'), tie('leaf')).map(([a, b]) => ({
      dim: dimMul(a.dim, b.dim),
      of: (env: Environment) => a.of(env) * b.of(env),
    })),
    fc.tuple(tie('expression'), fc.integer({ min: 1, max: 12 })).map(([a, by]) => ({
      dim: dimFloorDiv(a.dim, by),
      of: (env: Environment) => Math.floor(a.of(env) / by),
    })),
  ),
}));
const dim = expression.map((made) => made.dim);
const value = fc.integer({ min: -20, max: 40 });
const environment = fc.tuple(value, value, value).map((values) => toMap(values));

function toMap(values: readonly number[]): Environment {
  return new Map(NAMES.map((name, index) => [name, values[index] ?? 0]));
}

const RUNS = { numRuns: 2000 };

describe('dims', () => {
  test('are the numbers they stand for', () => {
    fc.assert(
      fc.property(expression, environment, ({ dim: made, of }, env) => {
        const bound = bindDim(made, env);
        expect(bound).toBe(of(env) + 0);
      }),
      RUNS,
    );
  });

  test('may be bound one name after the other', () => {
    fc.assert(
      fc.property(dim, environment, (made, env) => {
        const steps = NAMES.reduce(
          (so, name) => bindDim(so, new Map([[name, env.get(name) ?? 0]])),
          made,
        );
        expect(steps).toBe(bindDim(made, env));
      }),
      RUNS,
    );
  });

  test('with equal text are equal', () => {
    fc.assert(
      fc.property(expression, expression, environment, (a, b, env) => {
        if (dimEquals(a.dim, b.dim)) expect(a.of(env) + 0).toBe(b.of(env) + 0);
      }),
      RUNS,
    );
  });

  test('add and multiply as a ring does', () => {
    fc.assert(
      fc.property(dim, dim, dim, (a, b, c) => {
        const same = (x: Dim, y: Dim): void => expect(printDim(x)).toBe(printDim(y));
        same(dimAdd(a, b), dimAdd(b, a));
        same(dimMul(a, b), dimMul(b, a));
        same(dimAdd(dimAdd(a, b), c), dimAdd(a, dimAdd(b, c)));
        same(dimMul(dimAdd(a, b), c), dimAdd(dimMul(a, c), dimMul(b, c)));
        same(dimSub(dimAdd(a, b), b), a);
        same(dimAdd(a, 0), a);
        same(dimMul(a, 1), a);
        expect(dimMul(a, 0)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  test('let whole multiples out of a floor', () => {
    fc.assert(
      fc.property(dim, dim, fc.integer({ min: 1, max: 12 }), (a, b, by) => {
        const left = dimFloorDiv(dimAdd(a, dimMul(b, by)), by);
        expect(printDim(left)).toBe(printDim(dimAdd(dimFloorDiv(a, by), b)));
        expect(dimFloorDiv(a, 1)).toEqual(a);
        expect(printDim(dimFloorDiv(dimMul(a, by), by))).toBe(printDim(a));
      }),
      RUNS,
    );
  });

  test('divide exactly only where the product gives them back', () => {
    fc.assert(
      fc.property(dim, dim, (a, b) => {
        const quotient = dimExactDiv(a, b);
        if (quotient !== undefined && b !== 0) {
          expect(printDim(dimMul(quotient, b))).toBe(printDim(a));
        }
        // Nothing divided by a name is not known to be nothing: the name may stand for 0.
        const product = dimMul(a, dimMul(symbol('w'), 3));
        expect(dimExactDiv(product, dimMul(symbol('w'), 3))).toEqual(a === 0 ? undefined : a);
      }),
      RUNS,
    );
  });

  test('name what must be bound', () => {
    fc.assert(
      fc.property(dim, environment, (made, env) => {
        const names = dimNames([made]);
        const bound = bindDim(made, new Map([...env].filter(([name]) => names.includes(name))));
        expect(typeof bound).toBe('number');
      }),
      RUNS,
    );
  });

  test('read back as they were printed', () => {
    fc.assert(
      fc.property(dim, (made) => {
        const parsed = readShape(printDim(made));
        // A type refuses numbers below 0; every other dim comes back.
        if (typeof made === 'number' && made < 0) expect(parsed).toBeUndefined();
        else expect(parsed).toEqual([made]);
      }),
      RUNS,
    );
  });
});

function readShape(text: string): readonly Dim[] | undefined {
  const parsed = parseGraph(`graph @g(%x: f32[${text}]) { return y=%x }`);
  return parsed.ok ? parsed.value.inputs[0]?.type.shape : undefined;
}

describe('the text of a dim', () => {
  test.each([
    ['2*h*w + 1', '2*h*w + 1'],
    ['h-1', 'h - 1'],
    ['h -1 +w', 'h + w - 1'],
    ['(h + 1)*(h - 1)', 'h*h - 1'],
    ['-h + 2*h', 'h'],
    ['floor(h/2)', 'floor(h/2)'],
    ['floor((h - 1)/2) + 1', 'floor((h + 1)/2)'],
    ['floor((8*h + 3*w + 17)/8)', 'floor((3*w + 1)/8) + h + 2'],
    ['floor((2*h + 3)/4)', 'floor((h + 1)/2)'],
    ['floor((floor((h + 1)/2) + 1)/2)', 'floor((h + 3)/4)'],
    ['floor(h*w/2)*h', 'floor(h*w/2)*h'],
    ['floor((6*h)/3)', '2*h'],
  ])('%s is %s', (text, expected) => {
    expect(readShape(text)?.map(printDim)).toEqual([expected]);
  });

  test.each([
    ['an operand too few', '2*'],
    ['a name with a dot', 'a.b'],
    ['the word for floors as a name', 'floor'],
    ['a division by nothing', 'floor(h/0)'],
    ['a division without floor', 'h/2'],
    ['a fraction', '1.5'],
    ['a number that is not exact', '9007199254740991*2'],
    ['a number below 0', '-3'],
    ['parentheses without end', '('.repeat(5000)],
    ['parentheses in thousands', `${'('.repeat(5000)}h${')'.repeat(5000)}`],
  ])('%s is refused', (_, text) => {
    const parsed = parseGraph(`graph @g(%x: f32[${text}]) { return y=%x }`);
    expect(parsed.diagnostics.map(({ code }) => code)).toEqual(['SNAPC1101']);
  });
});
