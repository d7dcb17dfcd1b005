/** What the benchmark runs on, as far as it bears on the figures. */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { VERSION } from '../compiler/version.ts';
import type { Machine } from './report/report.ts';

export function machine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${process.arch}`,
    load: loadavg()[0] ?? 0,
  };
}

const PACKAGES = [
  'onnxruntime-node',
  'webgpu',
  '@jax-js/jax',
  '@jax-js/onnx',
  '@sparticuz/chromium',
] as const;

export async function versions(): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(
    PACKAGES.map(async (name) => [name, await versionOf(name)] as const),
  );
  return { node: process.version, snapc: VERSION, ...Object.fromEntries(found) };
}

/** Packages need not export their package.json, so it is looked for upwards from what they do export. */
async function versionOf(name: string): Promise<string> {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (folder !== dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
    const manifest = JSON.parse(text) as { readonly name?: string; readonly version?: string };
    if (manifest.name === name && manifest.version !== undefined) return manifest.version;
    folder = dirname(folder);
  }
  return 'unknown';
}
