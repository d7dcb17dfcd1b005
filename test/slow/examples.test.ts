/** Every example ends in an assertion of its own; here they are run as a reader would run them. */

import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = ['android-app', 'coreml-app', 'custom-pass', 'embed-web', 'new-phone'];

function run(script: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', script, ...words],
    { cwd: ROOT, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

it('every example is listed here', async () => {
  const entries = await readdir(new URL('../../examples', import.meta.url), {
    withFileTypes: true,
  });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // The page of web is opened by browser/pictures-page.test.ts.
  expect(folders.sort()).toEqual([...EXAMPLES, 'demo', 'web'].sort());
});

it.each(EXAMPLES)('%s', (name) => {
  const ran = run(`examples/${name}/run.ts`);
  expect([ran.stderr, ran.status]).toEqual([expect.any(String), 0]);
});

it('the demo draws what it is asked for, and prints its times and where to go on', async () => {
  const out = await mkdtemp(join(tmpdir(), 'snapc-demo-'));
  try {
    const options = ['--out', out, '--steps', '2', '--seed', '5'];
    const ran = run('examples/demo/demo.ts', ...options, 'a red circle', 'an Orange ring');
    expect([ran.stderr, ran.status]).toEqual([expect.any(String), 0]);
    expect(ran.stdout).toMatch(/^stage +time$/m);
    expect(ran.stdout).toMatch(/^compile for pixel-9 +[\d.]+ m?s$/m);
    expect(ran.stdout).toContain('npm run -s snapc -- pipeline');
    const files = await readdir(out);
    expect(files.sort()).toEqual(['orange-ring-5.png', 'red-circle-5.png', 'sheet.png']);
    const { width, height, channels } = decode(await readFile(join(out, 'red-circle-5.png')));
    expect([width, height, channels]).toEqual([256, 256, 3]);
  } finally {
    await rm(out, { recursive: true });
  }
});
