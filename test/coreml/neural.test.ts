/** The Neural Engine's layout: what graphs of tokens become, and that they still compute the same. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import type { AttentionForm } from '../../targets/coreml/lowering.ts';
import { largestError } from '../support/samples.ts';
import { must, runProgram } from './run-program.ts';

/** An image of one block of a UNet: norm, self attention of four heads, gated layer, and back. */
const BLOCK = (batch: number, height: number, width: number): string => {
  const places = height * width;
  const tokens = `f32[${batch},${places},8]`;
  const heads = `f32[${batch},${places},4,2]`;
  const apart = `f32[${batch},4,${places},2]`;
  const merged = `f32[${4 * batch},${places},2]`;
  const head = (name: string, from: string): string => `
  %${name}0 = matmul(%${from}, @w) : ${tokens}
  %${name}1 = reshape(%${name}0) {shape=[${batch}, ${places}, 4, 2]} : ${heads}
  %${name}2 = transpose(%${name}1) {perm=[0, 2, 1, 3]} : ${apart}
  %${name}3 = reshape(%${name}2) {shape=[${4 * batch}, ${places}, 2]} : ${merged}`;
  return `graph @block(%x: f32[${batch},8,${height},${width}]) {
  @w = seeded 1 0.4 : f32[8,8]
  @scale = seeded 2 1 : f32[8]
  @bias = seeded 3 1 : f32[8]
  @wide = seeded 4 0.4 : f32[24,8]
  @narrow = seeded 5 0.4 : f32[12,8]
  %t0 = transpose(%x) {perm=[0, 2, 3, 1]} : f32[${batch},${height},${width},8]
  %t = reshape(%t0) {shape=[${batch}, ${places}, 8]} : ${tokens}
  %n = layer_norm(%t, @scale, @bias) : ${tokens}
${head('q', 'n')}
${head('k', 'n')}
${head('v', 'n')}
  %a = attention(%q3, %k3, %v3) {scale=0.7} : ${merged}
  %a1 = reshape(%a) {shape=[${batch}, 4, ${places}, 2]} : ${apart}
  %a2 = transpose(%a1) {perm=[0, 2, 1, 3]} : ${heads}
  %a3 = reshape(%a2) {shape=[${batch}, ${places}, 8]} : ${tokens}
  %o = matmul(%a3, @w) : ${tokens}
  %o1 = add(%o, @bias) : ${tokens}
  %r = add(%o1, %t) : ${tokens}
  %g = matmul(%r, @wide) {transpose_b=true} : f32[${batch},${places},24]
  %g1 = geglu(%g) : f32[${batch},${places},12]
  %g2 = matmul(%g1, @narrow) : ${tokens}
  %s = mul(%g2, @scale) : ${tokens}
  %s1 = add(%r, %s) : ${tokens}
  %b = reshape(%s1) {shape=[${batch}, ${height}, ${width}, 8]} : f32[${batch},${height},${width},8]
  %b1 = transpose(%b) {perm=[0, 3, 1, 2]} : f32[${batch},8,${height},${width}]
  %y = add(%b1, %x) : f32[${batch},8,${height},${width}]
  return y=%y
}`;
};

function graphOf(text: string): Graph {
  return must(parseGraph(text, { ops: builtinOps }));
}

async function differenceOf(graph: Graph, attention: AttentionForm): Promise<number> {
  const inputs = new Map(
    graph.inputs.map(({ name, type }, index): [string, Tensor] => {
      if (name === undefined || !isStaticType(type))
        throw new Error('inputs have names and shapes');
      return [name, seededTensor(type.dtype, type.shape, 90 + index)];
    }),
  );
  const expected = await evaluateGraph(graph, inputs);
  const actual = await runProgram(graph, { opset: 'CoreML8', attention }, inputs);
  const errors = Array.from(expected, ([name, value]) => {
    const output = actual.get(name);
    return output === undefined ? Infinity : largestError(output, value);
  });
  return Math.max(...errors);
}

