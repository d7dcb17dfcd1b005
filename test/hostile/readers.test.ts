/** The small files of a pipeline, mutated: each reader ends with what the runtimes can use, or tells all that is wrong. */

import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { readDeclaration } from '../../compiler/diffusion/declaration.ts';
import { textOf } from '../../compiler/diffusion/folder.ts';
import { readDiffusersFolder } from '../../compiler/diffusion/read-diffusers.ts';
import { readSchedulerOf } from '../../compiler/diffusion/read-scheduler-file.ts';
import { schedulers } from '../../compiler/diffusion/schedulers/index.ts';
import { stepTables } from '../../compiler/diffusion/step-tables.ts';
import { encodeTokenizer } from '../../compiler/diffusion/tokenizer/encode-tokenizer.ts';
import { readTokenizerOf } from '../../compiler/diffusion/tokenizer/read-tokenizer-folder.ts';
import { memoryStore } from '../../compiler/host/memory.ts';
import { Tokenizer } from '../../runtime/web/pictures/tokenizer.ts';
import { DECLARATION, SCHEDULER, MERGES, VOCABULARY } from '../diffusion/tiny-pipeline.ts';
import { cpuSeconds } from '../support/cpu-time.ts';
import { hurtJson, hurtLines } from './json-text.ts';
import { checkUntouched, folderOf, typed } from './typed.ts';

afterEach(checkUntouched);

const CONFIG = { tokenizer_class: 'CLIPTokenizer', model_max_length: 16, do_lower_case: true };
const SPECIALS = {
  bos_token: { content: '<|startoftext|>', lstrip: false },
  eos_token: '<|endoftext|>',
  pad_token: '<|endoftext|>',
  unk_token: { content: '<|endoftext|>' },
};
const IDS = Object.fromEntries(VOCABULARY.map((token, id) => [token, id]));
const FULL = {
  ...DECLARATION,
  name: 'pictures',
  sizes: [{ height: 32, width: 32 }],
  vae_tile: 8,
  scaling_factor: 0.5,
  shift_factor: 0.1,
  guidance: 7.5,
  guidance_batch: 'batched',
  steps: 8,
  step_counts: [4, 8],
  preview: { factors: [[0.1, 0.2, 0.3]], bias: [0, 0, 0] },
};

/** Only whether they are there is asked. */
const PARTS_OF_A_FOLDER = {
  'text_encoder/model.onnx': '',
  'unet/model.onnx': '',
  'vae_decoder/model.onnx': '',
  'tokenizer/vocab.json': '{}',
  'tokenizer/merges.txt': '',
  'scheduler/scheduler_config.json': '{}',
};

