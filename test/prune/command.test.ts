/** `snapc compile --prune`: a narrower model by one option. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMPILE, runCli, writeTinyModel } from '../cli/harness.ts';
import { temporaryFolder } from '../support/folder.ts';

test('the pass is in the manifest with its options', async () => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  const ran = await runCli([...COMPILE, '--prune', 'ratio=0.5, heads=whole', '--out', 'out'], {
    folder,
  });
  expect([ran.code, ran.stderr]).toEqual([0, expect.any(String)]);
  const manifest = await readFile(join(folder, 'out', 'manifest.json'), 'utf8');
  expect(manifest).toContain('prune-channels');
});

test.each([
  ['ration=0.5', 'SNAPC3102'],
  ['ratio=2', 'SNAPC3301'],
  ['layers="*conv*"', 'SNAPC3302'],
  ['importance=activation', 'SNAPC3307'],
  ['compensate=true', 'SNAPC3307'],
])('options that are not right: %s', async (options, code) => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  const ran = await runCli([...COMPILE, '--prune', options, '--out', 'out'], { folder });
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain(code);
});
