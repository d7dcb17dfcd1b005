/** The blocks of every exported UNet and autoencoder are found, under the names that their models know them by. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { recognizeBlocks } from '../../compiler/blocks/recognize.ts';
import { modelNameOf } from '../../compiler/blocks/model-name.ts';
import { blockTable } from '../../compiler/blocks/block-table.ts';
import { passes } from '../../compiler/passes/index.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { FIXTURES, importedFile } from './models.ts';

const SD15 =
  'in down.0.res.0 down.0.attn.0 down.0.sampler mid.res.0 mid.res.1 mid.attn.0 mid.res.2 mid.res.3 mid.res.4 ' +
  'mid.sampler up.0.res.0 up.0.attn.0 up.0.res.1 up.0.attn.1 out';
const SD15_TWO =
  'in down.0.res.0 down.0.attn.0 down.0.res.1 down.0.attn.1 down.0.sampler mid.res.0 mid.res.1 mid.attn.0 ' +
  'mid.res.2 mid.res.3 mid.res.4 mid.sampler up.0.res.0 up.0.attn.0 up.0.res.1 up.0.attn.1 up.0.res.2 up.0.attn.2 out';
const SNAPFUSION =
  'in down.0.res.0 down.0.res.1 down.0.sampler down.1.res.0 down.1.attn.0 down.1.res.1 down.1.attn.1 down.1.sampler ' +
  'down.2.res.0 down.2.attn.0 down.2.attn.1 down.2.sampler mid.res.0 mid.res.1 mid.attn.0 mid.res.2 mid.res.3 ' +
  'mid.sampler up.0.res.0 up.0.attn.0 up.0.attn.1 up.0.attn.2 up.0.res.1 up.0.attn.3 up.0.attn.4 up.0.attn.5 ' +
  'up.0.sampler up.1.res.0 up.1.attn.0 up.1.res.1 up.1.attn.1 up.1.res.2 up.1.attn.2 up.1.sampler up.2.res.0 ' +
  'up.2.res.1 up.2.res.2 out';
const DECODER =
  'in mid.res.0 mid.attn.0 mid.res.1 mid.res.2 mid.res.3 mid.sampler up.0.res.0 up.0.res.1 up.0.sampler ' +
  'up.1.res.0 up.1.res.1 out';
const ENCODER =
  'in down.0.res.0 down.0.sampler down.1.res.0 down.1.sampler mid.res.0 mid.res.1 mid.attn.0 mid.res.2 out';

const KNOWN: Readonly<Record<string, string>> = {
  unet_sd15_op11_int64: SD15,
  unet_sd15_op12_matmul_dyn: SD15,
  unet_sd15_op13_sliced: SD15,
  unet_sd15_op14_sdpa_dyn_external:
    'in down.0.res.0 down.0.attn.0 down.0.sampler down.1.res.0 down.1.attn.0 down.1.sampler mid.res.0 mid.res.1 ' +
    'mid.attn.0 mid.res.2 mid.res.3 mid.res.4 mid.sampler up.0.res.0 up.0.attn.0 up.0.res.1 up.0.attn.1 ' +
    'up.0.sampler up.1.res.0 up.1.attn.0 up.1.res.1 up.1.attn.1 out',
  unet_sd15_op15_functions: SD15,
  unet_sd2_op17_external_many: SD15,
  unet_sdxl_op17_dyn_aligned:
    'in down.0.res.0 down.0.sampler mid.res.0 mid.attn.0 mid.res.1 mid.attn.1 mid.res.2 mid.res.3 mid.attn.2 ' +
    'mid.res.4 mid.attn.3 mid.sampler up.0.res.0 up.0.res.1 out',
  unet_snapfusion_op17_fp16_external: SNAPFUSION,
  unet_snapfusion_op18_dyn: SNAPFUSION,
  unet_split_einsum_op18: SD15,
  unet_tiny_fp16: SD15_TWO,
  unet_tiny_op14_dyn: SD15_TWO,
  unet_tiny_snap_op17:
    'in down.0.res.0 down.0.res.1 down.0.sampler down.1.res.0 down.1.attn.0 down.1.attn.1 down.1.sampler mid.res.0 ' +
    'mid.res.1 mid.attn.0 mid.res.2 mid.res.3 mid.sampler up.0.res.0 up.0.attn.0 up.0.attn.1 up.0.res.1 up.0.attn.2 ' +
    'up.0.sampler up.1.res.0 up.1.res.1 up.1.res.2 out',
  vae_dec_tiny_op14:
    'in mid.res.0 mid.attn.0 mid.res.1 mid.res.2 mid.res.3 mid.sampler up.0.res.0 up.0.res.1 out',
  vae_dec_tiny_op17_dyn:
    'in mid.res.0 mid.attn.0 mid.res.1 mid.res.2 mid.res.3 mid.sampler up.0.res.0 up.0.res.1 out',
  vae_decoder_op16_block: DECODER,
  vae_decoder_pruned_op11_dyn: DECODER,
  vae_decoder_pruned_op17_fp16: DECODER,
  vae_encoder_op14_sampled_dyn: ENCODER,
  vae_encoder_op17_parameters_dyn: ENCODER,
};

function addresses(graph: Graph): string {
  const parts = recognizeBlocks(graph)?.parts ?? [];
  return parts.flatMap(({ address }) => (address === '' ? [] : address)).join(' ');
}

it('knows every fixture that has an image', () => {
  const folders = readdirSync(FIXTURES).filter((name) => /^(unet|vae)/.test(name));
  expect(Object.keys(KNOWN).toSorted()).toEqual(folders.toSorted());
});

describe.each(Object.entries(KNOWN))('%s', (folder, expected) => {
  it('has its blocks, right after the import and when it is cleaned up', async () => {
    const graph = await importedFile(join(FIXTURES, folder, 'model.onnx'));
    expect(addresses(graph)).toBe(expected);
    expect(recognizeBlocks(graph)?.unrecognised).toEqual([]);
    for (const { kind, nodes, address } of recognizeBlocks(graph)?.parts ?? []) {
      const name = modelNameOf({ nodes });
      const word = /resnets|attentions|samplers|transformer/.exec(name ?? '')?.[0] ?? '';
      const kinds: Readonly<Record<string, string>> = {
        resnets: 'resnet',
        attentions: 'attention',
        samplers: 'sampler',
      };
      // The names of the exporter tell the same where there are any.
      if (word in kinds) expect([address, kinds[word]]).toEqual([address, kind]);
    }
    const before = blockTable(graph)?.total.macs;
    for (const name of ['fold-constants', 'canonicalize', 'eliminate-common-subexpressions']) {
      const pass = passes[name];
      if (pass !== undefined) await runPipeline(graph, [{ pass, options: {} }]);
      expect([name, addresses(graph)]).toEqual([name, expected]);
    }
    const raised = Object.values(passes).filter(({ name }) => /^raise-(?!linear)/.test(name));
    expect(raised.length).toBeGreaterThan(5);
    await runPipeline(
      graph,
      raised.map((pass) => ({ pass, options: {} })),
    );
    expect(addresses(graph)).toBe(expected);
    const after = blockTable(graph)?.total.macs ?? 0;
    expect(Math.abs(after - (before ?? 0))).toBeLessThan(0.02 * after);
  });
});

test.each([
  [
    'a block that someone looks into',
    '%5 = conv(%x, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]\n  %6 = silu(%5) : f32[1,4,8,8]\n  %7 = add(%6, %x) : f32[1,4,8,8]\n  return y=%7, z=%5',
    /read elsewhere/,
  ],
  [
    'ways that meet in a product',
    '%5 = conv(%x, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]\n  %6 = mul(%5, %x) : f32[1,4,8,8]\n  return y=%6',
    /meet in mul/,
  ],
  [
    'one sum over many convolutions',
    '%5 = conv(%x, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]\n  %6 = conv(%5, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]\n  %8 = conv(%6, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]\n  %7 = add(%8, %x) : f32[1,4,8,8]\n  return y=%7',
    /3 wide convolutions/,
  ],
])('says why it does not recognise %s', (_, body, reason) => {
  const text = `graph @g(%in: f32[1,4,8,8]) {
  @a = seeded 1 0.5 : f32[4,4,3,3]
  %x = conv(%in, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]
  %w = conv(%x, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]
  ${body.replaceAll('%x', '%w')}
}`.replace(
    /return y=%(\d)/,
    '%l = conv(%$1, @a) {pads=[1, 1, 1, 1]} : f32[1,4,8,8]\n  return y=%l',
  );
  const graph = parseGraph(text);
  if (!graph.ok) throw new Error(graph.diagnostics[0]?.message);
  const found = recognizeBlocks(graph.value)?.unrecognised ?? [];
  expect(found.map((item) => item.reason)).toEqual([expect.stringMatching(reason)]);
});