describe('mutations of', () => {
  it('a declaration', async () => {
    await fc.assert(
      fc.asyncProperty(hurtJson(FULL), async (bytes) => {
        const text = await typed(() => textOf(memoryStore(bytes, 'pipeline.json')));
        const declaration =
          text === undefined
            ? undefined
            : await typed(() => readDeclaration(text, 'pipeline.json'));
        if (declaration === undefined) return;
        const [steps, guidance] = [declaration.steps ?? 1, declaration.guidance ?? 0];
        expect(Number.isInteger(steps) && Number.isFinite(guidance)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('a scheduler', async () => {
    await fc.assert(
      fc.asyncProperty(
        hurtJson(SCHEDULER),
        fc.constantFrom(undefined, ...Object.keys(schedulers)),
        async (config, type) => {
          const declaration = {
            ...DECLARATION,
            steps: 3,
            step_counts: [1, 3],
            scheduler: { config: 'scheduler.json', ...(type === undefined ? {} : { type }) },
          } as Parameters<typeof readSchedulerOf>[1];
          const folder = folderOf({ 'scheduler.json': config });
          const read = await typed(() => readSchedulerOf(folder, declaration, 'pipeline.json'));
          if (read === undefined) return;
          const tables = await typed(() => stepTables(read, declaration));
          if (tables === undefined) return;
          const numbers = new Float32Array(tables.bytes.slice().buffer);
          expect(numbers.every(Number.isFinite)).toBe(true);
          expect(tables.steps.initialNoise.every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a tokenizer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          vocab: fc.oneof(fc.constant(JSON.stringify(IDS)), hurtJson(IDS)),
          merges: hurtLines(['#version: 0.2', ...MERGES]),
          config: fc.oneof(fc.constant(JSON.stringify(CONFIG)), hurtJson(CONFIG)),
          specials: hurtJson(SPECIALS),
          tokens: fc.constantFrom(undefined, 16),
        }),
        async ({ vocab, merges, config, specials, tokens }) => {
          const folder = folderOf({
            'tokenizer/vocab.json': vocab,
            'tokenizer/merges.txt': merges,
            'tokenizer/tokenizer_config.json': config,
            'tokenizer/special_tokens_map.json': specials,
          });
          const tables = await typed(() => readTokenizerOf(folder, 'tokenizer', tokens));
          if (tables === undefined) return;
          const { ids, dropped } = new Tokenizer(encodeTokenizer(tables)).encode('a red circle');
          expect(ids.length).toBe(tables.length);
          expect(ids.every((id) => id >= 0 && id <= tables.largest)).toBe(true);
          expect(dropped).toBeLessThan(13);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a folder of diffusers', async () => {
    await fc.assert(
      fc.asyncProperty(
        hurtJson({ sample_size: 16, in_channels: 4 }),
        hurtJson({ scaling_factor: 0.5, shift_factor: 0.1 }),
        async (unet, vae) => {
          const folder = folderOf({
            ...PARTS_OF_A_FOLDER,
            'unet/config.json': unet,
            'vae_decoder/config.json': vae,
          });
          const read = await typed(() => readDiffusersFolder(folder));
          if (read === undefined) return;
          // What it says would be taken from a PIPELINE.json as well.
          expect(readDeclaration(JSON.stringify(read), 'model_index.json')).toMatchObject({
            ok: true,
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('what is known to be hard', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const edges = Array.from({ length: 50_000 }, (_, at) => ({ height: at + 1, width: 8 }));

  it('values of any depth in place of words', async () => {
    const folder = folderOf({
      'tokenizer/vocab.json': JSON.stringify(IDS),
      'tokenizer/merges.txt': '',
      'tokenizer/tokenizer_config.json': `{"tokenizer_class": ${deep}, "model_max_length": ${deep}}`,
    });
    const { diagnostics } = await readTokenizerOf(folder, 'tokenizer', undefined);
    expect(diagnostics.map(({ code }) => code)).toEqual(['SNAPC6102', 'SNAPC6106']);
    const config = folderOf({ config: `{"thresholding": ${deep}}` });
    const declaration = { ...DECLARATION, scheduler: { config: 'config' } };
    const read = await readSchedulerOf(config, declaration, 'pipeline.json');
    expect(read.diagnostics.map(({ code }) => code)).toContain('SNAPC6003');
  });

  it('lists whose elements would be compared with one another', async () => {
    const text = JSON.stringify({ ...FULL, sizes: edges, step_counts: edges });
    const start = process.cpuUsage();
    const { diagnostics } = readDeclaration(text, 'pipeline.json');
    expect(cpuSeconds(start)).toBeLessThan(1);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'sizes must NOT have more than 16 items',
      'step_counts must NOT have more than 1000 items',
    ]);
  });

  it('more faults than anybody reads', () => {
    const many = Object.fromEntries(edges.map((_, at) => [`field${at}`, 1]));
    const { diagnostics } = readDeclaration(JSON.stringify({ ...FULL, ...many }), 'pipeline.json');
    expect(diagnostics).toHaveLength(21);
    expect(diagnostics.at(-1)?.message).toBe('the file has 49980 more faults');
  });

  it('a schedule that leaves nothing to divide by', async () => {
    const betas = Array<number>(1000).fill(0.999);
    const folder = folderOf({ config: JSON.stringify({ ...SCHEDULER, trained_betas: betas }) });
    const declaration = { ...DECLARATION, scheduler: { config: 'config' } };
    const read = await readSchedulerOf(folder, declaration, 'pipeline.json');
    if (!read.ok) throw new Error('it is read');
    const { diagnostics } = stepTables(read.value, declaration);
    expect(diagnostics).toMatchObject([{ code: 'SNAPC6005', place: { file: 'config' } }]);
  });

  it('a special word without letters', async () => {
    const folder = folderOf({
      'tokenizer/vocab.json': JSON.stringify({ ...IDS, '': VOCABULARY.length }),
      'tokenizer/merges.txt': MERGES.join('\n'),
      'tokenizer/special_tokens_map.json': '{"unk_token": ""}',
    });
    const read = await readTokenizerOf(folder, 'tokenizer', 16);
    if (!read.ok) throw new Error('it is read');
    const { ids } = new Tokenizer(encodeTokenizer(read.value)).encode('red');
    const red = VOCABULARY.indexOf('red</w>');
    expect(Array.from(ids.slice(0, 2))).toEqual([VOCABULARY.indexOf('<|startoftext|>'), red]);
  });

  it('settings of models that are none', async () => {
    const files = {
      ...PARTS_OF_A_FOLDER,
      'unet/config.json': '{"sample_size": [64, 0], "in_channels": 1e9}',
      'vae/config.json': '{"scaling_factor": 1e999, "shift_factor": true}',
      'vae_decoder/config.json': '[]',
    };
    const { diagnostics } = await readDiffusersFolder(folderOf(files));
    expect(diagnostics.map(({ code, place }) => [code, place?.file, place?.path])).toEqual([
      ['SNAPC6014', 'vae_decoder/config.json', 'the file'],
      ['SNAPC6014', 'unet/config.json', 'sample_size'],
      ['SNAPC6014', 'unet/config.json', 'in_channels'],
      ['SNAPC6014', 'vae/config.json', 'scaling_factor'],
      ['SNAPC6014', 'vae/config.json', 'shift_factor'],
    ]);
    const sides = { ...PARTS_OF_A_FOLDER, 'unet/config.json': '{"sample_size": [64, 32]}' };
    expect(await readDiffusersFolder(folderOf(sides))).toMatchObject({
      value: { latent: { height: 64, width: 32 } },
    });
  });
});
