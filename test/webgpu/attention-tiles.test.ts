/** Attention with the tiles of phones and software adapters: sizes that tiles fill and overhang, masks, causal. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { attention } from '../../ir/ops/composite/attention.ts';
import type { Device, RegisterTile } from '../../targets/devices/device.ts';
import { figure } from '../../targets/devices/figure.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { largestError } from '../support/samples.ts';
import { deviceNamed } from './memory-sink.ts';
import { sampleGraph } from './sample-graph.ts';

type Operands = Record<'query' | 'key' | 'value', Shape> & { readonly mask?: Shape };
interface Shape {
  readonly shape: readonly number[];
  readonly dtype?: 'bool';
  readonly range?: readonly [number, number];
  readonly values?: readonly number[];
}
interface Case {
  readonly sizes: readonly [queries: number, keys: number, features: number, width: number];
  readonly mask?: Shape;
  readonly causal?: boolean;
}

const CASES: Readonly<Record<string, Case>> = {
  'four keys at a time': { sizes: [16, 16, 8, 8] },
  'a prompt': { sizes: [20, 77, 40, 40] },
  'no vec4s': { sizes: [9, 13, 6, 5] },
  'one query': { sizes: [1, 5, 4, 8] },
  'more features than registers': { sizes: [5, 24, 160, 92] },
  'after each other': { sizes: [21, 21, 16, 16], causal: true },
  'fewer keys than queries, causal': { sizes: [12, 7, 8, 4], causal: true },
  'a mask for all heads': { sizes: [6, 12, 8, 8], mask: { shape: [6, 12], range: [-4, 0] } },
  'a mask of keys': { sizes: [6, 11, 8, 8], mask: { shape: [2, 1, 1, 11], range: [-4, 0] } },
  'a mask of queries': { sizes: [6, 11, 8, 8], mask: { shape: [3, 6, 1], range: [-4, 0] } },
  'one number as a mask': { sizes: [3, 5, 4, 4], mask: { shape: [1], range: [-1, 1] } },
  'keys hidden, all of one item': {
    sizes: [3, 6, 4, 4],
    mask: { shape: [2, 1, 1, 6], dtype: 'bool', values: [1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0] },
  },
  'keys at minus infinity, all of one item': {
    sizes: [3, 4, 4, 4],
    mask: {
      shape: [2, 1, 1, 4],
      values: [0, -Infinity, 0, 0, ...Array<number>(4).fill(-Infinity)],
    },
  },
  'hidden keys, causal': {
    sizes: [5, 5, 8, 8],
    causal: true,
    mask: { shape: [1, 5], dtype: 'bool', values: [0, 1, 1, 0, 1] },
  },
};

const OWN = { vectorWidth: 4, workgroupSize: [8, 1, 1] } as const;
const TILES: Readonly<Record<string, Device>> = {
  'the default': deviceNamed('webgpu-default'),
  swiftshader: deviceNamed('swiftshader'),
  'several queries': withTile({ ...OWN, rows: 3, columns: 4, depth: 4 }),
  'a loop over features': withTile({ ...OWN, rows: 2, columns: 8, depth: 0 }),
  subgroups: withTile({ ...OWN, rows: 2, columns: 8, subgroups: true, depth: 2 }),
  'staged in workgroup memory': withTile({ ...OWN, rows: 2, columns: 4, staged: true, depth: 2 }),
};

describe.each(Object.entries(TILES))('with tiles: %s', (_, device) => {
  it.each(Object.entries(CASES))('%s', async (name, { sizes, mask, causal = false }) => {
    const [queries, keys, features, width] = sizes;
    const operands: Operands = {
      query: { shape: [2, 3, queries, features] },
      key: { shape: [2, 3, keys, features] },
      value: { shape: [2, 3, keys, width] },
      ...(mask === undefined ? {} : { mask }),
    };
    const attributes = { scale: 1 / Math.sqrt(features), causal };
    const { graph, inputs } = sampleGraph(attention, { operands, attributes });
    const expected = (await evaluateGraph(graph, inputs)).get('y0');
    const actual = (await runGraph(graph, inputs, { device, adapter: 'swiftshader' })).get('y0');
    const error = expected && actual ? largestError(actual, expected) : Infinity;
    expect(error, name).toBeLessThanOrEqual(1e-5);
  });
});

function withTile(tile: RegisterTile): Device {
  const device = deviceNamed('swiftshader');
  if (!device.webgpu) throw new Error('the device has WebGPU');
  const kernels = {
    attention: figure(tile, 'estimated', 'a test'),
    invocations: figure(1, 'estimated', 'a test'),
  };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}
