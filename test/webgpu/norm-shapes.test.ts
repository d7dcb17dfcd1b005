/** Normalisations and softmax on sizes that vec4s, segments and grids fill and overhang, in both layouts. */

import { describe, expect, it } from 'vitest';
import type { OpDefinition, Sample } from '../../ir/define.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { group_norm } from '../../ir/ops/composite/group-norm.ts';
import { layer_norm } from '../../ir/ops/composite/layer-norm.ts';
import { rms_norm } from '../../ir/ops/composite/rms-norm.ts';
import { softmax } from '../../ir/ops/composite/softmax.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { largestError } from '../support/samples.ts';
import { sampleGraph } from './sample-graph.ts';

/** Far from zero, so that a variance out of two large numbers would be wrong. */
const FAR = [100, 101] as const;

describe('group_norm', () => {
  it.each([
    ['channels_last', [2, 5, 3, 8], 4],
    ['channels_last', [1, 9, 7, 12], 4],
    ['channels_last', [2, 4, 5, 20], 2],
    ['channels_last', [1, 70, 80, 4], 2],
    ['channels_last', [2, 11, 3, 6], 3],
    ['channels_last', [1, 6, 40], 4],
    ['channels_first', [2, 8, 3, 4], 2],
    ['channels_first', [1, 4, 30, 70], 2],
    ['channels_first', [2, 6, 5, 5], 3],
    ['channels_first', [1, 12, 7], 4],
  ] as const)('%s %j in %i groups', async (layout, shape, groups) => {
    const channels = layout === 'channels_last' ? shape.at(-1) : shape[1];
    const affine = { shape: [channels ?? 1] };
    const operands = { input: { shape, range: FAR }, scale: affine, bias: affine };
    expect(await errorOf(group_norm, { operands, attributes: { groups, layout } })).toBeLessThan(
      1e-3,
    );
    const near = { ...operands, input: { shape } };
    const attributes = { groups, layout };
    expect(await errorOf(group_norm, { operands: near, attributes })).toBeLessThan(1e-5);
  });
});

describe('layer_norm and rms_norm', () => {
  it.each([[[3, 5, 8]], [[70, 320]], [[2, 7]], [[3, 2500]], [[2, 3001]]])('%j', async (shape) => {
    const affine = { shape: shape.slice(-1) };
    const operands = { input: { shape }, scale: affine, bias: affine };
    expect(await errorOf(layer_norm, { operands })).toBeLessThan(1e-5);
    const { scale, input } = operands;
    expect(await errorOf(rms_norm, { operands: { input, scale } })).toBeLessThan(1e-5);
    expect(await errorOf(layer_norm, { operands: { input } })).toBeLessThan(1e-5);
    const far = { shape, range: FAR };
    expect(await errorOf(layer_norm, { operands: { ...operands, input: far } })).toBeLessThan(1e-3);
  });
});

describe('softmax', () => {
  it.each([
    [[4, 6, 16], -1],
    [[5, 7], -1],
    [[3, 8, 5], 1],
    [[9, 4], 0],
    [[2, 4096], -1],
  ])('%j along %i', async (shape, axis) => {
    const operands = { input: { shape, range: [-20, 20] as const } };
    expect(await errorOf(softmax, { operands, attributes: { axis } })).toBeLessThan(1e-5);
  });
});

async function errorOf(op: OpDefinition, sample: Sample): Promise<number> {
  const { graph, inputs } = sampleGraph(op, sample);
  const expected = (await evaluateGraph(graph, inputs)).get('y0');
  const actual = (await runGraph(graph, inputs)).get('y0');
  return expected && actual ? largestError(actual, expected) : Infinity;
}
