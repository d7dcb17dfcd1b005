/** Quantised tensors and weights: which operations hold them in which opset, and that the numbers stay the same. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { lowerGraph } from '../../targets/coreml/lower.ts';
import type { AttentionForm } from '../../targets/coreml/lowering.ts';
import { decomposeUnlowered } from '../../targets/coreml/lowerings.ts';
import type { Opset } from '../../targets/coreml/syntax.ts';
import { neuralFindings } from '../../targets/coreml/neural-rules.ts';
import { largestError } from '../support/samples.ts';
import { must, runProgram } from './run-program.ts';
import { deviceOf } from './written-package.ts';

const AFFINE = 'constexpr_affine_dequantize';
const BLOCKWISE = 'constexpr_blockwise_shift_scale';

/** x @ w for weights of 6 by 4 in few bits. */
function layer(weight: string): string {
  return `graph @layer(%x: f32[2,6]) {
    ${weight}
    %y = matmul(%x, %w) : f32[2,4]
    return y=%y
  }`;
}

const PER_TENSOR = layer(`@q = seeded 3 90 : i8[6,4]
    @s = splat 0.02 : f32[]
    @z = splat 5 : i8[]
    %w = dequantize_linear(@q, @s, @z) : f32[6,4]`);
const PER_AXIS = layer(`@q = seeded 3 90 : u8[6,4]
    @s = dense [0.01, 0.02, 0.03, 0.04] : f32[4]
    @z = dense [120, 0, 7, 255] : u8[4]
    %w = dequantize_linear(@q, @s, @z) {axis=1} : f32[6,4]`);
const BLOCKS =
  layer(`@q = dense [1, -2, 3, -4, 5, -6, 7, -8, 0, 1, 2, 3, -1, -2, -3, -4, 4, 5, 6, 7, -5, -6, -7, -8] : i4[6,4]
    @s = seeded 4 0.1 : f32[2,4]
    %w = dequantize_linear(@q, @s) {axis=0, block_size=3} : f32[6,4]`);

async function check(text: string, opset: Opset, attention: AttentionForm = 'original') {
  const graph = must(parseGraph(text, { ops: builtinOps }));
  const inputs = new Map([['x', seededTensor('f32', [2, 6], 9)]]);
  const expected = given((await evaluateGraph(graph, inputs)).get('y'));
  const context = { opset, attention };
  decomposeUnlowered(graph, context);
  const types = new Set(
    lowerGraph(graph, context).functions.flatMap(({ operations }) =>
      operations.map(({ type }) => type),
    ),
  );
  const actual = given((await runProgram(graph, context, inputs)).get('y'));
  return { types, error: largestError(actual, expected) };
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no output y');
  return value;
}

describe('weights of few bits', () => {
  it.each([
    ['for a tensor', PER_TENSOR, 'CoreML6', AFFINE],
    ['for a tensor', PER_TENSOR, 'CoreML8', BLOCKWISE],
    ['for an axis', PER_AXIS, 'CoreML7', AFFINE],
    ['for an axis', PER_AXIS, 'CoreML8', BLOCKWISE],
    ['for blocks of four bits', BLOCKS, 'CoreML8', BLOCKWISE],
  ] as const)('with a scale %s stay so', async (_, text, opset, operation) => {
    const { types, error } = await check(text, opset);
    expect([...types]).toEqual([operation, 'linear']);
    expect(error).toBeLessThan(1e-5);
  });

  it.each([PER_TENSOR, PER_AXIS, BLOCKS])('stay so on the Neural Engine', async (text) => {
    const { types, error } = await check(text, 'CoreML8', 'split_einsum');
    expect([...types]).toEqual(expect.arrayContaining([BLOCKWISE, 'conv']));
    expect([...types]).not.toContain('transpose');
    expect(error).toBeLessThan(1e-5);
  });

  it('of one axis keep one scale for all', async () => {
    const text = layer(`@w = seeded 1 1 : f32[6,4]
    @q = seeded 3 90 : i8[2]
    @s = splat 0.02 : f32[]
    %b = dequantize_linear(@q, @s) : f32[2]
    %c = reshape(%b) {shape=[2, 1]} : f32[2,1]
    %z = mul(%x, %c) : f32[2,6]`)
      .replace('matmul(%x,', 'matmul(%z,')
      .replace('%w)', '@w)');
    expect((await check(text, 'CoreML8')).error).toBeLessThan(1e-5);
    expect((await check(text, 'CoreML6')).error).toBeLessThan(1e-5);
  });

  it('of blocks are written out before iOS 18', async () => {
    const { types, error } = await check(BLOCKS, 'CoreML7');
    expect([...types].filter((type) => type.startsWith('constexpr'))).toEqual([]);
    expect(error).toBeLessThan(1e-5);
  });
});

