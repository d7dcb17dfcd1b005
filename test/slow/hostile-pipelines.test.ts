/** `snapc pipeline` as a process of its own on folders of strangers: how it ends, and what time and memory it takes. */

import * as fc from 'fast-check';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Envelope } from '../cli/harness.ts';
import { SMALL_PIPELINES, writeSmallPipeline } from '../diffusion/small-pipeline.ts';
import { DECLARATION, MERGES, SCHEDULER, VOCABULARY } from '../diffusion/tiny-pipeline.ts';
import { CODE, hurtJson, hurtLines } from '../hostile/json-text.ts';
import { SEED } from '../setup/seed.ts';
import { measuredCommand } from '../support/measured-command.ts';

let work = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'snapc-hostile-'));
  await mkdir(join(work, 'good'));
  await writeSmallPipeline(join(work, 'good'), SMALL_PIPELINES.whole);
});

afterAll(() => rm(work, { recursive: true, force: true }));

/** Changes of a good folder, and what is compiled of it; the folder holds nothing else afterwards. */
async function compiled(files: Readonly<Record<string, Uint8Array | string>>): Promise<Envelope> {
  const folder = join(work, 'inside', 'hurt');
  await rm(join(work, 'inside'), { recursive: true, force: true });
  await cp(join(work, 'good'), folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const [inside, before] = [await readdir(work, { recursive: true }), Object.keys(files).join()];
  const words = ['--target', 'webgpu', '--device', 'webgpu-default', '--json'];
  const named = join(folder, 'pipeline.json');
  const ran = await measuredCommand(['pipeline', named, ...words, '--out', join(folder, 'out')]);
  expect([0, 1, 2], `${before} ${ran.stderr.slice(0, 2000)}`).toContain(ran.code);
  expect(ran.processorSeconds).toBeLessThan(30);
  expect(ran.megabytes).toBeLessThan(900);
  const after = await readdir(work, { recursive: true });
  const fresh = after.filter((name) => !inside.includes(name) && !/hurt\/out(\/|$)/.test(name));
  expect(fresh).toEqual([]);
  expect(ran.stdout, `${before} ${ran.stderr.slice(0, 2000)}`).toMatch(/^\{/);
  const told = JSON.parse(ran.stdout) as Envelope;
  for (const { code, severity, hint } of told.diagnostics) {
    expect(code).toMatch(/^SNAPC\d{4}$/);
    if (severity === 'error') expect(hint).toBeTruthy();
  }
  expect(told.diagnostics.some(({ severity }) => severity === 'error')).toBe(ran.code !== 0);
  return told;
}

const IDS = Object.fromEntries(VOCABULARY.map((token, id) => [token, id]));
const MODELS = ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder'].map(
  (part) => `${part}/model.onnx`,
);

test('folders with a mutated file each', async () => {
  const declared = { ...DECLARATION, ...SMALL_PIPELINES.whole, scaling_factor: 0.5 };
  const files = fc.oneof(
    hurtJson(declared).map((bytes) => ({ 'pipeline.json': bytes })),
    hurtJson(SCHEDULER).map((bytes) => ({ 'scheduler/scheduler_config.json': bytes })),
    hurtJson(IDS).map((bytes) => ({ 'tokenizer/vocab.json': bytes })),
    hurtLines(['#version: 0.2', ...MERGES]).map((bytes) => ({ 'tokenizer/merges.txt': bytes })),
    hurtJson({ model_max_length: 16 }).map((bytes) => ({
      'tokenizer/tokenizer_config.json': bytes,
    })),
  );
  for (const changed of fc.sample(files, { numRuns: 15, seed: SEED })) await compiled(changed);
});

test('models that are cut or swapped', async () => {
  const good = await Promise.all(MODELS.map((name) => readFile(join(work, 'good', name))));
  const share = fc.double({ min: 0, max: 0.99, noNaN: true });
  const changes = fc.oneof(
    fc.tuple(fc.nat({ max: 3 }), share).map(([at, end]) => {
      const bytes = good[at] ?? Buffer.alloc(0);
      return { [MODELS[at] ?? '']: bytes.subarray(0, Math.floor(end * bytes.length)) };
    }),
    fc
      .tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 3 }))
      .map(([at, by]) => ({ [MODELS[at] ?? '']: good[(at + by) % 4] ?? Buffer.alloc(0) })),
  );
  for (const changed of fc.sample(changes, { numRuns: 8, seed: SEED })) {
    const { diagnostics } = await compiled(changed);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).not.toEqual([]);
  }
});

test('a vocabulary of a million tokens is read, and refused where the text encoder has fewer', async () => {
  const many = Array.from({ length: 1e6 }, (_, at) => [`t${at}`, VOCABULARY.length + at] as const);
  const vocab = JSON.stringify({ ...IDS, ...Object.fromEntries(many) });
  const { diagnostics } = await compiled({ 'tokenizer/vocab.json': vocab });
  expect(diagnostics.map(({ code }) => code)).toEqual(['SNAPC6026']);
  const twice = JSON.stringify({ ...IDS, ...Object.fromEntries(many.map(([text]) => [text, 1])) });
  const refused = await compiled({ 'tokenizer/vocab.json': twice });
  expect(new Set(refused.diagnostics.map(({ code }) => code))).toContain('SNAPC6103');
  expect(refused.diagnostics.length).toBeLessThan(30);
});

test('names that would be code are text in what is emitted', async () => {
  const declared = JSON.parse(await readFile(join(work, 'good/pipeline.json'), 'utf8')) as object;
  await compiled({ 'pipeline.json': JSON.stringify({ ...declared, name: CODE }) });
  const folder = join(work, 'inside/hurt/out/webgpu');
  await import(pathToFileURL(join(folder, 'index.js')).href);
  expect((globalThis as Readonly<Record<string, unknown>>)['snapcHit']).toBeUndefined();
});
