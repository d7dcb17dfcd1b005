/** A pipeline of several sizes: pictures as those of pipelines of one size, over one set of weights. */

import { cp, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { partShapes } from '../../compiler/diffusion/sizes.ts';
import type { Pipeline, PipelineOptions } from '../../runtime/web/pictures/load.ts';
import type { Requirements } from '../../runtime/web/pictures/requirements.ts';
import { sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { attribute, onnxModel, tensor } from '../../models/onnx/index.ts';
import { envelopeOf, runCli } from '../cli/harness.ts';
import { temporaryFolder } from '../support/folder.ts';
import { SMALL_PIPELINES, writeSmallPipeline } from './small-pipeline.ts';
import { DECLARATION, writePipeline } from './tiny-pipeline.ts';

interface Module {
  readonly requirements: Requirements;
  load(options?: PipelineOptions): Promise<Pipeline>;
}

const SIZES = ['16x16', '24x16', '16x24'] as const;

let folder: string;
let opened: Pipeline[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-sizes-'));
  await writeSmallPipeline(folder, SMALL_PIPELINES.whole);
  await compiled('all', 'webgpu,nnapi', SIZES.join(','));
  await compiled('wide', 'webgpu', '24x16');
});

afterAll(async () => {
  for (const pipeline of opened) pipeline.dispose();
  opened = [];
  await rm(folder, { recursive: true, force: true });
});

async function compiled(out: string, targets: string, sizes: string, from = 'pipeline.json') {
  const options = ['--target', targets, '--device', 'pixel-8', '--precision', 'fp32'];
  const ran = await runCli(['pipeline', from, ...options, '--sizes', sizes, '--out', out], {
    folder,
  });
  if (ran.code !== 0) throw new Error(ran.stderr);
}

async function open(out: string, options: PipelineOptions = {}): Promise<Pipeline> {
  const module = (await import(
    pathToFileURL(join(folder, out, 'webgpu', 'index.js')).href
  )) as Module;
  const { requiredFeatures: features, requiredLimits: limits } = module.requirements;
  const { device } = await sharedDevice({ features, limits });
  const pipeline = await module.load({ device, ...options });
  opened.push(pipeline);
  return pipeline;
}

const USUAL = { prompt: 'a red circle', seed: 7, steps: 3 } as const;

/** Paths and bytes of weights and tables. */
async function dataOf(out: string, target: string): Promise<ReadonlyMap<string, number>> {
  const root = join(folder, out, target);
  const files = await readdir(root, { recursive: true });
  const data = files.filter((file) => file.endsWith('.bin')).sort();
  return new Map(
    await Promise.all(
      data.map(async (file) => [file, (await stat(join(root, file))).size] as const),
    ),
  );
}

describe('pictures of several sizes', () => {
  it('are those of a pipeline of one size', async () => {
    const [all, wide] = [await open('all'), await open('wide')];
    expect(all.description.sizes.map(({ width, height }) => `${width}x${height}`)).toEqual(SIZES);
    const drawn = await all.generate({ ...USUAL, width: 24, preview: 'decoded' });
    const expected = await wide.generate(USUAL);
    expect([drawn.width, drawn.height]).toEqual([24, 16]);
    expect(drawn.pixels).toEqual(expected.pixels);
    const usual = await all.generate(USUAL);
    expect([usual.width, usual.height]).toEqual([16, 16]);
    const again = await all.generate({ ...USUAL, image: drawn, strength: 0.5 });
    expect([again.width, again.height]).toEqual([24, 16]);
    const spare = await open('all', { memory: 'spare' });
    expect((await spare.generate({ ...USUAL, width: 24 })).pixels).toEqual(expected.pixels);
  });

  it('are drawn by modules that a bundler has moved away from the weights', async () => {
    await cp(join(folder, 'all'), join(folder, 'moved'), {
      recursive: true,
      filter: (path) => !path.endsWith('.bin'),
    });
    const home = pathToFileURL(join(folder, 'all', 'webgpu')).href;
    const [moved, all] = [await open('moved', { folder: home }), await open('all')];
    const request = { ...USUAL, height: 24 };
    expect((await moved.generate(request)).pixels).toEqual((await all.generate(request)).pixels);
  });

  it('read their weights once, and have them once in GPU memory', async () => {
    const reads: string[] = [];
    const pipeline = await open('all', {
      weights: (part) => async (file, offset, length) => {
        const folders = { textEncoder: 'text_encoder', unet: 'unet' } as const;
        const name = { ...folders, decoder: 'vae_decoder', encoder: 'vae_encoder' }[part];
        const bytes = await readFile(join(folder, 'all/webgpu', name, 'webgpu', file));
        reads.push(`${part} ${file} ${offset}`);
        return new Uint8Array(bytes.subarray(offset, offset + length));
      },
    });
    const before = reads.toSorted();
    expect(new Set(before).size).toBe(before.length);
    for (const height of [24, 16]) await pipeline.generate({ ...USUAL, height });
    expect(reads.toSorted()).toEqual(before);
  });

  it.each([
    [
      'another size',
      { width: 100, height: 16 },
      'the size is 100x16; it can be 16x16, 24x16, 16x24',
    ],
    ['two sizes at once', { width: 24, height: 24 }, 'the size is 24x24'],
    ['no number', { width: NaN }, 'the size is NaNxany'],
    ['a negative one', { height: -16 }, 'the size is anyx-16'],
    [
      'an image of another size',
      { image: { width: 8, height: 8, pixels: new Uint8ClampedArray(256) } },
      'the image is 8x8; it has to be 16x16',
    ],
  ])('are refused for %s', async (_, options, message) => {
    const [all = await open('all')] = opened;
    await expect(all.generate({ ...USUAL, ...options })).rejects.toMatchObject({
      name: 'SnapcError',
      code: 'input',
      message: expect.stringContaining(message) as string,
    });
  });
});

describe('a package of several sizes', () => {
  it('has one set of weights', async () => {
    await compiled('one', 'webgpu,nnapi', '16x16');
    for (const target of ['webgpu', 'nnapi']) {
      expect(await dataOf('all', target)).toEqual(await dataOf('one', target));
    }
  });

  it('serves parts that are alike at all sizes with one model', async () => {
    const declared = {
      ...SMALL_PIPELINES.tiled,
      sizes: [16, 24].map((width) => ({ width, height: 16 })),
    };
    await writeSmallPipeline(folder, declared);
    await compiled('tiled', 'webgpu', '16x16,24x16');
    const files = await readdir(join(folder, 'tiled/webgpu'), { recursive: true });
    expect(files.filter((file) => /\d+x\d+$/.test(file)).sort()).toEqual([
      'unet/webgpu/8x12',
      'vae_encoder/webgpu/16x24',
    ]);
    const pipeline = await open('tiled');
    const drawn = await pipeline.generate({ ...USUAL, width: 24 });
    expect([drawn.width, drawn.pixels.length]).toEqual([24, 4 * 24 * 16]);
  });
});

describe('sizes that cannot be', () => {
  const options = ['--target', 'webgpu', '--device', 'pixel-8', '--out', 'no', '--json'];
  const told = async (
    sizes: string,
    declared: object = DECLARATION,
    others: Readonly<Record<string, Uint8Array>> = {},
  ) => {
    const own = await temporaryFolder();
    await writePipeline(own, declared, others);
    const args = sizes === '' ? [] : ['--sizes', sizes];
    const ran = await runCli(['pipeline', 'pipeline.json', ...options, ...args], { folder: own });
    expect(await readdir(own)).not.toContain('no');
    return envelopeOf(ran).diagnostics.map(({ code }) => code);
  };

  it.each(['', '0x16', '16', '16x16,16x16', '16x16,', '-16x16', '1e3x16', '16x16385'])(
    'on the command line: %j',
    async (sizes) => {
      expect(await told(sizes === '' ? ',' : sizes)).toEqual(['SNAPC5462']);
    },
  );

  it('in the file', async () => {
    for (const sizes of [[], [{ width: 16 }], '16x16', [{ width: 0.5, height: 16 }]]) {
      expect(await told('', { ...DECLARATION, sizes })).toContain('SNAPC6011');
    }
  });

  it('of parts of a latent', async () => {
    expect(await told('32x32,33x32')).toEqual(['SNAPC6027']);
  });

  it('of a decoder whose pixels are no multiple of its latents', async () => {
    const decoder = onnxModel({
      opset: 17,
      inputs: [{ name: 'latent_sample', dtype: 'f32', shape: [1, 4, 'height', 'width'] }],
      outputs: [{ name: 'sample', dtype: 'f32', shape: [1, 3, 'tall', 'wide'] }],
      nodes: [
        {
          op: 'ConvTranspose',
          inputs: ['latent_sample', 'filter'],
          outputs: ['sample'],
          attributes: { strides: attribute.ints([2, 2]) },
        },
      ],
      initializers: [
        tensor(
          'filter',
          'f32',
          [4, 3, 3, 3],
          Array.from({ length: 108 }, () => 1),
        ),
      ],
    });
    const others = { 'vae_decoder/model.onnx': decoder };
    expect(await told('32x32', DECLARATION, others)).toEqual(['SNAPC6022']);
  });

  it('of a UNet with one', async () => {
    const fixture = new URL('../fixtures/unet_tiny_snap_op17/model.onnx', import.meta.url);
    const others = { 'unet/model.onnx': await readFile(fixture) };
    expect(await told('32x32,48x32', DECLARATION, others)).toContain('SNAPC6028');
  });

  it('of a model with one dim for both edges', () => {
    const sample = {
      name: 'x',
      dtype: 'f32',
      shape: [1, 4, 'n', 'n'],
      unsupported: undefined,
    } as const;
    const at = (...edges: readonly number[]) => new Map([['x', [1, 4, ...edges]]]);
    const wide = partShapes('unet', [sample], [at(8, 8), at(8, 12)]);
    expect(wide.diagnostics.map(({ code }) => code)).toEqual(['SNAPC6029']);
    expect(partShapes('unet', [sample], [at(8, 8), at(12, 12)])).toMatchObject({
      value: { shapes: { sizes: [new Map([['n', 8]]), new Map([['n', 12]])] } },
    });
  });
});
