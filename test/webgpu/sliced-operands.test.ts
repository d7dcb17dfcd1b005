/** Pointwise nodes that read a slice of a merged product, broadcast over the batches of an image. */

import { expect, test } from 'vitest';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { largestError } from '../../compiler/validate.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { staticTypeOf } from '../../targets/shape.ts';

/** The embedding of each residual block is a part of one product; so are an affine's scale and shift. */
const GRAPH = `
graph @blocks(%x: f32[2,4,6,4], %time: f32[2,8]) {
  @k = seeded 1 0.5 : f32[4,4,3,3]
  @w = seeded 2 0.5 : f32[8,16]
  %p = matmul(%time, @w) : f32[2,16]
  %s = slice(%p) {starts=[0, 4], ends=[2, 8], steps=[1, 1]} : f32[2,4]
  %r = reshape(%s) {shape=[2, 1, 1, 4]} : f32[2,1,1,4]
  %c = conv(%x, @k) {pads=[1, 1, 1, 1], layout=channels_last} : f32[2,4,6,4]
  %d = add(%c, %r) : f32[2,4,6,4]
  %t = slice(%p) {starts=[0, 9], ends=[2, 13], steps=[1, 1]} : f32[2,4]
  %u = reshape(%t) {shape=[2, 1, 1, 4]} : f32[2,1,1,4]
  %e = group_norm(%d) {groups=2, layout=channels_last} : f32[2,4,6,4]
  %f = mul(%e, %u) : f32[2,4,6,4]
  %v = reshape(%t) {shape=[2, 4, 1, 1]} : f32[2,4,1,1]
  %g = mul(%x, %v) : f32[2,4,6,4]
  return d=%d, f=%f, g=%g
}`;

test('each batch reads its own row of the slice', async () => {
  const parsed = parseGraph(GRAPH);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  const graph = parsed.value;
  await runPipeline(graph, [
    { pass: fuseEpilogues, options: { maxOperands: 6, anchors: 'contraction, normalization' } },
  ]);
  const inputs = new Map(
    graph.inputs.map((input, index) => {
      const { dtype, shape } = staticTypeOf(input);
      return [input.name ?? '', seededTensor(dtype, shape, index)];
    }),
  );
  const expected = await evaluateGraph(graph, inputs);
  const actual = await runGraph(graph, inputs, { adapter: 'swiftshader' });
  for (const [name, value] of expected) {
    const other = actual.get(name);
    expect(other && largestError(other, value), name).toBeLessThanOrEqual(1e-5);
  }
});
