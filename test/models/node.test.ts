/** Models on disk: what is written runs, and a folder is replaced whole, only if it is ours. */

import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readNpz } from '../../compiler/npz.ts';
import { sampleInputs } from '../../models/index.ts';
import { writeModel } from '../../models/node.ts';
import { largestDifference, modelBytes, runOnnx } from './run-onnx.ts';

const TINY = { size: 'tiny' } as const;

let scratch = '';

beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'snapc-models-'));
});

afterEach(() => rm(scratch, { recursive: true, force: true }));

async function codes(written: ReturnType<typeof writeModel>): Promise<readonly string[]> {
  const result = await written;
  return result.ok ? [] : result.diagnostics.map(({ code }) => code);
}

describe('a written model', () => {
  it.each([
    ['inline', {}],
    ['in one file', { weights: 'external' }],
    [
      'in many files',
      { weights: 'external', externalData: { layout: 'file-per-tensor', location: 'w' } },
    ],
  ] as const)('runs with its weights %s', async (_, options) => {
    const folder = join(scratch, 'new', 'model');
    const result = await writeModel(folder, 'snapfusion-unet', { ...TINY, ...options });
    expect(result.ok && result.value.parameterCount).toBeGreaterThan(500_000);
    const npz = readNpz(await readFile(join(folder, 'inputs.npz')));
    expect(npz.ok).toBe(true);
    const inputs = Object.fromEntries(npz.ok ? npz.value : []);
    expect(inputs).toEqual(sampleInputs('snapfusion-unet', TINY));
    const outputs = await runOnnx(join(folder, 'model.onnx'), inputs);
    const expected = await runOnnx(modelBytes('snapfusion-unet', TINY), inputs);
    expect(largestDifference(outputs, expected)).toBe(0);
  });

  it('lists its files', async () => {
    const result = await writeModel(scratch, 'vae-decoder', { ...TINY, weights: 'external' });
    expect(result.ok && result.value.files.map(({ path }) => path)).toEqual([
      'model.onnx',
      'weights.pb',
      'inputs.npz',
    ]);
    const card: unknown = JSON.parse(await readFile(join(scratch, 'model.json'), 'utf8'));
    expect(card).toMatchObject({
      generator: 'snapc models make',
      name: 'vae-decoder',
      size: 'tiny',
    });
  });
});

describe('the folder', () => {
  it('is replaced as a whole if it is ours', async () => {
    const folder = join(scratch, 'model');
    await writeModel(folder, 'vae-decoder', { ...TINY, weights: 'external' });
    expect(await codes(writeModel(folder, 'clip-text', TINY))).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['inputs.npz', 'model.json', 'model.onnx']);
    expect(await readdir(scratch)).toEqual(['model']);
  });

  it('stays as it is if it holds anything else', async () => {
    await writeFile(join(scratch, 'notes.txt'), 'mine');
    expect(await codes(writeModel(scratch, 'clip-text', TINY))).toEqual(['SNAPC5501']);
    expect(await readdir(scratch)).toEqual(['notes.txt']);
  });

  it('stays as it is if something was added to ours', async () => {
    const folder = join(scratch, 'model');
    await writeModel(folder, 'clip-text', TINY);
    await mkdir(join(folder, 'sub'));
    await writeFile(join(folder, 'sub', 'notes.txt'), 'mine');
    expect(await codes(writeModel(folder, 'clip-text', TINY))).toEqual(['SNAPC5501']);
  });

  it.each(['{}', 'not json', '{"generator":"snapc models make"}'])(
    'is not ours by a card like %s',
    async (card) => {
      await writeFile(join(scratch, 'model.json'), card);
      expect(await codes(writeModel(scratch, 'clip-text', TINY))).toEqual(['SNAPC5501']);
    },
  );

  it('is not taken if it is a file', async () => {
    await writeFile(join(scratch, 'file'), '');
    expect(await codes(writeModel(join(scratch, 'file'), 'clip-text', TINY))).toEqual([
      'SNAPC5501',
    ]);
    const below = writeModel(join(scratch, 'file', 'model'), 'clip-text', TINY);
    expect(await codes(below)).toEqual(['SNAPC5502']);
  });

  it('is replaced behind a link', async () => {
    await mkdir(join(scratch, 'real'));
    await symlink('real', join(scratch, 'link'));
    expect(await codes(writeModel(join(scratch, 'link'), 'clip-text', TINY))).toEqual([]);
    expect(await readdir(join(scratch, 'real'))).toContain('model.onnx');
  });

  it('keeps its content if the writing is aborted', async () => {
    const folder = join(scratch, 'model');
    await writeModel(folder, 'clip-text', TINY);
    const before = await readFile(join(folder, 'model.onnx'));
    const controller = new AbortController();
    const options = { size: 'small', onProgress: () => controller.abort() } as const;
    const written = writeModel(folder, 'vae-decoder', options, controller.signal);
    await expect(written).rejects.toThrow(/abort/);
    expect(await readFile(join(folder, 'model.onnx'))).toEqual(before);
    expect(await readdir(scratch)).toEqual(['model']);
  });
});
