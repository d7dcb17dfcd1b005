/** `snapc test-pass`, and the process that watches code of a config. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { envelopeOf, runCli, spawnCli } from './harness.ts';

const WRONG = `import { applyRules, anyValue, definePass, defineRule, node, scalar } from 'snapc';
const x = anyValue();
const rule = defineRule({
  name: 'x * 2',
  pattern: node('mul', [x, scalar(2)]),
  build: (b, match) => b.mul({ a: match.get(x), b: match.get(x) }),
});
console.log('a config may print: it is not standard output');
const run = (graph) => {
  process.stdout.write('and so may a pass');
  applyRules(graph, [rule], 'wrong');
};
export default { passes: [{ pass: definePass({ name: 'wrong', describe: 'is wrong', run }) }] };
`;
const hostile = (body: string): string => `import { definePass } from 'snapc';
import { describe } from './words.js';
const run = () => { ${body} };
export default { passes: [{ pass: definePass({ name: 'hostile', describe, run }) }] };
`;

it('writes the smallest graph on which a pass fails', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'wrong.mjs': WRONG });
  const ran = await spawnCli(['test-pass', 'wrong.mjs', '--seed', '3', '--json'], folder);
  expect(ran.code).toBe(3);
  // What the config and its pass print does not come between.
  expect(envelopeOf(ran).diagnostics[0]?.code).toBe('SNAPC3004');
  expect(ran.stderr).toContain('and so may a pass');
  const text = await readFile(join(folder, 'wrong.failing.ir'), 'utf8');
  expect(text).toMatch(/\/\/ run: pass wrong\ngraph @\w+\(%\w+: f32\[[\d,]*\]\) \{\n.* splat 2 /);
});

// The folder does not say "type": "module".
it.each([
  [
    'hostile.js',
    'for (;;);',
    ['--time-limit', '6'],
    'SNAPC5446',
    /pass hostile on graph \d+ of --seed \d+ did not end within 6 s/,
  ],
  [
    'hostile.ts',
    'const code: number = 0; process.exit(code);',
    [],
    'SNAPC5447',
    /pass hostile on graph \d+ of --seed \d+ ended the process/,
  ],
  [
    'hostile.mjs',
    "Array.prototype.map = () => []; Object.defineProperty(Object.prototype, 'own', {});",
    [],
    'SNAPC5449',
    /pass hostile on graph \d+ of --seed \d+ changed Object.prototype.own, Array.prototype.map, /,
  ],
])('%s: names a pass that does %s', async (file, body, options, code, words) => {
  const folder = await temporaryFolder();
  const describe = "export const describe = 'is hostile';";
  await writeFiles(folder, { [file]: hostile(body), 'words.js': describe });
  const ran = await spawnCli(['test-pass', file, ...options], folder);
  expect(ran.stderr).toContain(code);
  expect(ran.stderr).toMatch(words);
  expect(ran.code).toBe(1);
});

it.each([
  [['--pass', 'canonicalize', '--runs', '5', '--seed', '1'], 0, ''],
  [['--pass', 'fold-upsample', '--runs', '1', '--seed', '1'], 0, 'SNAPC3018'],
  [['--pass', 'canonicalize', '--runs', '2', '--seed', '1', '--graph', 'one.ir'], 0, ''],
  [['--pass', 'canonicalize', '--graph', 'broken.ir'], 2, 'broken.ir'],
  [['--runs', 'many'], 2, 'SNAPC5444'],
  [['--pass', 'no-such-pass'], 2, 'SNAPC3101'],
  [['empty.json'], 2, 'SNAPC5445'],
])('with %s ends with %i', async (words, code, fault) => {
  const folder = await temporaryFolder();
  const one = 'Words.\n\n// run: print\ngraph @g(%x: f32[2]) {\n  return y=%x\n}\n';
  await writeFiles(folder, { 'empty.json': '{}', 'one.ir': one, 'broken.ir': 'graph @g(' });
  const ran = await runCli(['test-pass', ...words], { folder });
  expect(ran.stderr).toContain(fault);
  expect(ran.code).toBe(code);
});
