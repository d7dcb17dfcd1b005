/** The vectors for other languages can be written: their oracles agree. */

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { writeVectors } from './vectors.ts';

it('vectors are lines of fields', async () => {
  const folder = await temporaryFolder();
  await writeVectors(folder);
  const names = await readdir(folder);
  expect(names).toHaveLength(16);
  for (const name of names.filter((one) => one.endsWith('.txt'))) {
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
    expect(lines.length, name).toBeGreaterThan(4);
    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => !/^[\w-]+( [\w-]+)*$/.test(line))).toEqual([]);
  }
});
