/** The web's runtime: requests of any values, and tables whose hashes nobody has compared. */

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SnapcError } from '../../runtime/web/errors.ts';
import { checkRequest } from '../../runtime/web/pictures/request.ts';
import type { GenerateOptions, RequestLimits } from '../../runtime/web/pictures/request.ts';
import { stepsOf } from '../../runtime/web/pictures/step-table.ts';
import { LONGEST_PROMPT, Tokenizer } from '../../runtime/web/pictures/tokenizer.ts';
import { tablesOf, vocabularies } from '../diffusion/vocabularies.ts';
import { cpuSeconds } from '../support/cpu-time.ts';
import { checkUntouched } from './typed.ts';

const LIMITS: RequestLimits = {
  sizes: [16, 24].map((width) => ({ width, height: 16, tile: { width: 8, height: 8 } })),
  steps: { usual: 8, counts: [4, 8], initialNoise: [1, 1], clip: null },
  guidance: 7.5,
  encoder: {},
};

const text = fc.constantFrom('', 'a red circle', '🙂\ud800\0', 'x'.repeat(LONGEST_PROMPT + 1));
const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    NaN,
    Infinity,
    -0,
    1e9,
    2 ** 53,
    0.5,
    '8',
    7n,
    true,
    [],
    {},
    { toString: null, valueOf: null },
    { width: 1e9, height: 1e9, pixels: { length: 4e18 } },
    { width: 16, height: 16, pixels: null },
    JSON.parse('{"__proto__": {"polluted": 1}}'),
    Symbol('symbol'),
    () => undefined,
  ),
  text,
  fc.integer(),
  fc.double(),
);
const usual = fc.record({
  prompt: text,
  steps: fc.constantFrom(4, 8),
  seed: fc.nat(),
  width: fc.constantFrom(16, 24),
});
const fields = fc.constantFrom(
  'prompt',
  'negativePrompt',
  'steps',
  'guidance',
  'seed',
  'width',
  'height',
  'image',
  'strength',
  'preview',
  'random',
  'onStep',
  '__proto__',
);

/** What comes of it; a fault is a SnapcError of the code, in good time and of harmless length. */
function ended<T>(code: string, work: () => T): T | undefined {
  const start = process.cpuUsage();
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SnapcError)) throw error;
    expect(error.code).toBe(code);
    expect(error.message.length).toBeLessThan(2000);
    return undefined;
  } finally {
    expect(cpuSeconds(start)).toBeLessThan(2);
    checkUntouched();
  }
}

it('requests of any values are checked or refused', () => {
  fc.assert(
    fc.property(usual, fc.array(fc.tuple(fields, odd), { maxLength: 4 }), (good, changes) => {
      const given = { ...good, ...Object.fromEntries(changes) } as unknown as GenerateOptions;
      const request = ended('input', () => checkRequest(given, LIMITS));
      if (request === undefined) return;
      const { prompt, negativePrompt, steps, guidance, seed, size, strength } = request;
      expect([typeof prompt, typeof negativePrompt]).toEqual(['string', 'string']);
      expect(prompt.length).toBeLessThanOrEqual(LONGEST_PROMPT);
      expect([4, 8]).toContain(steps);
      expect(Math.abs(guidance)).toBeLessThanOrEqual(1000);
      expect(Number.isSafeInteger(seed) && seed >= 0).toBe(true);
      expect(LIMITS.sizes).toContain(size);
      expect(strength >= 0 && strength <= 1).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

const [, [, files] = ['', {}]] = vocabularies;
const tables = tablesOf(files as Parameters<typeof tablesOf>[0]);
const MOST = 2 ** 32 - 1;
const changes = fc.array(
  fc.tuple(
    fc.oneof(fc.nat({ max: 7 }), fc.nat({ max: tables.length / 4 - 1 })),
    fc.constantFrom(0, 1, 77, 0xffff, 0x10000, 2 ** 24, 2 ** 31, MOST),
  ),
  { maxLength: 4 },
);

it('tables of a tokenizer that were changed or cut off are read or refused', () => {
  fc.assert(
    fc.property(changes, fc.double({ min: 0, max: 1, noNaN: true }), (words, cut) => {
      const bytes = tables.slice(0, cut < 0.5 ? Math.floor(2 * cut * tables.length) : undefined);
      const view = new DataView(bytes.buffer);
      for (const [at, word] of words) {
        if (4 * at + 4 <= bytes.length) view.setUint32(4 * at, word, true);
      }
      const tokens = ended('weights', () => new Tokenizer(bytes).encode("it's 3 naïve 🚀 circles"));
      expect(tokens?.ids.length ?? 0).toBeLessThanOrEqual(0x10000);
    }),
    { numRuns: 300 },
  );
});

it('tables of steps too', () => {
  const counts = fc.array(fc.oneof(fc.nat({ max: 9 }), fc.constant(MOST)), { maxLength: 3 });
  fc.assert(
    fc.property(counts, fc.nat({ max: 999 }), fc.nat({ max: 9 }), (list, size, steps) => {
      const found = ended('weights', () => stepsOf(new Uint8Array(size), list, steps));
      if (found !== undefined) expect(found).toHaveLength(steps);
    }),
    { numRuns: 1000 },
  );
});
