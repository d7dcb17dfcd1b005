/**
 * Runs every .ir file below this folder: text in, text out, compared with the file itself. `vitest -u`
 * rewrites the expectations in place.
 *
 *     free text about the file, before the first run line
 *     // run: MODE [arguments]
 *     // input x: f32[2,2] = 1 2 3 4        (or `= seeded SEED [LOW HIGH]`; without a line: seeded)
 *     graph @g(%x: f32[2,2]) {
 *       ...
 *     }
 *     // ---- expect
 *     ...
 *
 * A file holds any number of such sections. The modes:
 *
 * - print: parses and prints the graph.
 * - verify: the diagnostics of parser and verifier as `// CODE LINE: message`, or `// ok`. Lines count from
 *   the run line, whose number is 0.
 * - evaluate: the outputs as `// name: f32[2,2] = 1 2 3 4` with 6 significant digits.
 * - decompose: every composite node becomes core nodes.
 * - pass NAME {option=value, ...}, passes NAME {...}, NAME {...}: runs passes in order and prints the graph
 *   after their warnings; only the diagnostics if they fail. Origins are shown where the input has
 *   `// onnx:` comments. The facts that the first pass requires are taken as given.
 *
 * Laws that every section with a graph obeys, beside its text: the verifier finds nothing, parse(print(g))
 * equals g, passes and decompositions keep what the graph computes within their tolerance (named dims are
 * bound to small numbers), and running passes a second time changes nothing.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runMode } from './modes.ts';
import { joinFile, splitFile } from './sections.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const FILES = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ir'))
  .sort();

test.each(FILES)('%s', async (name) => {
  const path = join(ROOT, name);
  const file = splitFile(readFileSync(path, 'utf8'));
  expect(file.sections.length, 'the file has a `// run:` line').toBeGreaterThan(0);
  const expectations: string[] = [];
  for (const { run, input, line } of file.sections) {
    expectations.push(
      await runMode(run, input).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${name}:${line}: ${reason}`, { cause: error });
      }),
    );
  }
  await expect(joinFile(file, expectations)).toMatchFileSnapshot(path);
});
