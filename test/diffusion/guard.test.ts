/** The guard of fp16 in `snapc pipeline`: for each part as its declaration says. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { PicturesManifest } from '../../compiler/diffusion/compile-pictures.ts';
import { writeNpz } from '../../compiler/npz.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { runCli } from '../cli/harness.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { writeSmallPipeline } from './small-pipeline.ts';

/** Of a text encoder whose rows are far larger than the real ones. */
const LARGE_STATES = writeNpz([
  ['sample', seededTensor('f32', [2, 4, 8, 8], 1)],
  ['timestep', tensorFrom('i64', [1], [900n])],
  ['encoder_hidden_states', seededTensor('f32', [2, 16, 8], 2, [-3e5, 3e5])],
]);

const PARTS = {
  unet: { model: 'unet/model.onnx', calibrate: 'data/unet.npz' },
  vae_decoder: { model: 'vae_decoder/model.onnx', range: 'latent_sample=-20..20' },
  vae_encoder: { model: 'vae_encoder/model.onnx', precision: 'fp32' },
  text_encoder: { model: 'text_encoder/model.onnx', guard: 'off' },
};

async function compiled(declared: object, ...more: readonly string[]) {
  const folder = await temporaryFolder();
  await writeSmallPipeline(folder, declared);
  await writeFiles(folder, { 'data/unet.npz': LARGE_STATES });
  const options = ['--target', 'webgpu,coreml', '--device', 'iphone-16-pro', '--out', 'out'];
  return {
    folder,
    ...(await runCli(['pipeline', 'pipeline.json', ...options, ...more], { folder })),
  };
}

const guardsOf = async (folder: string, target: string) => {
  const text = await readFile(join(folder, 'out', 'manifest.json'), 'utf8');
  const manifest = JSON.parse(text) as PicturesManifest;
  const parts = Object.entries(manifest.targets[target]?.parts ?? {});
  return Object.fromEntries(parts.map(([part, made]) => [part, made.targets[target]?.guard]));
};

it('looks at each part with its own data and bounds, and at none that is fp32 or says off', async () => {
  const { folder, code, stderr } = await compiled(PARTS);
  expect(code, stderr).toBe(0);
  for (const target of ['webgpu', 'coreml']) {
    const { unet, vae_decoder, vae_encoder, text_encoder } = await guardsOf(folder, target);
    expect(unet).toMatchObject({ mode: 'repair', calibrated: true, left: 0, unbounded: [] });
    expect(vae_decoder).toMatchObject({ calibrated: false, left: 0, unbounded: [] });
    expect([vae_encoder, text_encoder]).toEqual([undefined, undefined]);
  }
  const { unet } = await guardsOf(folder, 'coreml');
  expect(unet?.sites.some(({ repair, observed = 0 }) => repair && observed > 65504)).toBe(true);
  // Whose they are.
  expect(stderr).toMatch(/0 sites left of .*unet\/model\.onnx/);
  expect(stderr).not.toContain('SNAPC3460');
});

it('takes the mode of the command line for parts that say none', async () => {
  const { folder, code, stderr } = await compiled(PARTS, '--guard', 'report');
  expect(code, stderr).toBe(0);
  const { unet, text_encoder } = await guardsOf(folder, 'coreml');
  expect(unet).toMatchObject({ mode: 'report', islands: 0 });
  expect(unet?.left).toBeGreaterThan(0);
  expect(text_encoder).toBeUndefined();
});

it('refuses bounds that cannot be, and modes that there are not', async () => {
  const model = 'unet/model.onnx';
  for (const [part, code] of [
    [{ model, range: 'sample=8..-8' }, 'SNAPC3166'],
    [{ model, range: 'latents=0..1' }, 'SNAPC3166'],
    [{ model, guard: 'always' }, 'SNAPC6'],
  ] as const) {
    const ran = await compiled({ unet: part });
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain(code);
  }
});
