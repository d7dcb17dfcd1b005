/** Which models a pipeline holds while it is loaded, drawn with, reloaded and disposed of, told by models that only count. */

import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadPipeline } from '../../runtime/web/pictures/index.ts';
import type { Pipeline, PipelineDescription } from '../../runtime/web/pictures/index.ts';
import type { PartModel, PartModule } from '../../runtime/web/pictures/index.ts';
import type { PipelineOptions, SizedModules } from '../../runtime/web/pictures/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { fakeDevice } from '../webgpu/fake-device.ts';

/** A tokenizer without merges that fills four tokens, and one step. */
const TOKENIZER = Uint32Array.from({ length: 8 + 512 }, (_, at) => [0x4b4f5453, 0, 0, 4][at] ?? 0);
const STEPS = new Float32Array(16);

const tile = { height: 8, width: 8 };
const DESCRIPTION: Omit<PipelineDescription, 'files'> = {
  name: 'counting',
  sizes: [
    { width: 16, height: 16, tile },
    { width: 24, height: 16, tile },
  ],
  latent: { channels: 4, height: 8, width: 8 },
  scale: 2,
  scalingFactor: 1,
  shiftFactor: 0,
  tile,
  text: {
    ids: { name: 'input_ids', dtype: 'i32', count: 4 },
    states: 'states',
    shape: [4, 2],
  },
  unet: {
    sample: 'sample',
    timestep: { name: 'timestep', dtype: 'f32', count: 1 },
    states: 'encoder_hidden_states',
    output: 'out_sample',
    batch: 1,
  },
  decoder: { latent: 'latent', picture: 'picture' },
  steps: { usual: 1, counts: [1], initialNoise: [1], clip: null },
  guidance: 1,
};

/** Models of a module: those that were loaded and those of them that live. */
class Counted implements PartModule {
  readonly requirements = { requiredFeatures: [], requiredLimits: {} };
  loaded = 0;
  readonly #alive = new Set<PartModel>();
  /** What its models do. */
  run = async (): Promise<object> => Promise.reject(new Error('no model of this test runs'));
  /** What the next loads wait for. */
  gate: Promise<unknown> = Promise.resolve();
  #begun: () => void = () => undefined;

  /** Calls `meanwhile` when the next load has begun, and lets it end after that. */
  hold(meanwhile: () => void): void {
    this.gate = new Promise<void>((resolve) => {
      this.#begun = () => {
        meanwhile();
        resolve();
      };
    });
  }

  async load(): Promise<PartModel> {
    this.#begun();
    await this.gate;
    this.loaded++;
    const model: PartModel = {
      inputs: [],
      run: () => this.run(),
      dispose: () => void this.#alive.delete(model),
    };
    this.#alive.add(model);
    return model;
  }

  get alive(): number {
    return this.#alive.size;
  }
}

interface Opened {
  readonly pipeline: Pipeline;
  /** Of each size the text encoder, and the UNet of all. */
  readonly modules: { readonly usual: Counted; readonly wide: Counted; readonly unet: Counted };
}

async function open(options: PipelineOptions = {}): Promise<Opened> {
  const folder = await temporaryFolder();
  const data = { 'tokenizer.bin': TOKENIZER, 'steps.bin': STEPS };
  const bytes = Object.entries(data).map(
    ([file, { buffer }]) => [file, new Uint8Array(buffer)] as const,
  );
  await writeFiles(folder, Object.fromEntries(bytes));
  const [tokenizer, steps] = bytes.map(([file, own]) => ({
    file,
    bytes: own.length,
    sha256: createHash('sha256').update(own).digest('hex'),
  }));
  if (tokenizer === undefined || steps === undefined) throw new Error('two files');
  const modules = { usual: new Counted(), wide: new Counted(), unet: new Counted() };
  const { usual, wide, unet } = modules;
  const sized: SizedModules = [
    { textEncoder: usual, unet },
    { textEncoder: wide, unet },
  ];
  const home = pathToFileURL(`${folder}/index.js`).href;
  const description = { ...DESCRIPTION, files: { tokenizer, steps } };
  const { device } = fakeDevice();
  const pipeline = await loadPipeline(description, sized, home, { device, ...options });
  return { pipeline, modules };
}

const WIDE = { prompt: '', width: 24, seed: 1 } as const;

function alive({ usual, wide, unet }: Opened['modules']): readonly number[] {
  return [usual, wide, unet].map((module) => module.alive);
}

describe('a pipeline', () => {
  it('holds the models of one size, and those that sizes have in common once', async () => {
    const { pipeline, modules } = await open();
    expect(alive(modules)).toEqual([1, 0, 1]);
    await expect(pipeline.generate(WIDE)).rejects.toThrow('no model of this test runs');
    expect(alive(modules)).toEqual([0, 1, 1]);
    expect(modules.unet.loaded).toBe(1);
    pipeline.dispose();
    expect(alive(modules)).toEqual([0, 0, 0]);
  });

  it('keeps what it has where another size cannot be loaded', async () => {
    const { pipeline, modules } = await open();
    modules.wide.gate = Promise.reject(new Error('no network'));
    await expect(pipeline.generate(WIDE)).rejects.toThrow('no network');
    expect(alive(modules)).toEqual([1, 0, 1]);
  });

  it('holds no model between pictures where memory is spared', async () => {
    const { pipeline, modules } = await open({ memory: 'spare' });
    expect(alive(modules)).toEqual([0, 0, 0]);
    await expect(pipeline.generate(WIDE)).rejects.toThrow('no model of this test runs');
    expect(alive(modules)).toEqual([0, 0, 0]);
    expect(modules.wide.loaded).toBe(1);
  });
});

describe('a pipeline that is disposed of while a model is loaded frees it', () => {
  it.each<PipelineOptions>([{ memory: 'keep' }, { memory: 'spare' }])(
    'for a picture, with %j',
    async (options) => {
      const { pipeline, modules } = await open(options);
      modules.wide.hold(() => pipeline.dispose());
      await expect(pipeline.generate(WIDE)).rejects.toMatchObject({ code: 'disposed' });
      expect(modules.wide.loaded).toBe(1);
      expect(alive(modules)).toEqual([0, 0, 0]);
    },
  );

  it('for a reload, which loads no other', async () => {
    const { pipeline, modules } = await open();
    modules.usual.hold(() => pipeline.dispose());
    const reloading = pipeline.reload(fakeDevice().device);
    await expect(reloading).rejects.toMatchObject({ code: 'disposed' });
    expect([modules.usual.loaded, modules.unet.loaded]).toEqual([2, 1]);
    expect(alive(modules)).toEqual([0, 0, 0]);
  });
});

it('loads nothing for what is left of a picture once it is disposed of', async () => {
  const { pipeline, modules } = await open({ memory: 'spare' });
  modules.wide.run = async () => {
    pipeline.dispose();
    return { states: new Float32Array(8) };
  };
  await expect(pipeline.generate(WIDE)).rejects.toMatchObject({ code: 'disposed' });
  expect(modules.unet.loaded).toBe(0);
  expect(alive(modules)).toEqual([0, 0, 0]);
});