describe('weights of few bits in fp16', () => {
  const half = (weight: string): string => `graph @half(%x: f32[2,6]) {
    ${weight}
    %h = cast(%x) {to=f16} : f16[2,6]
    %v = cast(%w) {to=f16} : f16[6,4]
    %p = matmul(%h, %v) : f16[2,4]
    %y = cast(%p) {to=f32} : f32[2,4]
    return y=%y
  }`;
  const bytes = half(`@q = seeded 3 90 : i8[6,4]
    @s = splat 0.02 : f32[]
    %w = dequantize_linear(@q, @s) : f32[6,4]`);
  const picked = half(`@p = dense [-0.5, 0.9] : f32[2]
    @i = dense [0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1] : i64[6,4]
    %w = gather(@p, @i) : f32[6,4]`);

  it.each([
    [bytes, 'CoreML6', AFFINE],
    [bytes, 'CoreML8', BLOCKWISE],
    [picked, 'CoreML7', 'constexpr_lut_to_dense'],
  ] as const)('are not cast when the model runs', async (text, opset, operation) => {
    const { types, error } = await check(text, opset);
    expect(types).toContain(operation);
    expect(error).toBeLessThan(1e-2);
    const graph = must(parseGraph(text, { ops: builtinOps }));
    const [main] = lowerGraph(graph, { opset, attention: 'original' }).functions;
    // Those at the border are left.
    expect(main?.operations.filter(({ type }) => type === 'cast')).toHaveLength(2);
  });
});

const PALETTE = layer(`@p = dense [-0.5, -0.1, 0.2, 0.4, 0.9] : f32[5]
    @u = dense [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3] : u4[6,4]
    @i = cast(@u) {to=i32} : i32[6,4]
    %w = gather(@p, @i) : f32[6,4]`);
const FEW = layer(`@p = dense [-0.5, 0.9] : f32[2]
    @i = dense [0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1] : i64[6,4]
    %w = gather(@p, @i) : f32[6,4]`);

describe('weights from a palette', () => {
  it.each([
    ['five numbers', PALETTE],
    ['two numbers', FEW],
  ])('of %s are looked up when they are loaded', async (_, text) => {
    for (const opset of ['CoreML6', 'CoreML7', 'CoreML8'] as const) {
      const { types, error } = await check(text, opset);
      expect([...types]).toEqual(['constexpr_lut_to_dense', 'linear']);
      expect(error).toBeLessThan(1e-5);
    }
  });

  it('by negative indices are gathered', async () => {
    const { types } = await check(FEW.replace('[0, 1,', '[0, -1,'), 'CoreML8');
    expect([...types]).toContain('gather');
  });
});

describe('layers of 8 bits in the Neural Engine', () => {
  const text = `graph @layer(%x: f16[1,9,16]) {
    @s = splat 0.05 : f16[]
    @w = seeded 5 0.5 : f16[16,24]
    %q = quantize_linear(%x, @s) {dtype=i8} : i8[1,9,16]
    %d = dequantize_linear(%q, @s) : f16[1,9,16]
    %m = matmul(%d, @w) : f16[1,9,24]
    %r = quantize_linear(%m, @s) {dtype=i8} : i8[1,9,24]
    %e = dequantize_linear(%r, @s) : f16[1,9,24]
    @v = seeded 6 0.5 : f16[24,8]
    %y = matmul(%e, @v) : f16[1,9,8]
    return y=%y
  }`;

  it('keep its layout through the pairs, and stay there', () => {
    const graph = must(parseGraph(text, { ops: builtinOps }));
    const program = lowerGraph(graph, { opset: 'CoreML7', attention: 'split_einsum' });
    const types = program.functions.flatMap(({ operations }) => operations.map(({ type }) => type));
    const from = types.indexOf('conv');
    expect(types.slice(from, types.lastIndexOf('conv') + 1)).toEqual([
      'conv',
      'quantize',
      'dequantize',
      'conv',
    ]);
    const rules = deviceOf(8).coreml?.neuralEngine;
    if (!rules) throw new Error('an iPhone has a Neural Engine');
    expect(neuralFindings(program, rules)).toEqual([]);
    const without = { ...rules, int8Activations: { ...rules.int8Activations, value: false } };
    expect(neuralFindings(program, without)).toHaveLength(4);
  });
});

describe('activations of 8 bits', () => {
  const text = (scale: string, zero: string, axis: number): string => `graph @g(%x: f32[2,6]) {
    ${scale}
    ${zero}
    %q = quantize_linear(%x, @s, @z) {axis=${axis}} : i8[2,6]
    %r = reshape(%q) {shape=[2, 6, 1]} : i8[2,6,1]
    %b = reshape(%r) {shape=[2, 6]} : i8[2,6]
    %y = dequantize_linear(%b, @s, @z) {axis=${axis}} : f32[2,6]
    return y=%y
  }`;
  const whole = text('@s = splat 0.01 : f32[]', '@z = splat -3 : i8[]', 1);
  const rows = text('@s = dense [0.01, 0.02] : f32[2]', '@z = dense [4, -9] : i8[2]', 0);

  it.each([
    ['as a whole', whole],
    ['by rows', rows],
  ])('%s are quantised by the operations of iOS 17', async (_, graph) => {
    for (const opset of ['CoreML7', 'CoreML8'] as const) {
      const { types, error } = await check(graph, opset);
      expect([...types]).toEqual(expect.arrayContaining(['quantize', 'dequantize']));
      expect(error).toBe(0);
    }
    const before = await check(graph, 'CoreML6');
    expect([...before.types]).not.toEqual(expect.arrayContaining(['quantize']));
    expect(before.error).toBeLessThan(1e-6);
  });
});
