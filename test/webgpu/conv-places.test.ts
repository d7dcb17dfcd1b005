/** Convolutions that read parts of images, write into concatenations, and take epilogues. */

import { describe, expect, it } from 'vitest';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { staticTypeOf } from '../../targets/shape.ts';
import { convDevice, graphDifference } from './conv-devices.ts';

const DEVICES = {
  phone: convDevice({ rows: 4, columns: 4 }, 1),
  staged: convDevice({ rows: 4, columns: 8, staged: true }, 1),
  shared: convDevice({ rows: 8, columns: 16, subgroups: true }, 1),
};

/** Both halves of the concatenation come from convolutions, and convolutions read its parts. */
const PARTS = `
graph @parts(%x: f32[2,5,6,8]) {
  @w = seeded 1 0.5 : f32[12,8,3,3]
  @u = seeded 2 0.5 : f32[8,8,3,3]
  @v = seeded 3 0.5 : f32[4,8,1,1]
  @b = seeded 4 0.5 : f32[12]
  %a = conv(%x, @w, @b) {pads=[1, 1, 1, 1], layout=channels_last} : f32[2,5,6,12]
  %b = conv(%x, @u) {pads=[1, 1, 1, 1], layout=channels_last} : f32[2,5,6,8]
  %c = concat(%a, %b) {axis=3} : f32[2,5,6,20]
  %d = slice(%c) {starts=[0, 0, 0, 4], ends=[2, 5, 6, 12], steps=[1, 1, 1, 1]} : f32[2,5,6,8]
  %e = conv(%d, @v) {layout=channels_last} : f32[2,5,6,4]
  %f = slice(%c) {starts=[0, 1, 0, 12], ends=[2, 4, 6, 20], steps=[1, 1, 1, 1]} : f32[2,3,6,8]
  %g = conv(%f, @u) {pads=[1, 1, 1, 1], layout=channels_last} : f32[2,3,6,8]
  %h = upsample_conv(%d, @u) : f32[2,10,12,8]
  return e=%e, g=%g, h=%h
}`;

const FIRST = `
graph @first(%x: f32[2,8,5,6]) {
  @w = seeded 1 0.5 : f32[4,8,3,3]
  %a = conv(%x, @w) {pads=[1, 1, 1, 1]} : f32[2,4,5,6]
  %b = concat(%x, %a) {axis=1} : f32[2,12,5,6]
  %c = slice(%b) {starts=[0, 4, 0, 0], ends=[2, 12, 5, 6], steps=[1, 1, 1, 1]} : f32[2,8,5,6]
  %d = conv(%c, @w) {strides=[2, 2]} : f32[2,4,2,2]
  return d=%d
}`;

/** A bias, an activation, a sum with a row of channels and with another image; also where no vec4 fits. */
function epilogue(outputs: number): string {
  const image = `f32[2,5,6,${outputs}]`;
  const doubled = `f32[2,10,12,${outputs}]`;
  return `
graph @epilogue(%x: f32[2,5,6,8], %r: ${image}, %t: f32[2,1,1,${outputs}], %s: ${doubled}) {
  @w = seeded 1 0.5 : f32[${outputs},8,3,3]
  @b = seeded 2 0.5 : f32[${outputs}]
  %a = conv(%x, @w, @b) {pads=[1, 1, 1, 1], layout=channels_last} : ${image}
  %c = add(%a, %t) : ${image}
  %d = silu(%c) : ${image}
  %e = add(%d, %r) : ${image}
  %f = upsample_conv(%x, @w, @b) : ${doubled}
  %g = add(%f, %s) : ${doubled}
  return e=%e, g=%g
}`;
}

function graphOf(text: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join('\n'));
  return parsed.value;
}

function inputsOf({ inputs }: Graph) {
  return new Map(
    inputs.map((value, index) => {
      const { dtype, shape } = staticTypeOf(value);
      return [value.name ?? '', seededTensor(dtype, shape, 10 + index)];
    }),
  );
}

const fuse = async (graph: Graph): Promise<void> => {
  await fuseEpilogues.run(
    graph,
    { anchors: 'contraction', maxOperands: 7 },
    { report: () => undefined, signal: undefined },
  );
};

describe.each(Object.entries(DEVICES))('on tiles of a device: %s', (_, device) => {
  it.each([
    ['parts of images', PARTS],
    ['parts of channels-first images', FIRST],
  ])('%s', async (__, text) => {
    const graph = graphOf(text);
    expect(await graphDifference(device, graph, inputsOf(graph))).toBeLessThanOrEqual(1e-5);
  });

  it.each([8, 20, 3])('epilogues on %i channels', async (outputs) => {
    const graph = graphOf(epilogue(outputs));
    const error = await graphDifference(device, graph, inputsOf(graph), fuse);
    expect(error).toBeLessThanOrEqual(1e-5);
    expect([...graph.nodes()].map(({ op }) => op.name)).toEqual(['fused', 'fused']);
  });

  it('copies nothing for a concatenation and its parts', () => {
    const { kernels } = lowerGraph(graphOf(PARTS), device);
    expect(kernels.map(({ label }) => label)).toEqual([
      'conv',
      'conv',
      'conv',
      'conv',
      'upsample_conv',
    ]);
  });
});
