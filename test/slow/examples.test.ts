/** Every example ends in an assertion of its own; here they are run as a reader would run them. */

import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLES = ['android-app', 'coreml-app', 'custom-pass', 'embed-web', 'new-phone'];

function run(script: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script], {
    cwd: ROOT,
    encoding: 'utf8',
  });
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

it('the demo prints its table and where to go on', () => {
  const ran = run('examples/demo/demo.ts');
  expect([ran.stderr, ran.status]).toEqual([expect.any(String), 0]);
  const head = /^model +nodes +kernels +weights +arena +max error +time$/m;
  expect(ran.stdout).toMatch(head);
  for (const model of ['clip-text', 'snapfusion-unet', 'snapfusion-vae-decoder']) {
    expect(ran.stdout).toMatch(new RegExp(`^${model} +\\d+ -> \\d+ +\\d+ `, 'm'));
  }
  expect(ran.stdout).toContain('npm run -s snapc -- compile');
});
