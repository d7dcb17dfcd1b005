/**
 * Emitted packages as people review them: the folder test/golden/coreml/NAME is what the graph of
 * test/golden/NAME.ir compiles to. The model is printed as text, weights are their size and hash, and Swift is
 * left out; `vitest -u` rewrites them.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { printModel } from './print-model.ts';
import { compileGraph, graphOf } from './written-package.ts';
import type { CompileChoices, Compiled } from './written-package.ts';

const SOURCES = fileURLToPath(new URL('../golden', import.meta.url));
const GOLDEN = join(SOURCES, 'coreml');

/** Each in other respects than the others. */
const CASES: Readonly<Record<string, CompileChoices>> = {
  attention: { device: 'iphone-16-pro', precision: 'fp16' },
  perceptron: { device: 'iphone-16-pro', precision: 'fp32', options: { write_ir: true } },
  'residual-block': { device: 'iphone-14-pro', precision: 'fp16', options: { io: 'fp16' } },
};

async function compiled(name: string): Promise<Compiled> {
  const graph = graphOf(readFileSync(join(SOURCES, `${name}.ir`), 'utf8'));
  return await compileGraph(graph, { ...CASES[name], modelName: `${name}.onnx` });
}

/** Texts by the names of files in the golden folder. */
function texts({ sink, model }: Compiled): ReadonlyMap<string, string> {
  const own = [...sink.files].filter(([path]) => !path.endsWith('.swift'));
  const files = own.map(([path, bytes]) => {
    const file = path.split('/').at(-1) ?? '';
    if (file.endsWith('.mlmodel')) return [`${file}.txt`, printModel(model)] as const;
    if (!file.endsWith('.bin')) return [file, Buffer.from(bytes).toString()] as const;
    const hash = createHash('sha256').update(bytes).digest('hex');
    return [`${file}.sha256`, `${hash} ${bytes.length}\n`] as const;
  });
  return new Map(files);
}

describe.each(Object.keys(CASES))('%s', (name) => {
  it('compiles to the package', async () => {
    const result = await compiled(name);
    const folder = join(GOLDEN, name);
    const files = texts(result);
    for (const [file, text] of files) await expect(text).toMatchFileSnapshot(join(folder, file));
    // Vitest writes new files when the tests are done.
    const there = existsSync(folder) ? readdirSync(folder) : [];
    expect(there.filter((file) => !files.has(file))).toEqual([]);
    expect([...result.sink.files.keys()].filter((path) => path.includes('.mlpackage/'))).toEqual([
      expect.stringMatching(
        /^[A-Za-z]+\/[A-Za-z]+\.mlpackage\/Data\/com\.apple\.CoreML\/weights\/weight\.bin$/,
      ),
      expect.stringMatching(
        /^[A-Za-z]+\/[A-Za-z]+\.mlpackage\/Data\/com\.apple\.CoreML\/model\.mlmodel$/,
      ),
      expect.stringMatching(/^[A-Za-z]+\/[A-Za-z]+\.mlpackage\/Manifest\.json$/),
    ]);
  });

  it('compiles to the same bytes again', async () => {
    const [first, second] = [await compiled(name), await compiled(name)];
    expect([...first.sink.files]).toEqual([...second.sink.files]);
  });
});

it('there are no folders without a graph', () => {
  expect(readdirSync(GOLDEN).filter((name) => !Object.hasOwn(CASES, name))).toEqual([]);
});
