/** Pipelines, schedulers and tokenizers of strangers: every fault has a code, and all of one run are told together. */

import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compilePictures } from '../../compiler/diffusion/compile-pictures.ts';
import type { PartRequest } from '../../compiler/diffusion/compiled-parts.ts';
import type { PicturesInputs } from '../../compiler/diffusion/pictures-inputs.ts';
import type { Device } from '../../targets/devices/device.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { envelopeOf, runCli } from '../cli/harness.ts';
import { temporaryFolder } from '../support/folder.ts';
import { DECLARATION, SCHEDULER, writePipeline } from './tiny-pipeline.ts';

const OPTIONS = ['--target', 'webgpu', '--device', 'webgpu-default', '--out', 'out', '--json'];

type Others = Parameters<typeof writePipeline>[2];

async function told(declared: object, others: Others = {}): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  await writePipeline(folder, declared, others);
  const ran = await runCli(['pipeline', 'pipeline.json', ...OPTIONS], { folder });
  expect(ran.code).toBeGreaterThan(0);
  expect(await readdir(folder)).not.toContain('out');
  return envelopeOf(ran).diagnostics.map(({ code }) => code);
}

const faultsOf = (ran: Parameters<typeof envelopeOf>[0]) =>
  envelopeOf(ran).diagnostics.filter(({ severity }) => severity !== 'note');

const scheduler = (fields: object): Others => ({
  'scheduler/scheduler_config.json': JSON.stringify({ ...SCHEDULER, ...fields }),
});
const tokenizer = (fields: object): Others => ({
  'tokenizer/tokenizer_config.json': JSON.stringify(fields),
});

describe('the declaration', () => {
  it.each<readonly [string, string, string]>([
    ['that is no JSON', '{', 'SNAPC6010'],
    ['that is a list', '[]', 'SNAPC6011'],
  ])('%s', async (_, text, code) => {
    expect(await told({}, { 'pipeline.json': text })).toEqual([code]);
  });

  it('with many faults', async () => {
    const { unet: _, ...rest } = DECLARATION;
    const codes = await told({ ...rest, colour: 1, steps: 0, latent: { height: -1, width: 2 } });
    expect(codes).toEqual(Array(4).fill('SNAPC6011'));
  });

  it.each<readonly [string, object, string]>([
    ['files that are not there', { unet: 'unet/none.onnx' }, 'SNAPC5000'],
    ['files outside the folder', { unet: '../unet/model.onnx' }, 'SNAPC5010'],
    ['a decoder for a UNet', { unet: DECLARATION.vae_decoder }, 'SNAPC6020'],
    ['latents of another size than the text says', { steps: 60 }, 'SNAPC6024'],
    [
      'more steps than there are timesteps',
      { step_counts: [1000, 1], steps: 1, scheduler: { ...DECLARATION.scheduler, type: 'lcm' } },
      'SNAPC6024',
    ],
  ])('names %s', async (_, fields, code) => {
    expect(await told({ ...DECLARATION, ...fields })).toContain(code);
  });

  it('leaves the size of latents open, as the UNet does', async () => {
    const { latent: _, ...rest } = DECLARATION;
    expect(await told(rest)).toEqual(['SNAPC6023']);
  });

  it('wants a target that has pipelines', async () => {
    const { pictures: _, ...target } = webgpu;
    const inputs = {} as PicturesInputs;
    const request = { targets: [target] } as unknown as PartRequest<Device>;
    const refused = await compilePictures(inputs, request, () => {
      throw new Error('nothing is written');
    });
    expect(refused.diagnostics.map(({ code }) => code)).toEqual(['SNAPC6025']);
  });

  it('of models that do not belong together', async () => {
    const fixture = new URL('../fixtures/unet_tiny_snap_op17/model.onnx', import.meta.url);
    const codes = await told(
      { ...DECLARATION, latent: { height: 32, width: 8 } },
      { 'unet/model.onnx': await readFile(fixture) },
    );
    expect(codes).toContain('SNAPC6022');
  });

  it('of a tokenizer with more tokens than the text encoder knows', async () => {
    const tokens = Array.from({ length: 300 }, (_, id) => [`t${id}`, id + 1000] as const);
    const special = { '<|startoftext|>': 1, '<|endoftext|>': 2 };
    const vocab = JSON.stringify({ ...special, ...Object.fromEntries(tokens) });
    const others = { 'tokenizer/vocab.json': vocab, 'tokenizer/merges.txt': '' };
    expect(await told(DECLARATION, others)).toEqual(['SNAPC6026']);
  });

  it('of a UNet with inputs that nothing gives', async () => {
    const others: Record<string, Uint8Array> = {};
    for (const name of ['model.onnx', 'model.onnx_data']) {
      const fixture = new URL(`../fixtures/unet_sdxl_op17_dyn_aligned/${name}`, import.meta.url);
      others[`unet/${name}`] = await readFile(fixture);
    }
    const codes = await told(DECLARATION, others);
    expect(codes).toContain('SNAPC6021');
  });
});

