/** `snapc draw`: a compiled pipeline of small parts draws on WebGPU, and strange folders and requests are refused. */

import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_EDGE, SMALL_PIPELINES, writeSmallPipeline } from '../diffusion/small-pipeline.ts';
import { envelopeOf, runCli } from './harness.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-draw-'));
  await writeSmallPipeline(folder, SMALL_PIPELINES.whole);
  const options = ['--target', 'webgpu,nnapi', '--device', 'pixel-8', '--precision', 'fp32'];
  const ran = await runCli(['pipeline', 'pipeline.json', ...options, '--out', 'out'], { folder });
  if (ran.code !== 0) throw new Error(ran.stderr);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const USUAL = { prompt: 'a red circle', seed: '7', steps: '3' };

type Choices = Readonly<Record<string, string>>;

async function draw(out: string, choices: Choices, from = 'out') {
  const given = Object.entries({ ...USUAL, ...choices, out });
  const args = given.flatMap(([name, value]) => [`--${name}`, value]);
  return runCli(['draw', from, ...args, '--json'], { folder });
}

async function pixelsOf(file: string): Promise<readonly number[]> {
  const { width, height, channels, data } = decode(await readFile(join(folder, file)));
  expect([width, height, channels]).toEqual([SMALL_EDGE, SMALL_EDGE, 3]);
  return [...data];
}

/** Nothing is written; the codes that are told. */
async function refused(choices: Choices, from?: string): Promise<readonly string[]> {
  const before = await readdir(folder);
  const ran = await draw('no.png', choices, from);
  expect(ran.code).toBeGreaterThan(0);
  expect(await readdir(folder)).toEqual(before);
  return envelopeOf(ran).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

describe('snapc draw', () => {
  it('draws from words, and over a picture', async () => {
    const ran = await draw('one.png', {});
    expect([ran.code, ran.stderr]).toEqual([0, expect.stringContaining('drawing on')]);
    expect(envelopeOf(ran).result).toMatchObject({ file: 'one.png', width: SMALL_EDGE, seed: 7 });
    const more = { random: 'torch', negative: 'cle', guidance: '3', memory: 'spare' };
    await draw('over.png', { image: 'one.png', strength: '0.5', ...more });
    const one = await pixelsOf('one.png');
    expect(await pixelsOf('over.png')).not.toEqual(one);
  });

  it('says what a request cannot have', async () => {
    const many = { guidance: 'much', seed: '-1', strength: ' ', steps: '1e9' };
    const [fault = ''] = await refused(many);
    for (const words of [
      'steps is 1000000000',
      'guidance is NaN',
      'seed is -1',
      'strength is NaN',
    ]) {
      expect(fault).toContain(words);
    }
  });

  it('says all of it at once, before a device is opened or a library built', async () => {
    await writeFile(join(folder, 'text.png'), 'no picture');
    const many = { size: '4', image: 'text.png', steps: '0', prompt: 'x'.repeat(70_000) };
    for (const target of ['webgpu', 'nnapi']) {
      const ran = await draw('no.png', { ...many, target });
      expect(ran.stderr).not.toMatch(/opening|building|drawing/);
      const told = envelopeOf(ran).diagnostics.map(({ code, message }) => `${code} ${message}`);
      expect(told).toEqual([
        expect.stringMatching(/^SNAPC5462/),
        expect.stringMatching(/^SNAPC5461/),
        expect.stringMatching(/^SNAPC5463 .*the prompt has 70000 characters.*steps is 0;/),
      ]);
    }
  });

  it('refuses pictures that are none or of another size', async () => {
    await writeFile(join(folder, 'text.png'), 'no picture');
    expect(await refused({ image: 'text.png' })).toEqual([expect.stringMatching(/^SNAPC5461/)]);
    const deep = { width: 1, height: 1, data: new Uint16Array(3), channels: 3, depth: 16 } as const;
    await writeFile(join(folder, 'deep.png'), encode(deep));
    expect(await refused({ image: 'deep.png' })).toEqual([expect.stringMatching(/^SNAPC5461/)]);
    const grey = { width: 2, height: 1, data: Uint8Array.of(0, 255), channels: 1 } as const;
    await writeFile(join(folder, 'grey.png'), encode(grey));
    const small = await refused({ image: 'grey.png' });
    expect(small).toEqual([expect.stringContaining('the image is 2x1')]);
  });

  it.each<readonly [string, string]>([
    ['[]', 'is of something else'],
    ['{"generator": "snapc", "kind": "pipeline"}', 'targets is missing'],
    [
      '{"generator": "snapc", "kind": "pipeline", "targets": {"nnapi": {"files": [1], "parts": {}}}}',
      'targets.nnapi.description is missing',
    ],
  ])('refuses a folder whose manifest is %s', async (text, words) => {
    await writeFile(join(folder, 'manifest.json'), text);
    const told = await refused({}, '.');
    expect(told[0]).toContain(words);
    for (const one of told) expect(one).toMatch(/^SNAPC5460/);
    await rm(join(folder, 'manifest.json'));
  });

  it('refuses a folder whose files are not those that were compiled', async () => {
    const file = join(folder, 'out', 'webgpu', 'unet', 'webgpu', 'index.js');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('export', 'EXPORT'));
    expect(await refused({})).toEqual([
      expect.stringMatching(/^SNAPC5415 .*webgpu\/unet\/webgpu\/index\.js.* has another SHA-256/),
    ]);
    await writeFile(file, text);
  });

  it('refuses a folder that is none, and a target that is not in it', async () => {
    expect(await refused({}, 'nowhere')).toEqual([expect.stringMatching(/^SNAPC5460/)]);
    const manifest = JSON.parse(await readFile(join(folder, 'out', 'manifest.json'), 'utf8'));
    const targets = { nnapi: manifest.targets.nnapi as unknown };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, targets }));
    const told = await refused({ target: 'webgpu' }, '.');
    expect(told).toEqual([expect.stringMatching(/^SNAPC5406 .* on target webgpu/)]);
    await rm(join(folder, 'manifest.json'));
  });
});

it('the library of a pipeline holds each name of a model as a literal, and one runtime', async () => {
  const nnapi = join(folder, 'out', 'nnapi');
  const files = await readdir(nnapi, { recursive: true });
  expect(files.filter((file) => file.endsWith('session.cpp'))).toEqual(['src/runtime/session.cpp']);
  expect(files).toEqual(
    expect.arrayContaining([
      'tokenizer.bin',
      'steps.bin',
      'unet/nnapi/weights/weights_0.bin',
      'include/Pictures/Pictures.h',
      'android/src/main/kotlin/snapc/pictures/Pipeline.kt',
    ]),
  );
  expect(files.some((file) => file.includes('run_model'))).toBe(false);
  const source = await readFile(join(nnapi, 'src', 'pipeline.cpp'), 'utf8');
  expect(source).toContain('{ "sample", "timestep", "encoder_hidden_states", "out_sample" }');
  expect(source).toContain('&UnetPictures::modelTables, "unet/nnapi/weights"');
});
