/** `snapc draw --target coreml`: the packages of a pipeline draw on the interpreter what WebGPU draws. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMALL_PIPELINES, writeSmallPipeline } from '../diffusion/small-pipeline.ts';
import { envelopeOf, runCli } from './harness.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-draw-'));
  await writeSmallPipeline(folder, SMALL_PIPELINES.whole);
  const options = ['--target', 'webgpu,coreml', '--device', 'iphone-16-pro', '--precision', 'fp32'];
  const sizes = ['--sizes', '16x16,16x24,24x16'];
  const ran = await runCli(['pipeline', 'pipeline.json', ...options, ...sizes, '--out', 'out'], {
    folder,
  });
  if (ran.code !== 0) throw new Error(ran.stderr);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function draw(target: string, more: readonly string[]) {
  const usual = ['--prompt', 'a red circle', '--seed', '7', '--json'];
  return runCli(['draw', 'out', '--target', target, ...usual, ...more], { folder });
}

async function pixelsOf(target: string, size: string, more: readonly string[] = []) {
  const out = `${target}-${size}.png`;
  const ran = await draw(target, ['--size', size, '--steps', '2', ...more, '--out', out]);
  expect(ran.code, ran.stderr).toBe(0);
  const { width, height, data } = decode(await readFile(join(folder, out)));
  expect(`${width}x${height}`).toBe(size);
  return [...data];
}

describe('snapc draw --target coreml', () => {
  it.each(['16x16', '24x16', '16x24'])('draws what WebGPU draws, at %s', async (size) => {
    const [found, expected] = [await pixelsOf('coreml', size), await pixelsOf('webgpu', size)];
    const apart = found.reduce((sum, one, at) => sum + Math.abs(one - (expected[at] ?? NaN)), 0);
    expect(apart / expected.length).toBeLessThan(0.1);
    expect(new Set(found).size).toBeGreaterThan(20);
    const over = ['--image', `webgpu-${size}.png`, '--strength', '0.5'];
    expect(await pixelsOf('coreml', size, over)).not.toEqual(found);
  });

  it('says what a request cannot have, in the words of the other targets', async () => {
    const wrong = ['--size', '99x16', '--guidance', 'much', '--steps', '1e9', '--out', 'no.png'];
    const told = [];
    for (const target of ['coreml', 'webgpu']) {
      const ran = await draw(target, wrong);
      expect(ran.code).toBe(2);
      told.push(envelopeOf(ran).diagnostics.map(({ code, message }) => `${code} ${message}`));
    }
    expect(told[0]).toEqual([
      expect.stringMatching(
        /^SNAPC5463 .*steps is 1000000000; .*guidance is NaN; .*the size is 99x16; it can be 16x16/,
      ),
    ]);
    expect(told[1]).toEqual(told[0]);
  });

  it('refuses tables that were not compiled', async () => {
    const file = join(folder, 'out', 'coreml', 'steps.bin');
    const whole = await readFile(file);
    await writeFile(file, whole.toReversed());
    const ran = await draw('coreml', ['--out', 'no.png']);
    expect(envelopeOf(ran).diagnostics).toMatchObject([{ code: 'SNAPC5460' }]);
    await writeFile(file, whole);
  });
});
