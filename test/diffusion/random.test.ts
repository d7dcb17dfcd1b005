/** Random numbers against their inventors' known answers, PyTorch and SciPy. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logarithm, sineCosine } from '../../runtime/web/pictures/elementary.ts';
import { Mersenne, torchNormals } from '../../runtime/web/pictures/mersenne.ts';
import { inverseNormal, normals } from '../../runtime/web/pictures/normal.ts';
import { philox } from '../../runtime/web/pictures/philox.ts';
import { RANDOM123, known } from './known-randoms.ts';

describe('philox', () => {
  it.each(RANDOM123)('%j with %j', (counter, key, words) => {
    expect(philox(counter, key)).toEqual(words);
  });
});

describe('normal numbers', () => {
  it.each(known.inverse)('the inverse at word $word', ({ word, number }) => {
    const found = inverseNormal((word + 0.5) / 2 ** 32);
    expect(Math.abs(found - number)).toBeLessThan(1e-15 * Math.max(1, Math.abs(number)));
  });

  it('have the moments of the distribution', () => {
    const count = 200_000;
    const numbers = normals(7, 0, count);
    const moment = (power: number): number =>
      numbers.reduce((sum, number) => sum + number ** power, 0) / count;
    // Four deviations of the mean of each power.
    const reach = 4 / Math.sqrt(count);
    expect(Math.abs(moment(1))).toBeLessThan(reach);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(reach * Math.sqrt(2));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(reach * Math.sqrt(96));
  });

  it('differ by seed and by stream, and do not depend on how many are drawn', () => {
    const numbers = normals(2 ** 40 + 3, 2, 9);
    expect(normals(2 ** 40 + 3, 2, 6)).toEqual(numbers.subarray(0, 6));
    expect(normals(3, 2, 9)).not.toEqual(numbers);
    expect(normals(2 ** 40 + 3, 1, 9)).not.toEqual(numbers);
  });

  it.each(known.normals)("torch's with seed $seed", ({ seed, numbers }) => {
    const found = torchNormals(new Mersenne(seed), numbers.length);
    for (const [at, number] of numbers.entries()) {
      // PyTorch's own logarithm and cosine are of single precision.
      expect(Math.abs((found[at] ?? NaN) - number)).toBeLessThan(1.5e-6);
    }
  });
});

describe('elementary functions', () => {
  it('the logarithm', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        const size = Math.max(1, Math.abs(Math.log(x)));
        expect(Math.abs(logarithm(x) - Math.log(x)) / size).toBeLessThan(1e-15);
      }),
    );
  });

  it('sine and cosine', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (turns) => {
        const [sine, cosine] = sineCosine(turns);
        expect(Math.abs(sine - Math.sin(2 * Math.PI * turns))).toBeLessThan(2e-15);
        expect(Math.abs(cosine - Math.cos(2 * Math.PI * turns))).toBeLessThan(2e-15);
      }),
    );
  });
});
