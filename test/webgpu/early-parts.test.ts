/** Parts of concatenations that others read too: written in place when they are made, where memory allows it. */

import { describe, expect, it } from 'vitest';
import { parseGraph } from '../../ir/parse.ts';
import type { Graph } from '../../ir/graph.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { ProgramSink } from '../../targets/webgpu/kernel-sink.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { lowerInto } from '../../targets/webgpu/lowerer.ts';
import { planOptions, planStorage } from '../../targets/webgpu/plan.ts';
import type { LoweredProgram } from '../../targets/webgpu/program.ts';
import { staticTypeOf } from '../../targets/shape.ts';
import { graphDifference } from './conv-devices.ts';
import { deviceNamed } from './memory-sink.ts';

const DEVICE = deviceNamed('webgpu-default');

interface Skip {
  readonly channels?: number;
  readonly middle?: number;
  readonly last?: number;
  readonly residual?: string;
  readonly parts?: string;
}

/** A UNet in small: the image on the way down is read by a norm, a convolution and a sum, and again on the way up. */
function skip({
  channels = 8,
  middle = 8,
  last = 128,
  residual = '%0',
  parts = '%6, %0',
}: Skip): string {
  const image = `f32[2,8,8,${channels}]`;
  const low = `f32[2,4,4,${middle}]`;
  return `
graph @skip(%x: f32[2,8,8,4]) {
  @a = seeded 1 0.3 : f32[${channels},4,3,3]
  @s = seeded 2 0.3 : f32[${channels}]
  @b = seeded 3 0.3 : f32[${channels},${channels},3,3]
  @c = seeded 4 0.3 : f32[${middle},${channels},3,3]
  @d = seeded 5 0.02 : f32[${middle},${middle},3,3]
  @u = seeded 6 0.02 : f32[${channels},${middle},3,3]
  @e = seeded 7 0.3 : f32[${last},${2 * channels},3,3]
  %0 = conv(%x, @a) {pads=[1, 1, 1, 1], layout=channels_last} : ${image}
  %1 = group_norm(%0, @s, @s) {groups=2, layout=channels_last} : ${image}
  %2 = conv(%1, @b) {pads=[1, 1, 1, 1], layout=channels_last} : ${image}
  %3 = add(%2, ${residual}) : ${image}
  %4 = conv(%3, @c) {strides=[2, 2], pads=[1, 1, 1, 1], layout=channels_last} : ${low}
  %5 = conv(%4, @d) {pads=[1, 1, 1, 1], layout=channels_last} : ${low}
  %6 = upsample_conv(%5, @u) : ${image}
  %7 = concat(${parts}) {axis=3} : f32[2,8,8,${2 * channels}]
  %8 = conv(%7, @e) {pads=[1, 1, 1, 1], layout=channels_last} : f32[2,8,8,${last}]
  %9 = relu(%8) : f32[2,8,8,${last}]
  %10 = add(%8, %9) : f32[2,8,8,${last}]
  return y=%10
}`;
}

/** Strips of an image, each read with a row of the next. */
const STRIPS = `
graph @strips(%x: f32[1,8,4,4], %y: f32[1,8,4,4]) {
  @w = seeded 1 0.3 : f32[64,4,3,3]
  %0 = resize(%x) {shape=[1, 8, 8, 4], scales=[1, 1, 2, 1], mode=nearest, coordinates=asymmetric} : f32[1,8,8,4]
  %1 = silu(%y) : f32[1,8,4,4]
  %2 = resize(%1) {shape=[1, 8, 8, 4], scales=[1, 1, 2, 1], mode=nearest, coordinates=asymmetric} : f32[1,8,8,4]
  %3 = slice(%2) {starts=[0, 0, 0, 0], ends=[1, 1, 8, 4], steps=[1, 1, 1, 1]} : f32[1,1,8,4]
  %4 = concat(%0, %3) {axis=1} : f32[1,9,8,4]
  %5 = conv(%4, @w) {pads=[1, 1, 0, 1], layout=channels_last} : f32[1,8,8,64]
  %6 = slice(%0) {starts=[0, 7, 0, 0], ends=[1, 8, 8, 4], steps=[1, 1, 1, 1]} : f32[1,1,8,4]
  %7 = concat(%6, %2) {axis=1} : f32[1,9,8,4]
  %8 = conv(%7, @w) {pads=[0, 1, 1, 1], layout=channels_last} : f32[1,8,8,64]
  %9 = concat(%5, %8) {axis=1} : f32[1,16,8,64]
  %10 = relu(%9) : f32[1,16,8,64]
  return y=%10
}`;

