/** The loop's arithmetic in single precision, against the same by hand, and tables read back as they were written. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STEP_COLUMNS, encodeSteps } from '../../compiler/diffusion/step-table.ts';
import { stepsOf } from '../../runtime/web/pictures/step-table.ts';
import type { Step } from '../../runtime/web/pictures/step-table.ts';
import { advance, denoise, guided, mixed, scaled } from '../../runtime/web/pictures/update.ts';

const STEP: Step = {
  timestep: 999,
  inputScale: 0.5,
  cleanLatent: 2,
  cleanOutput: -1,
  latent: 0.25,
  denoised: 0.5,
  earlier: 4,
  output: 8,
  noise: 16,
  startLatent: 0.125,
  startNoise: 0.75,
};

const one = (number: number): Float32Array => Float32Array.of(number);

describe('a step', () => {
  it('denoises, and clamps where it is told', () => {
    expect(denoise(one(3), one(1), STEP, null)).toEqual(one(5));
    expect(denoise(one(3), one(1), STEP, 4)).toEqual(one(4));
    expect(denoise(one(-3), one(1), STEP, 4)).toEqual(one(-4));
  });

  it('is the sum of its terms', () => {
    expect(advance(STEP, one(4), one(1), one(2), one(3), one(1))).toEqual(one(1 + 1 + 12 + 8 + 16));
    expect(advance(STEP, one(4), one(1), one(2), undefined, undefined)).toEqual(one(10));
  });

  it('leaves terms of nothing out, though they be infinite', () => {
    const step = { ...STEP, output: 0, noise: 0, earlier: 0 };
    expect(advance(step, one(4), one(Infinity), one(2), one(NaN), one(NaN))).toEqual(one(2));
  });

  it('guides from what is said without the prompt', () => {
    expect(guided(one(1), one(3), 2.5)).toEqual(one(6));
  });

  it('rounds each operation to single precision', () => {
    const float = fc.float({ noNaN: true, min: -1000, max: 1000 });
    const { fround } = Math;
    fc.assert(
      fc.property(float, float, float, float, (a, b, c, d) => {
        expect(scaled(one(a), b)).toEqual(one(fround(a * b)));
        expect(mixed(one(a), b, one(c), d)).toEqual(one(fround(fround(a * b) + fround(c * d))));
      }),
    );
  });
});

describe('tables', () => {
  it('of several counts follow one another', () => {
    const rows = Array.from({ length: 5 }, (_, at) => ({ ...STEP, timestep: at }));
    const bytes = new Uint8Array(encodeSteps(rows).buffer);
    expect(stepsOf(bytes, [2, 3], 2)).toEqual(rows.slice(0, 2));
    expect(stepsOf(bytes, [2, 3], 3)).toEqual(rows.slice(2));
    expect(Object.keys(rows[0] ?? {})).toEqual([...STEP_COLUMNS]);
  });

  it('that end too early are refused', () => {
    expect(() => stepsOf(new Uint8Array(44), [1, 2], 2)).toThrow(/cut off/);
  });
});
