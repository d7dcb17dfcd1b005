/** The browser's entry point: it bundles without Node's modules, and compiles in a page what Node compiles. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPage } from '../browser/harness.ts';
import { runCli, writeTinyModel } from '../cli/harness.ts';

let folder: string;
let metafile: Metafile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-bundle-'));
  const bundled = await build({
    entryPoints: [fileURLToPath(new URL('../../compiler/api/browser.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    // The TypeScript inside ts-morph is loaded when a page emits, not with the page.
    splitting: true,
    outdir: join(folder, 'snapc'),
    metafile: true,
    logLevel: 'silent',
  });
  ({ metafile } = bundled);
});

afterAll(() => rm(folder, { recursive: true }));

it('imports nothing of Node', () => {
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  expect(imported.filter(({ path }) => path.startsWith('node:'))).toEqual([]);
  const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external === true),
  );
  // TypeScript asks for it inside a try, to measure itself.
  expect(outside.map(({ path }) => path)).toEqual(['perf_hooks']);
});

it('is small as long as nothing is emitted', () => {
  const entry = Object.entries(metafile.outputs).find(([path]) => path.endsWith('/browser.js'));
  expect(entry?.[1].bytes).toBeLessThan(2_500_000);
});

it.each([
  ['webgpu', 'webgpu-default'],
  ['coreml', 'iphone-16-pro'],
])('compiles for %s in a page to the same manifest as in Node', async (target, device) => {
  await writeTinyModel(folder);
  const options = ['--target', target, '--device', device, '--precision', 'fp32', '--out', 'out'];
  expect((await runCli(['compile', 'model.onnx', ...options], { folder })).code).toBe(0);
  await writeFile(join(folder, 'page.js'), PAGE);
  const opened = await openPage(folder);
  try {
    // As text, because vitest rewrites the import() of a function into a call that no page knows.
    const manifest = await opened.page.evaluate<string>(
      `import('/page.js').then(({ compileHere }) => compileHere('${target}', '${device}'))`,
    );
    expect(manifest).toBe(await readFile(join(folder, 'out', 'manifest.json'), 'utf8'));
    expect(opened.log).toEqual([]);
  } finally {
    await opened.close();
  }
});

const PAGE = `
import { compile, findDevice, memoryOutput, openModelBlob, success, targets } from './snapc/browser.js';

export async function compileHere(target, deviceName) {
  const blob = await (await fetch('model.onnx')).blob();
  const device = findDevice(deviceName).value;
  const output = memoryOutput();
  const source = openModelBlob(new File([blob], 'model.onnx'));
  const result = await compile(
    { source, targets: targets.filter(({ name }) => name === target), device, precision: 'fp32' },
    async () => success(output),
  );
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return new TextDecoder().decode(output.files.get('manifest.json'));
}
`;
