/** A pipeline of exported models draws the same picture on WebGPU and on NNAPI, through `snapc draw`. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { envelopeOf, runCli } from '../cli/harness.ts';
import { writePipeline } from '../diffusion/tiny-pipeline.ts';
import { missingTools } from '../nnapi-library/build.ts';

const missing = missingTools('drawing on NNAPI', 'cmake', 'g++');

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'snapc-draw-'));
  if (missing.length > 0) return;
  await writePipeline(folder);
  const options = ['--target', 'webgpu,nnapi', '--device', 'pixel-8', '--precision', 'fp32'];
  const ran = await runCli(
    ['pipeline', 'pipeline.json', ...options, '--sizes', '32x32,48x32', '--out', 'out'],
    { folder },
  );
  expect(ran.code, ran.stderr).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const USUAL = ['--prompt', 'a red circle', '--guidance', '3', '--json'];

async function draw(target: string, args: readonly string[]) {
  return runCli(['draw', 'out', '--target', target, ...USUAL, ...args], { folder });
}

async function drawn(target: string, width = 32): Promise<ArrayLike<number>> {
  const file = `${target}.png`;
  const ran = await draw(target, [
    '--seed',
    '7',
    '--steps',
    '2',
    '--size',
    `${width}x32`,
    '--out',
    file,
  ]);
  expect(ran.code, ran.stderr).toBe(0);
  // Two steps may be over before more progress is due.
  expect(ran.stderr).toContain('drawing on');
  expect(envelopeOf(ran).result).toMatchObject({ file, width, height: 32, seed: 7 });
  return decode(readFileSync(join(folder, file))).data;
}

describe.skipIf(missing.length > 0)('snapc draw', () => {
  test.each([32, 48])('gives the same picture for a prompt and a seed, %d wide', async (width) => {
    const [web, nnapi] = [await drawn('webgpu', width), await drawn('nnapi', width)];
    expect(nnapi.length).toBe(web.length);
    let sum = 0;
    for (let at = 0; at < web.length; at++) sum += Math.abs((web[at] ?? NaN) - (nnapi[at] ?? NaN));
    expect(sum / web.length).toBeLessThan(0.1);
    expect(new Set(Array.from(web)).size).toBeGreaterThan(100);
  });

  test('tells what cannot be drawn', async () => {
    const ran = await draw('nnapi', ['--steps', '1000', '--out', 'no.png']);
    expect(ran.code).toBe(2);
    expect(envelopeOf(ran).diagnostics).toMatchObject([
      { code: 'SNAPC5463', message: expect.stringContaining('steps is 1000;') as string },
    ]);
  });
});
