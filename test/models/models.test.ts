/** The definitions have the published sizes, names and block counts; no weight is generated here. */

import { describe, expect, it } from 'vitest';
import { MODELS, makeModel, MODEL_NAMES } from '../../models/index.ts';
import type { MadeModel, ModelName } from '../../models/index.ts';
import { externalOf, graphOf, decode } from './read-back.ts';

const FULL = { size: 'full' } as const;

describe('parameter counts at full size', () => {
  it.each<[ModelName, number]>([
    ['snapfusion-unet', 759_327_364],
    ['sd15-unet', 859_520_964],
    ['vae-decoder', 49_490_179 + 20],
    ['snapfusion-vae-decoder', 12_387_459 + 20],
    ['vae-encoder', 34_163_592 + 72],
    ['clip-text', 123_060_480],
  ])('%s', (name, count) => {
    expect(makeModel(name, FULL).parameterCount).toBe(count);
  });

  it('follows widths and depths given as overrides', () => {
    const { down, middle, up } = MODELS['snapfusion-unet'].sizes.full;
    const deeper = (stages: typeof down) =>
      stages.map((stage) =>
        stage.transformersPerResnet < 2
          ? stage
          : { ...stage, transformersPerResnet: 1, transformerDepth: stage.transformersPerResnet },
      );
    // Each Transformer2D has 3,281,920 parameters around its transformer blocks; five fewer are needed.
    const oneTransformer = { ...FULL, down: deeper(down), up: deeper(up) };
    expect(makeModel('snapfusion-unet', oneTransformer).parameterCount).toBe(
      759_327_364 - 5 * 3_281_920,
    );
    const stockMiddle = { ...FULL, middle: { ...middle, resnets: 2 } };
    expect(makeModel('snapfusion-unet', stockMiddle).parameterCount).toBe(759_327_364 + 31_138_560);
    const shallow = makeModel('clip-text', { ...FULL, layers: 3, width: 384, heads: 6 });
    expect(shallow.parameterCount).toBeLessThan(40_000_000);
  });
});

describe('sizes', () => {
  it.each(MODEL_NAMES)('%s: tiny stays below 5 MB and small below 100 MB', (name) => {
    expect(makeModel(name, { size: 'tiny' }).totalBytes).toBeLessThan(5e6);
    expect(makeModel(name, { size: 'small' }).totalBytes).toBeLessThan(1e8);
  });

  it('has about 20 million parameters in the small UNets', () => {
    for (const name of ['snapfusion-unet', 'sd15-unet'] as const) {
      const { parameterCount } = makeModel(name, { size: 'small' });
      expect(parameterCount).toBeGreaterThan(19e6);
      expect(parameterCount).toBeLessThan(21e6);
    }
  });
});

describe("SnapFusion's block counts (table 3)", () => {
  const names = parameterNames(makeModel('snapfusion-unet', FULL));
  const blocks = (stage: string, kind: 'resnets' | 'attentions') =>
    new Set(names.flatMap((name) => new RegExp(`^${stage}\\.${kind}\\.\\d+`).exec(name)?.[0] ?? []))
      .size;

  it.each([
    ['down_blocks\\.0', 0, 2],
    ['down_blocks\\.1', 2, 2],
    ['down_blocks\\.2', 2, 1],
    ['(down_blocks\\.3|mid_block|up_blocks\\.0)', 1, 4],
    ['up_blocks\\.1', 6, 2],
    ['up_blocks\\.2', 3, 3],
    ['up_blocks\\.3', 0, 3],
  ])('%s: %i cross-attention and %i ResNet blocks', (stage, attentions, resnets) => {
    expect(blocks(stage, 'attentions')).toBe(attentions);
    expect(blocks(stage, 'resnets')).toBe(resnets);
  });
});

