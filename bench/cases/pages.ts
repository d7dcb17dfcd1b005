/** Bundles the modules of the pages into the folder that pages are served from. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { PAGES } from './places.ts';

/** Answers what jax-js with its ONNX loader weighs in a page, compressed. */
export async function buildPages(root: string): Promise<{ readonly jaxGzipBytes: number }> {
  const source = fileURLToPath(new URL('../pages/', import.meta.url));
  await build({
    entryPoints: ['snapc', 'jax-js'].map((name) => join(source, `${name}.ts`)),
    outdir: join(root, PAGES),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
  });
  const bundle = await readFile(join(root, PAGES, 'jax-js.js'));
  return { jaxGzipBytes: gzipSync(bundle, { level: 9 }).length };
}
