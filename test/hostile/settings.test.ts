/** Device files and rules of compression, mutated. */

import * as fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { readCompression } from '../../compiler/quantize/read-compression.ts';
import { parseDeviceText } from '../../targets/devices/parse.ts';
import { checkUntouched, typed } from './typed.ts';
import { hurtJson } from './json-text.ts';

afterEach(checkUntouched);

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

it('device files are read or refused', async () => {
  const file = new URL('../../targets/devices/pixel-8.json', import.meta.url);
  const good = JSON.parse(await readFile(file, 'utf8')) as object;
  const deep = `{"name": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`key${at}`, at]));
  await fc.assert(
    fc.asyncProperty(hurtJson(good), async (bytes) => {
      const device = await typed(() => parseDeviceText(textOf(bytes), 'device.json'));
      if (device !== undefined) expect(typeof device.name).toBe('string');
    }),
    { numRuns: 200, examples: [[bytesOf(deep)], [bytesOf(JSON.stringify(many))]] },
  );
});

it('rules of compression too', async () => {
  const good = {
    rules: [
      { match: 'up_blocks.*', form: 'int8', symmetric: true },
      { match: '*', form: 'palette4', group: 8 },
    ],
    min_elements: 64,
  };
  await fc.assert(
    fc.asyncProperty(hurtJson(good), async (bytes) => {
      await typed(() => readCompression(textOf(bytes), 'rules.json'));
    }),
    { numRuns: 200 },
  );
});
