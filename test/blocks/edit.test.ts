/** Blocks that are removed and copied: the published UNet out of SD 1.5's, PyTorch's numbers, and what is refused. */

import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { blockTable } from '../../compiler/blocks/block-table.ts';
import type { BlockTable } from '../../compiler/blocks/block-table.ts';
import { editBlocks } from '../../compiler/blocks/edit-blocks.ts';
import { raiseGroupNorm } from '../../compiler/passes/raise-group-norm.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { costOfGraph } from '../../compiler/cost.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { readTensors, valueOf } from '../numbers/product.ts';
import { modelGraph } from '../prune/model.ts';
import { largestDifference } from '../support/difference.ts';
import { importedFile } from './models.ts';

/** Table 3 of arXiv 2306.00980; two ResNets of the way up follow those of the way down. */
const PUBLISHED = [
  'remove down.0.attn.*, remove up.2.attn.*',
  'remove down.2.res.1, remove mid.res.1, remove mid.res.3',
  'copy up.0.attn.0 after up.0.attn.1, copy up.0.attn.1 after up.0.attn.2, copy up.0.attn.2 after up.0.attn.2',
].join(', ');

async function edited(graph: Graph, actions: string): Promise<readonly string[]> {
  const done = await runPipeline(graph, [{ ...editBlocks.with({ actions }), own: true }]);
  if (done.ok) expect(verifyGraph(graph)).toEqual([]);
  return done.diagnostics.map(({ code }) => code);
}

async function tableOf(graph: Graph): Promise<BlockTable> {
  await runPipeline(graph, [{ pass: raiseGroupNorm, options: {} }]);
  const table = blockTable(graph);
  if (table === undefined) throw new Error('no table');
  return table;
}

/** What a table says, without the names of the model. */
function figuresOf({ blocks }: BlockTable): readonly unknown[] {
  return blocks.map((row) => ({ ...row, name: undefined }));
}

describe('the published actions on SD 1.5', () => {
  it('make the efficient UNet, block for block', async () => {
    const graph = await modelGraph('sd15-unet', 'full');
    const whole = await tableOf(graph);
    // 859,520,964 parameters, and 160 frequencies of the timestep's embedding.
    expect(whole.total.parameters).toBe(859_520_964 + 160);
    expect(Math.round((whole.total.macs ?? 0) / 1e7) / 100).toBe(401.64);
    const parameters = Object.fromEntries(
      whole.blocks.map(({ address, parameters }) => [address, parameters]),
    );
    expect(parameters).toMatchObject({
      'down.0.attn.0': 2_546_240,
      'down.1.attn.0': 9_188_480,
      'mid.attn.0': 34_760_960,
      'down.0.res.0': 2_255_040,
      'down.1.res.0': 6_558_080,
      'down.2.res.0': 24_584_960,
      'mid.res.0': 31_138_560,
      'mid.res.4': 49_164_800,
      'up.0.res.2': 40_971_520,
      'up.2.res.0': 4_407_040,
      'down.0.sampler': 921_920,
    });

    const own = await modelGraph('sd15-unet', 'full');
    expect(await edited(own, PUBLISHED)).toEqual(['SNAPC3327', 'SNAPC3327', 'SNAPC3329']);
    const model = await modelGraph('snapfusion-unet', 'full');
    // The three copies share the bytes of their originals, also those of the ones and zeros of their norms.
    const shared = 3 * (34_760_960 + 64);
    expect(costOfGraph(own).parameters).toBe(costOfGraph(model).parameters - shared);
    const [table, published] = [await tableOf(own), await tableOf(model)];
    expect(figuresOf(table)).toEqual(figuresOf(published));
    expect(table.total.parameters).toBe(759_327_364 + 160);
    expect(
      table.stages.map(({ stage, attentions, resnets }) => [stage, attentions, resnets]),
    ).toEqual([
      ['down.0', 0, 2],
      ['down.1', 2, 2],
      ['down.2', 2, 1],
      ['mid', 1, 4],
      ['up.0', 6, 2],
      ['up.1', 3, 3],
      ['up.2', 0, 3],
    ]);
  }, 60_000);

  it('make the tiny one too', async () => {
    const graph = await modelGraph('sd15-unet', 'tiny');
    await edited(graph, PUBLISHED);
    const model = await tableOf(await modelGraph('snapfusion-unet', 'tiny'));
    expect(figuresOf(await tableOf(graph))).toEqual(figuresOf(model));
  });
});