describe('names', () => {
  it.each<[ModelName, string]>([
    ['sd15-unet', 'down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q.weight'],
    ['sd15-unet', 'up_blocks.3.attentions.2.transformer_blocks.0.ff.net.0.proj.bias'],
    ['sd15-unet', 'mid_block.resnets.1.time_emb_proj.weight'],
    ['sd15-unet', 'time_embedding.linear_2.bias'],
    ['snapfusion-unet', 'up_blocks.1.attentions.5.proj_out.weight'],
    ['vae-decoder', 'decoder.mid_block.attentions.0.to_out.0.weight'],
    ['vae-decoder', 'post_quant_conv.weight'],
    ['vae-encoder', 'encoder.down_blocks.0.downsamplers.0.conv.weight'],
    ['clip-text', 'text_model.encoder.layers.11.self_attn.q_proj.weight'],
    ['clip-text', 'text_model.embeddings.position_embedding.weight'],
  ])('%s has %s', (name, parameter) => {
    expect(parameterNames(makeModel(name, FULL))).toContain(parameter);
  });

  it.each(MODEL_NAMES)('%s: no two parameters, nodes or values share a name', (name) => {
    const { parameters, model } = makeModel(name, FULL);
    const all = [parameters, model.nodes].map((list) => list.map((item) => item.name));
    const values = [
      ...model.nodes.flatMap((node) => node.outputs),
      ...model.inputs.map((i) => i.name),
    ];
    for (const list of [...all, values]) expect(new Set(list).size).toBe(list.length);
  });

  it.each<[ModelName, readonly string[], readonly string[]]>([
    ['snapfusion-unet', ['sample', 'timestep', 'encoder_hidden_states'], ['out_sample']],
    ['vae-decoder', ['latent_sample'], ['sample']],
    ['vae-encoder', ['sample'], ['latent_parameters']],
    ['clip-text', ['input_ids'], ['last_hidden_state', 'pooler_output']],
  ])('%s: inputs and outputs', (name, inputs, outputs) => {
    const { model } = makeModel(name, { size: 'tiny' });
    expect(model.inputs.map((value) => value.name)).toEqual(inputs);
    expect(model.outputs.map((value) => value.name)).toEqual(outputs);
  });

  it('keeps open dims by name', () => {
    const shapes = (name: ModelName) => {
      const { inputs, outputs } = makeModel(name, { size: 'full', dynamic: true }).model;
      return [...inputs, ...outputs].map((value) => value.shape);
    };
    const latent = ['batch', 4, 'height', 'width'];
    expect(shapes('sd15-unet')).toEqual([latent, [1], ['batch', 'sequence', 768], latent]);
    expect(shapes('vae-decoder')).toEqual([latent, ['batch', 3, 'height*8', 'width*8']]);
    expect(shapes('clip-text')[0]).toEqual(['batch', 'sequence']);
  });
});

describe('files at full size', () => {
  it('has aligned, disjoint ranges that cover every parameter', async () => {
    const made = makeModel('snapfusion-unet', FULL);
    const [graph, weights] = made.files;
    const chunks: Uint8Array[] = [];
    for await (const chunk of graph?.chunks() ?? []) chunks.push(chunk);
    const initializers = graphOf(decode(Buffer.concat(chunks))).initializer ?? [];
    expect(initializers).toHaveLength(made.parameters.length);
    let end = 0;
    for (const tensor of initializers) {
      const range = externalOf(tensor);
      if (range['location'] === undefined) continue;
      expect(range['location']).toBe(weights?.path);
      const offset = Number(range['offset']);
      expect(offset % 4096).toBe(0);
      expect(offset).toBeGreaterThanOrEqual(end);
      const elements = (tensor.dims ?? []).reduce((product, dim) => product * Number(dim), 1);
      expect(Number(range['length'])).toBe(4 * elements);
      end = offset + 4 * elements;
    }
    expect(end).toBe(weights?.byteLength);
    expect(end).toBeGreaterThan(3.03e9);
  });

  it('refuses what protobuf cannot hold in one file', () => {
    expect(() => makeModel('sd15-unet', { ...FULL, weights: 'inline' })).toThrow(/external data/);
  });
});

describe('faults of the caller', () => {
  it('refuses sizes whose skip connections do not meet', () => {
    expect(() => makeModel('sd15-unet', { size: 'tiny', height: 20 })).toThrow(/do not join/);
  });

  it('refuses stages whose skip connections do not pair', () => {
    const { up } = MODELS['sd15-unet'].sizes.tiny;
    const fewer = { size: 'tiny', up: up.slice(1) } as const;
    expect(() => makeModel('sd15-unet', fewer)).toThrow(RangeError);
  });

  it('refuses opsets below 14', () => {
    expect(() => makeModel('clip-text', { size: 'tiny', opset: 11 })).toThrow(/opset 11/);
  });
});

function parameterNames(made: MadeModel): readonly string[] {
  return made.parameters.map(({ name }) => name);
}
