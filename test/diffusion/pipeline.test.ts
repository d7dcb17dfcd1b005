/** `snapc pipeline`: the emitted package draws what its ONNX models draw in onnxruntime with the published formulas. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readFile, readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tensorFrom } from '../../ir/tensor.ts';
import type { loadPipeline } from '../../runtime/web/pictures/load.ts';
import type { Pipeline, PipelineOptions } from '../../runtime/web/pictures/load.ts';
import type { Requirements } from '../../runtime/web/pictures/requirements.ts';
import type { GenerateOptions, StepReport } from '../../runtime/web/pictures/request.ts';
import { normals } from '../../runtime/web/pictures/normal.ts';
import { sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { runCli } from '../cli/harness.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { idOf, modelPath, writePipeline } from './tiny-pipeline.ts';

interface Module {
  readonly requirements: Requirements;
  load(options?: PipelineOptions): ReturnType<typeof loadPipeline>;
}

let folder: string;
let pipeline: Pipeline;
let device: GPUDevice;
let module: Module;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-pipeline-'));
  await writePipeline(folder);
  const options = ['--target', 'webgpu', '--device', 'webgpu-default', '--precision', 'fp32'];
  const ran = await runCli(['pipeline', 'pipeline.json', ...options, '--out', 'out'], { folder });
  if (ran.code !== 0) throw new Error(ran.stderr);
  const url = pathToFileURL(join(folder, 'out', 'webgpu', 'index.js')).href;
  module = (await import(url)) as Module;
  const { requiredFeatures: features, requiredLimits: limits } = module.requirements;
  ({ device } = await sharedDevice({ features, limits }));
  pipeline = await module.load({ device });
});

afterAll(async () => {
  pipeline.dispose();
  await rm(folder, { recursive: true, force: true });
});

const SEED = 7;
const SIZE = 16;
const COUNT = 4 * SIZE * SIZE;

const END = idOf('<|endoftext|>');
const BEGIN = idOf('<|startoftext|>');

/** `a red circle` and nothing. */
const IDS = {
  told: [BEGIN, idOf('a</w>'), idOf('red</w>'), idOf('circle</w>'), ...Array<number>(12).fill(END)],
  empty: [BEGIN, ...Array<number>(15).fill(END)],
};

async function statesOf(ids: readonly number[]): Promise<readonly number[]> {
  const found = await runOnnx(modelPath('text_encoder'), {
    input_ids: tensorFrom('i32', [1, ids.length], ids),
  });
  return numbersOf(found['last_hidden_state']);
}

function numbersOf(tensor: { readonly data: unknown } | undefined): readonly number[] {
  return Array.from(tensor?.data as Float32Array);
}

/** Guided DDIM in doubles, one model call for each side. */
async function drawn(steps: number, guidance: number): Promise<readonly number[]> {
  const betas = Array.from(
    { length: 1000 },
    (_, at) => (Math.sqrt(0.00085) + (at / 999) * (Math.sqrt(0.012) - Math.sqrt(0.00085))) ** 2,
  );
  let product = 1;
  const kept = betas.map((beta) => (product *= 1 - beta));
  const stride = Math.floor(1000 / steps);
  const states = [await statesOf(IDS.empty), await statesOf(IDS.told)];
  let latents = Array.from(normals(SEED, 0, COUNT));
  for (let step = steps - 1; step >= 0; step--) {
    const time = step * stride + 1;
    const [without = [], told = []] = await Promise.all(
      states.map(async (text) => {
        const found = await runOnnx(modelPath('unet'), {
          sample: tensorFrom('f32', [1, 4, SIZE, SIZE], latents),
          timestep: tensorFrom('f32', [1], [time]),
          encoder_hidden_states: tensorFrom('f32', [1, 16, 64], text),
        });
        return numbersOf(found['out_sample']);
      }),
    );
    const now = kept[time] ?? 1;
    const next = step === 0 ? (kept[0] ?? 1) : (kept[time - stride] ?? 1);
    latents = latents.map((latent, at) => {
      const [one = 0, other = 0] = [without[at], told[at]];
      const noise = one + guidance * (other - one);
      const clean = (latent - Math.sqrt(1 - now) * noise) / Math.sqrt(now);
      return Math.sqrt(next) * clean + Math.sqrt(1 - next) * noise;
    });
  }
  const found = await runOnnx(modelPath('vae_decoder'), {
    latent_sample: tensorFrom(
      'f32',
      [1, 4, SIZE, SIZE],
      latents.map((latent) => latent / 0.18215),
    ),
  });
  return numbersOf(found['sample']).map((number) =>
    Math.min(Math.max(number * 127.5 + 127.5, 0), 255),
  );
}

/** The mean difference in colours, of 255. */
function difference(pixels: Uint8ClampedArray, planes: readonly number[]): number {
  const count = planes.length / 3;
  let sum = 0;
  for (let at = 0; at < planes.length; at++) {
    const pixel = pixels[4 * (at % count) + Math.floor(at / count)] ?? NaN;
    sum += Math.abs(pixel - (planes[at] ?? NaN));
  }
  return sum / planes.length;
}