/** What reads one part writes the other one, and no kernel may bind one storage twice. */
const DENSE = `
graph @dense(%x: f32[1,8,8,4]) {
  @a = seeded 1 0.3 : f32[8,4,3,3]
  @b = seeded 2 0.3 : f32[8,8,3,3]
  @c = seeded 3 0.3 : f32[8,16,3,3]
  @d = seeded 4 0.3 : f32[64,24,3,3]
  %0 = conv(%x, @a) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,8,8,8]
  %1 = conv(%0, @b) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,8,8,8]
  %2 = concat(%0, %1) {axis=3} : f32[1,8,8,16]
  %3 = conv(%2, @c) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,8,8,8]
  %4 = concat(%0, %1, %3) {axis=3} : f32[1,8,8,24]
  %5 = conv(%4, @d) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,8,8,64]
  %6 = relu(%5) : f32[1,8,8,64]
  return y=%6
}`;

/** The norm reads rows of channels that follow one another only. */
const ROWS = `
graph @rows(%x: f32[1,8,8,4]) {
  @a = seeded 1 0.3 : f32[8,4,1,1]
  @s = seeded 2 0.3 : f32[8]
  @d = seeded 4 0.3 : f32[64,16,3,3]
  %0 = conv(%x, @a) {layout=channels_last} : f32[1,8,8,8]
  %1 = layer_norm(%0, @s, @s) {axis=3} : f32[1,8,8,8]
  %2 = concat(%0, %1) {axis=3} : f32[1,8,8,16]
  %3 = conv(%2, @d) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,8,8,64]
  %4 = relu(%3) : f32[1,8,8,64]
  return y=%4
}`;

function graphOf(text: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join('\n'));
  return parsed.value;
}

function copiesOf({ kernels }: LoweredProgram): number {
  return kernels.filter(({ label }) => label === 'concat').length;
}

/** With every part copied that is not written in place anyway. */
function copying(graph: Graph): LoweredProgram {
  const sink = new ProgramSink();
  const choice = { device: DEVICE, precision: 'fp32', early: new Map() } as const;
  return { ...lowerInto(sink, graph, choice), ...sink.program };
}

describe.each([
  ['an image that several read', skip({}), 1, 0],
  ['channels that no vec4 holds', skip({ channels: 6, residual: '%1', parts: '%0, %6' }), 2, 1],
  ['where memory is short', skip({ middle: 256, last: 8 }), 1, 1],
  ['strips', STRIPS, 4, 2],
  ['parts of two concatenations', DENSE, 4, 3],
  ['a reader that does not follow', ROWS, 2, 2],
])('%s', (_, text, before, after) => {
  it(`is copied ${after} times instead of ${before}`, () => {
    const graph = graphOf(text);
    expect(copiesOf(copying(graph))).toBe(before);
    expect(copiesOf(lowerGraph(graph, DEVICE))).toBe(after);
  });

  it('takes no more memory', () => {
    const graph = graphOf(text);
    const peak = (program: LoweredProgram): number =>
      planStorage(program, planOptions(DEVICE)).memory.peak;
    expect(peak(lowerGraph(graph, DEVICE))).toBeLessThanOrEqual(peak(copying(graph)));
  });

  it('has the same numbers', async () => {
    const graph = graphOf(text);
    const inputs = new Map(
      graph.inputs.map((value, index) => {
        const { dtype, shape } = staticTypeOf(value);
        return [value.name ?? '', seededTensor(dtype, shape, 10 + index)];
      }),
    );
    expect(await graphDifference(DEVICE, graph, inputs)).toBeLessThanOrEqual(1e-5);
  });
});