describe('the scheduler', () => {
  it.each<readonly [string, object, string]>([
    ['betas outside their range', { beta_start: -1, beta_end: 2 }, 'SNAPC6001'],
    ['1e9 timesteps', { num_train_timesteps: 1e9 }, 'SNAPC6001'],
    ['options that no table follows', { thresholding: true }, 'SNAPC6003'],
    ['epsilon without a signal', { rescale_betas_zero_snr: true }, 'SNAPC6004'],
  ])('has %s', async (_, fields, code) => {
    expect(await told(DECLARATION, scheduler(fields))).toContain(code);
  });

  it('is another one: a warning says which takes its place', async () => {
    const folder = await temporaryFolder();
    await writePipeline(folder, DECLARATION, scheduler({ _class_name: 'PNDMScheduler' }));
    const ran = await runCli(['pipeline', 'pipeline.json', ...OPTIONS], { folder });
    expect(ran.code).toBe(0);
    expect(faultsOf(ran)).toMatchObject([
      {
        code: 'SNAPC6002',
        message: expect.stringContaining('ddim runs on its timesteps') as string,
      },
    ]);
  });
});

describe('the tokenizer', () => {
  it.each<readonly [string, Others, string]>([
    ['no JSON', { 'tokenizer/vocab.json': '[1, 2]' }, 'SNAPC6101'],
    ['another class', tokenizer({ tokenizer_class: 'T5Tokenizer' }), 'SNAPC6102'],
    [
      'ids that are none',
      { 'tokenizer/vocab.json': '{"a": -1, "b": 0.5, "c": 1, "d": 1}' },
      'SNAPC6103',
    ],
    ['merges of other tokens', { 'tokenizer/merges.txt': 'x y z\nq' }, 'SNAPC6104'],
    ['special words of another', tokenizer({ bos_token: '<none>' }), 'SNAPC6105'],
  ])('has %s', async (_, others, code) => {
    expect(await told(DECLARATION, others)).toContain(code);
  });

  it('does not say how many tokens there are', async () => {
    const others = {
      ...tokenizer({ model_max_length: 1e30 }),
      'text_encoder/model.onnx': await readFile(
        new URL('../fixtures/clip_tiny_oldmask_dyn/model.onnx', import.meta.url),
      ),
    };
    expect(await told(DECLARATION, others)).toContain('SNAPC6106');
  });
});

describe('a folder of diffusers', () => {
  it('without its models', async () => {
    const folder = await temporaryFolder();
    await writePipeline(folder, DECLARATION, { 'sd/model_index.json': '{}' });
    const ran = await runCli(['pipeline', 'sd', ...OPTIONS], { folder });
    const codes = envelopeOf(ran).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(Array(6).fill('SNAPC6013'));
  });

  it('with a vocabulary larger than any', async () => {
    const blanks = new Uint8Array((64 << 20) + 1).fill(32);
    expect(await told(DECLARATION, { 'tokenizer/vocab.json': blanks })).toContain('SNAPC6012');
  });

  it('is compiled as it is', async () => {
    const folder = await temporaryFolder();
    await writePipeline(folder, DECLARATION, {
      'model_index.json': '{"_class_name": "StableDiffusionPipeline"}',
      'unet/config.json': JSON.stringify({ sample_size: 16, in_channels: 4 }),
      'vae_decoder/config.json': JSON.stringify({ scaling_factor: 0.5 }),
    });
    const ran = await runCli(['pipeline', '.', ...OPTIONS.with(5, '../out')], { folder: folder });
    expect(faultsOf(ran)).toEqual([]);
    expect(envelopeOf(ran).result['manifest']).toMatchObject({
      targets: {
        webgpu: {
          description: { latent: { channels: 4, height: 16, width: 16 }, scalingFactor: 0.5 },
        },
      },
    });
  });
});
