/** The choice of a form for each layer against all choices that there are. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseForms, totals } from '../../compiler/budget/choose.ts';
import type { Choice } from '../../compiler/budget/choose.ts';

const layer = fc.array(
  fc.record({ bytes: fc.integer({ min: 1, max: 40 }), noise: fc.integer({ min: 0, max: 99 }) }),
  { minLength: 1, maxLength: 4 },
);
const layers = fc.array(layer, { minLength: 1, maxLength: 4 });

function everyChoice(given: readonly (readonly Choice[])[]): readonly (readonly number[])[] {
  return given.reduce<readonly (readonly number[])[]>(
    (sets, own) => sets.flatMap((set) => own.map((_, place) => [...set, place])),
    [[]],
  );
}

describe('the choice of forms', () => {
  it('takes the fewest bytes where none are allowed, and least noise where all are', () => {
    fc.assert(
      fc.property(layers, (given) => {
        const each = everyChoice(given).map((choices) => totals(given, choices));
        const small = chooseForms(given, { bytes: 0, noise: 0 });
        const large = chooseForms(given, { bytes: 1e6, noise: 0 });
        expect(small.bytes).toBe(Math.min(...each.map(({ bytes }) => bytes)));
        expect(large.noise).toBe(Math.min(...each.map(({ noise }) => noise)));
      }),
    );
  });

  it('stays within its bytes, and no choice of them all is better by more than one step of a layer', () => {
    fc.assert(
      fc.property(layers, fc.integer({ min: 1, max: 160 }), (given, bytes) => {
        const each = everyChoice(given).map((choices) => totals(given, choices));
        const fitting = each.filter((one) => one.bytes <= bytes);
        if (fitting.length === 0) return;
        const picked = chooseForms(given, { bytes, noise: 0 });
        expect(picked.bytes).toBeLessThanOrEqual(bytes);
        const best = Math.min(...fitting.map(({ noise }) => noise));
        const widest = Math.max(
          ...given.map(
            (own) =>
              Math.max(...own.map(({ noise }) => noise)) -
              Math.min(...own.map(({ noise }) => noise)),
          ),
        );
        expect(picked.noise).toBeLessThanOrEqual(best + widest);
      }),
    );
  });

  it('needs no more bytes for a loss than one step of a layer above the best', () => {
    fc.assert(
      fc.property(layers, fc.integer({ min: 0, max: 200 }), (given, noise) => {
        const each = everyChoice(given).map((choices) => totals(given, choices));
        const fitting = each.filter((one) => one.noise <= noise);
        if (fitting.length === 0) return;
        const picked = chooseForms(given, { bytes: Infinity, noise });
        expect(picked.noise).toBeLessThanOrEqual(noise);
        expect(picked.bytes).toBeLessThanOrEqual(
          Math.min(...fitting.map(({ bytes }) => bytes)) + 40,
        );
      }),
    );
  });
});