/** models/export/edited_blocks.py wrote the numbers. */
describe('PyTorch', () => {
  const folder = join(import.meta.dirname, 'unet_sd15_edits');
  it.each([
    ['published', PUBLISHED, ['SNAPC3327', 'SNAPC3327', 'SNAPC3329']],
    ['attention', 'remove down.1.attn.0, remove up.1.attn.2, remove mid.attn.0', ['SNAPC3329']],
    ['resnets', 'remove mid.res.3, remove up.1.res.1', ['SNAPC3328', 'SNAPC3329']],
    ['pair', 'remove down.0.res.1', ['SNAPC3327', 'SNAPC3329']],
  ])('computes the same: %s', async (name, actions, codes) => {
    const graph = await importedFile(join(folder, 'model.onnx'));
    const inputs = readTensors(join(folder, 'inputs.npz'));
    const plain = await evaluateGraph(graph, inputs);
    expect(await edited(graph, actions)).toEqual(codes);
    const result = (await evaluateGraph(graph, inputs)).get('out_sample');
    const expected = readTensors(join(folder, 'edited.npz')).get(name);
    const untouched = readTensors(join(folder, 'outputs.npz')).get('out_sample');
    const before = plain.get('out_sample');
    if (!result || !expected || !before || !untouched) throw new Error('an output is missing');
    expect(largestDifference(before, untouched)).toBeLessThan(1e-4);
    expect(largestDifference(result, expected)).toBeLessThan(1e-4);
    expect(largestDifference(before, expected)).toBeGreaterThan(1e-2);
  });
});

test.each([
  ['remove', ['SNAPC3321']],
  ['copy a to b', ['SNAPC3321']],
  ['remove down.7.attn.0', ['SNAPC3322']],
  ['remove down.0.sampler', ['SNAPC3322']],
  ['copy up.9.res.0 -> up.0.res.7', ['SNAPC3322']],
  ['copy up.0.attn.0 -> up.0.attn.1', ['SNAPC3323']],
  ['copy up.0.attn.0 -> up.0.res.7', ['SNAPC3323']],
  ['copy up.0.attn.0 -> up.5.attn.7', ['SNAPC3323']],
  ['copy up.0.attn.0 after up.5.attn.7', ['SNAPC3323']],
  ['remove down.1.res.0', ['SNAPC3324']],
  ['remove up.1.res.0', ['SNAPC3324']],
  ['copy down.0.attn.0 -> down.1.attn.2', ['SNAPC3324']],
  [
    'remove mid.res.4, remove mid.res.5, remove mid.res.6, copy mid.res.4 -> mid.res.7',
    ['SNAPC3325'],
  ],
])('what cannot be done is refused: %s', async (actions, codes) => {
  const graph = await modelGraph('sd15-unet', 'tiny');
  const before = costOfGraph(graph);
  const found = await edited(graph, actions);
  expect(found).toEqual(expect.arrayContaining(codes));
  expect(costOfGraph(graph)).toEqual(before);
});

test('a graph without blocks has none to edit', async () => {
  const graph = valueOf(
    parseGraph('graph @g(%x: f32[1,4,8,8]) {\n  %0 = silu(%x) : f32[1,4,8,8]\n  return y=%0\n}'),
  );
  expect(await edited(graph, 'remove mid.res.0')).toEqual(['SNAPC3326']);
});

test.each([
  ['copy mid.res.0 -> mid.res.7', 1],
  ['copy down.0.res.1 -> down.0.res.2', 1],
  ['copy up.0.res.0 after up.0.res.0', 1],
  ['copy up.1.attn.0 -> up.1.attn.3, copy up.1.attn.0 -> up.1.attn.4', 2],
  ['remove mid.*', -8],
])('blocks are copied and removed: %s', async (actions, change) => {
  const graph = await modelGraph('sd15-unet', 'tiny');
  const count = (): number =>
    (blockTable(graph)?.blocks ?? []).filter(
      ({ kind }) => kind === 'resnet' || kind === 'attention',
    ).length;
  const before = count();
  expect(await edited(graph, actions)).toContain('SNAPC3329');
  expect(count()).toBe(before + change);
});
