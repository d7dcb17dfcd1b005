/** The miniature, compiled for WebGPU, draws what the words say: looked at by the colours of pixels and where they lie. */

import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Picture } from '../../runtime/web/pictures/picture.ts';
import type { GenerateOptions } from '../../runtime/web/pictures/request.ts';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import type { OpenPictures } from '../../targets/webgpu/host/open-pictures.ts';
import { runCli } from '../cli/harness.ts';
import { MINIATURE, cornersOf, isNear, meanDistance, patchOf } from './miniature.ts';

let folder: string;
let opened: OpenPictures;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-tiny-'));
  const options = ['--target', 'webgpu', '--device', 'swiftshader', '--precision', 'fp16'];
  const pipeline = join(MINIATURE, 'pipeline.json');
  const ran = await runCli(['pipeline', pipeline, ...options, '--out', 'out'], { folder });
  if (ran.code !== 0) throw new Error(ran.stderr);
  const found = await openPictures(join(folder, 'out', 'webgpu'), { adapter: 'swiftshader' });
  if (!found.ok) throw new Error(JSON.stringify(found.diagnostics));
  opened = found.value;
}, 300_000);

afterAll(async () => {
  opened.close();
  await rm(folder, { recursive: true, force: true });
});

const RED = [215, 30, 35] as const;
const BLUE = [45, 80, 235] as const;
const GREEN = [35, 165, 60] as const;
const WHITE = [250, 250, 250] as const;
/** Of the smallest thing of the world, with some to spare. */
const LEAST_PIXELS = 50;

const STEPS = 4;

/** In fewer steps than are usual, which takes half the time and shows the same. */
async function drawn(prompt: string, seed: number, options: Partial<GenerateOptions> = {}) {
  return opened.pipeline.generate({ ...options, prompt, seed, steps: STEPS });
}

it('one thing, where and on what it is told to be; so do previews', async () => {
  const previews: Picture[] = [];
  const picture = await drawn('a large red circle on the left on a white background', 1, {
    preview: 'fast',
    onStep: ({ preview }) => void previews.push(...(preview === undefined ? [] : [preview])),
  });
  const { count, x, y } = patchOf(picture, RED);
  expect(count).toBeGreaterThan(LEAST_PIXELS);
  expect(x).toBeLessThan(0.4);
  expect(Math.abs(y - 0.5)).toBeLessThan(0.15);
  expect(isNear(cornersOf(picture), WHITE)).toBe(true);
  const far = previews.map((preview) => meanDistance(preview, picture));
  expect(far).toHaveLength(STEPS);
  // Of 441 that black is from white.
  expect(Math.max(...far)).toBeLessThan(100);
});

it('two things, as they stand to each other', async () => {
  const picture = await drawn('a large green triangle above a large blue square', 3);
  const [triangle, square] = [patchOf(picture, GREEN), patchOf(picture, BLUE)];
  expect(triangle.count).toBeGreaterThan(LEAST_PIXELS);
  expect(square.count).toBeGreaterThan(LEAST_PIXELS);
  expect(square.y - triangle.y).toBeGreaterThan(0.2);
  expect(Math.abs(square.x - triangle.x)).toBeLessThan(0.25);
});

it('begins with a picture: little strength keeps it, more makes of it what the words say', async () => {
  const image = await drawn('a large red circle on the left on a white background', 1);
  const kept = await drawn('a large red circle on the left on a white background', 2, {
    image,
    strength: 0.25,
  });
  expect(meanDistance(image, kept)).toBeLessThan(20);
  const other = await drawn('a large green circle on the left on a white background', 2, {
    image,
    strength: 0.75,
  });
  expect(patchOf(other, GREEN).count).toBeGreaterThan(LEAST_PIXELS);
  expect(patchOf(other, RED).count).toBeLessThan(LEAST_PIXELS);
  expect(patchOf(other, GREEN).x).toBeLessThan(0.4);
});

it('is a package of few kilobytes beside its weights', async () => {
  const home = join(folder, 'out', 'webgpu');
  const files = await readdir(home, { recursive: true });
  const loaded = files.filter((file) => /\.js$|(tokenizer|steps)\.bin$/.test(file));
  let bytes = 0;
  for (const file of loaded) {
    bytes += gzipSync(await readFile(join(home, file)), { level: 9 }).length;
  }
  expect(loaded.length).toBeGreaterThan(10);
  expect(bytes).toBeLessThan(80_000);
});