function operationsOf(graph: Graph, attention: AttentionForm): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const { functions } = lowerGraph(graph, { opset: 'CoreML8', attention });
  for (const { type } of functions.flatMap(({ operations }) => operations)) {
    counts[type] = (counts[type] ?? 0) + 1;
  }
  return counts;
}

describe('a transformer block', () => {
  it.each([
    ['split_einsum', 1],
    ['split_einsum', 2],
    ['split_einsum_chunked', 1],
    ['original', 2],
    ['sdpa', 2],
  ] as const)('as %s with a batch of %i computes the same', async (attention, batch) => {
    expect(await differenceOf(graphOf(BLOCK(batch, 3, 4)), attention)).toBeLessThan(1e-5);
  });

  it('has heads and linear layers as the Neural Engine wants them', () => {
    const { conv, einsum, transpose, linear, matmul } = operationsOf(
      graphOf(BLOCK(2, 3, 4)),
      'split_einsum',
    );
    // Four heads of two products, six layers; only the keys are transposed.
    expect({ conv, einsum, transpose, linear, matmul }).toEqual({
      conv: 6,
      einsum: 8,
      transpose: 1,
    });
  });

  it('attends from chunks of queries', async () => {
    const graph = graphOf(BLOCK(1, 26, 40));
    expect(operationsOf(graph, 'split_einsum_chunked')['einsum']).toBe(24);
    expect(await differenceOf(graph, 'split_einsum_chunked')).toBeLessThan(1e-5);
  });
});

it.each([
  ['2,3,2,4', '6,2,4'],
  ['2,3,2,2,4', '12,2,4'],
])('linear gets rank 3 at most: [%s]', async (shape, merged) => {
  const rows = shape.replace(/4$/, '6');
  const graph = graphOf(`graph @rows(%x: f32[${shape}]) {
    @w = seeded 1 0.6 : f32[4,6]
    @b = seeded 2 0.6 : f32[6]
    %0 = matmul(%x, @w) : f32[${rows}]
    %1 = add(%0, @b) : f32[${rows}]
    return y=%1
  }`);
  expect(await differenceOf(graph, 'original')).toBeLessThan(1e-5);
  const [main] = lowerGraph(graph, { opset: 'CoreML8', attention: 'original' }).functions;
  const linear = main?.operations.find(({ type }) => type === 'linear')?.inputs['x'];
  expect(linear).toMatchObject({ type: { shape: merged.split(',').map(Number) } });
});

describe('masks', () => {
  const masked = (mask: string, inputs = '', attributes = 'scale=0.5'): Graph =>
    graphOf(`graph @masked(%q: f32[2,3,6]${inputs}) {
      ${mask}
      @w = seeded 1 0.6 : f32[6,6]
      %k = matmul(%q, @w) : f32[2,3,6]
      %q1 = reshape(%k) {shape=[2, 3, 2, 3]} : f32[2,3,2,3]
      %q2 = transpose(%q1) {perm=[0, 2, 1, 3]} : f32[2,2,3,3]
      %a = attention(%q2, %q2, %q2${mask === '' && inputs === '' ? '' : `, ${inputs === '' ? '@m' : '%m'}`}) {${attributes}} : f32[2,2,3,3]
      return y=%a
    }`);

  it.each([
    ['causal', masked('', '', 'scale=0.5, causal=true')],
    ['constant', masked('@m = dense [0, -1, -inf, 0, 0, 1, -2, -inf, 0] : f32[3,3]')],
    ['for each head', masked('', ', %m: f32[1,2,3,3]')],
    ['for each item', masked('', ', %m: f32[2,1,1,3]')],
    ['one query without keys', masked('@m = dense [1, 0, 1, 0, 0, 0, 1, 1, 1] : bool[3,3]')],
    ['causal with another', masked('', ', %m: f32[3,3]', 'scale=0.5, causal=true')],
  ])('%s', async (_, graph) => {
    expect(operationsOf(graph, 'split_einsum')['einsum']).toBe(4);
    expect(await differenceOf(graph, 'split_einsum')).toBeLessThan(1e-5);
    expect(await differenceOf(graph, 'original')).toBeLessThan(1e-5);
    expect(await differenceOf(graph, 'sdpa')).toBeLessThan(1e-5);
  });
});