describe('a picture', () => {
  it('is what the models draw in onnxruntime', async () => {
    const [found, expected] = await Promise.all([
      pipeline.generate({ prompt: 'a red circle', seed: SEED, steps: 4, guidance: 3 }),
      drawn(4, 3),
    ]);
    expect([found.width * found.height, found.seed, found.steps]).toEqual([
      expected.length / 3,
      SEED,
      4,
    ]);
    // Half of one is what rounding to bytes takes.
    expect(difference(found.pixels, expected)).toBeLessThan(0.5);
    expect(found.pixels.filter((_, at) => at % 4 === 3).every((one) => one === 255)).toBe(true);
  });

  it('is told step by step, with previews, and is the same again', async () => {
    const reports: StepReport[] = [];
    const options = { prompt: 'a red circle', seed: 3, steps: 3 } as const;
    const watched = await pipeline.generate({
      ...options,
      preview: 'decoded',
      onStep: (report) => void reports.push(report),
    });
    expect(reports.map(({ step, steps }) => [step, steps])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(reports.map(({ preview }) => preview?.width)).toEqual(Array(3).fill(watched.width));
    const again = await pipeline.generate(options);
    expect(again.pixels).toEqual(watched.pixels);
    const other = await pipeline.generate({ ...options, seed: 4 });
    expect(other.pixels).not.toEqual(watched.pixels);
    const torch = await pipeline.generate({ ...options, random: 'torch' });
    expect(torch.pixels).not.toEqual(watched.pixels);
  });

  it('is the same where one model is in memory at a time', async () => {
    const spare = await module.load({ device, memory: 'spare' });
    const options = { prompt: 'a red circle', seed: 5, steps: 2 } as const;
    const [one, other] = [await spare.generate(options), await pipeline.generate(options)];
    spare.dispose();
    expect(one.pixels).toEqual(other.pixels);
  });
});

describe('refused with a word on all that is wrong', () => {
  it.each<readonly [string, object, readonly string[]]>([
    ['a prompt of megabytes', { prompt: 'x'.repeat(1e7) }, ['10000000 characters']],
    ['no prompt', {}, ['prompt must be a text']],
    ['steps', { prompt: '', steps: 0 }, ['steps is 0; it can be 1 to 50']],
    [
      'several things',
      { prompt: '', steps: 1e9, guidance: NaN, seed: 0.5, strength: 2, width: 8 },
      [
        'steps is 1000000000',
        'guidance is NaN',
        'seed is 0.5',
        'strength is 2',
        'the size is 8xany; it can be 32x32',
      ],
    ],
    [
      'a picture without an encoder',
      { prompt: '', image: { width: 1, height: 1, pixels: new Uint8ClampedArray(4) } },
      ['vae_encoder', '1x1'],
    ],
    [
      'values of other types',
      { prompt: 7, steps: '8', guidance: '5', seed: 7n, strength: null, onStep: 1, width: '32' },
      [
        'prompt must be a text',
        'steps is "8"',
        'guidance is "5"',
        'seed is 7n',
        'strength is null',
        'onStep must be a function',
        'the size is "32"xany',
      ],
    ],
    ['a fast preview without a map', { prompt: '', preview: 'fast' }, ['no fast preview']],
  ])('%s', async (_, options, words) => {
    const refused = await pipeline.generate(options as never).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'input' });
    for (const word of words) expect(String(refused)).toContain(word);
  });

  it.each([undefined, null, 'a red circle'])('%j in place of options', async (options) => {
    const given = options as unknown as GenerateOptions;
    await expect(pipeline.generate(given)).rejects.toMatchObject({
      code: 'input',
      message: expect.stringContaining('generate takes an object') as string,
    });
  });

  it('not an image that is null, as forms have it', async () => {
    const options = { prompt: '', steps: 1, image: null } as unknown as GenerateOptions;
    expect((await pipeline.generate(options)).width).toBe(32);
  });

  it.each(['', '🙂🙂', '\ud800', '\u0000', 'a '.repeat(20_000)])('not %j', async (prompt) => {
    const { droppedTokens } = await pipeline.generate({ prompt, steps: 1, seed: 1 });
    expect(droppedTokens).toBe(prompt.length > 100 ? 20_000 - 14 : droppedTokens);
  });

  it('when it is aborted between steps', async () => {
    const controller = new AbortController();
    const drawing = pipeline.generate({
      prompt: 'a red circle',
      steps: 50,
      onStep: ({ step }) => {
        if (step === 2) controller.abort();
      },
      signal: controller.signal,
    });
    await expect(drawing).rejects.toMatchObject({ code: 'aborted' });
  });

  it('when it is disposed of', async () => {
    const other = await module.load({ device, memory: 'spare' });
    other.dispose();
    await expect(other.generate({ prompt: '' })).rejects.toMatchObject({ code: 'disposed' });
  });
});

it('is a package of few kilobytes beside its weights', async () => {
  const files = await readdir(join(folder, 'out', 'webgpu'), { recursive: true });
  const code = await Promise.all(
    files
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFile(join(folder, 'out', 'webgpu', file))),
  );
  const bytes = code.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
  expect(bytes).toBeLessThan(80_000);
});
