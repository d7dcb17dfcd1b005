/** Packages of weights of few bits, 8-bit activations, several functions and flexible dims, changed in one place each. */

import { describe, it } from 'vitest';
import { builtinOps } from '../../../ir/ops/index.ts';
import { parseGraph } from '../../../ir/parse.ts';
import { severalShapes } from '../../../targets/coreml/flexible.ts';
import type { ShapeForm } from '../../../targets/coreml/flexible.ts';
import { lowerGraph } from '../../../targets/coreml/lower.ts';
import { encodeModel } from '../../../targets/coreml/schema/encode.ts';
import type { Model } from '../../../targets/coreml/schema/model.ts';
import { must } from '../run-program.ts';
import { compileGraph, deviceOf, graphOf, packageOf } from '../written-package.ts';
import { mutations } from './mutated.ts';
import { MODEL, checkMutations, packed } from './mutation-check.ts';
import type { Packed } from './mutation-check.ts';

const RUNS = 250;

async function checkModel(given: Packed): Promise<void> {
  const write = (changed: unknown): Uint8Array => encodeModel(changed as Model);
  await checkMutations(given, [...mutations(given.model)], MODEL, write, RUNS);
}

const FEW_BITS = `graph @few(%x: f32[2,16]) {
  @a = seeded 5 0.5 : f32[16,8]
  @as = quantization_scale(@a) {per=block, axis=0, block_size=4, dtype=i4} : f32[4,8]
  @aq = quantize_linear(@a, @as) {axis=0, block_size=4, dtype=i4} : i4[16,8]
  @aw = dequantize_linear(@aq, @as) {axis=0, block_size=4} : f32[16,8]
  %0 = matmul(%x, @aw) : f32[2,8]
  @b = seeded 6 0.5 : f32[8,12]
  @bs = quantization_scale(@b) {axis=1, dtype=u8, symmetric=false} : f32[12]
  @bz = quantization_zero_point(@b, @bs) {axis=1, dtype=u8} : u8[12]
  @bq = quantize_linear(@b, @bs, @bz) {axis=1, dtype=u8} : u8[8,12]
  @bw = dequantize_linear(@bq, @bs, @bz) {axis=1} : f32[8,12]
  %1 = matmul(%0, @bw) : f32[2,12]
  @c = seeded 7 0.5 : f32[12,16]
  @ct = palette_table(@c) {bits=4} : f32[16]
  @ci = palette_indices(@c, @ct) : u4[12,16]
  @cw = lookup(@ci, @ct) : f32[12,16]
  %2 = matmul(%1, @cw) : f32[2,16]
  @d = seeded 8 0.5 : f32[16,16]
  @dm = magnitude_mask(@d) {kept=80} : bool[16,16]
  @dv = masked_values(@d, @dm) {count=80} : f32[80]
  @dw = sparse_to_dense(@dv, @dm) : f32[16,16]
  %3 = matmul(%2, @dw) : f32[2,16]
  return y=%3
}`;

const JOINT = `graph @joint(%x: f32[2,16]) {
  @a = seeded 5 0.5 : f32[16,8]
  @am = magnitude_mask(@a) {kept=40} : bool[16,8]
  @as = quantization_scale(@a) {axis=1} : f32[8]
  @aq = quantize_linear(@a, @as) {axis=1, dtype=i8} : i8[16,8]
  @ak = dequantize_linear(@aq, @as) {axis=1} : f32[16,8]
  @av = masked_values(@ak, @am) {count=40} : f32[40]
  @aw = sparse_to_dense(@av, @am) : f32[16,8]
  %0 = matmul(%x, @aw) : f32[2,8]
  @c = seeded 7 0.5 : f32[8,16]
  @cm = magnitude_mask(@c) {kept=40} : bool[8,16]
  @ct = palette_table(@c) {bits=2} : f32[4]
  @ci = palette_indices(@c, @ct) : u4[8,16]
  @ck = lookup(@ci, @ct) : f32[8,16]
  @cv = masked_values(@ck, @cm) {count=40} : f32[40]
  @cw = sparse_to_dense(@cv, @cm) : f32[8,16]
  %1 = matmul(%0, @cw) : f32[2,16]
  return y=%1
}`;

const ACTIVATIONS = `graph @activations(%x: f32[1,4,6,6]) {
  @s = splat 0.02 : f32[]
  @z = splat 3 : i8[]
  @w = seeded 5 0.5 : f32[8,4,3,3]
  @ws = quantization_scale(@w) : f32[8]
  @wq = quantize_linear(@w, @ws) {axis=0, dtype=i8} : i8[8,4,3,3]
  @ww = dequantize_linear(@wq, @ws) {axis=0} : f32[8,4,3,3]
  %q = quantize_linear(%x, @s, @z) : i8[1,4,6,6]
  %d = dequantize_linear(%q, @s, @z) : f32[1,4,6,6]
  %y = conv(%d, @ww) {pads=[1, 1, 1, 1]} : f32[1,8,6,6]
  return y=%y
}`;

describe('weights and activations of few bits', () => {
  it.each([
    ['of all forms', FEW_BITS, 9],
    ['of those before iOS 18', FEW_BITS, 7],
    ['that are sparse too', JOINT, 9],
    ['with activations', ACTIVATIONS, 8],
  ])('%s', async (_, text, version) => {
    const device = deviceOf(version, 'cpuAndGPU');
    // All of these layers are first ones, and numbers of fp32 change into others that are as good.
    const options = { first_layers: 0 };
    const compiled = await compileGraph(graphOf(text), { device, precision: 'fp16', options });
    await checkModel(packed(compiled));
  });
});

/** Tokens of a batch through two layers and a softmax, put together for a batch and a length. */
function sized(batch: number, length: number) {
  const text = `graph @sized(%x: f32[${batch},${length},8], %m: f32[${length}]) {
    @w = seeded 1 0.5 : f32[8,16]
    @t = seeded 2 0.5 : f32[6,16]
    @i = dense [${Array.from({ length }, (_, at) => at).join(', ')}] : i32[${length}]
    @p = gather(@t, @i) {axis=0} : f32[${length},16]
    %0 = matmul(%x, @w) : f32[${batch},${length},16]
    %1 = add(%0, @p) : f32[${batch},${length},16]
    %2 = reshape(%1) {shape=[${batch}, ${length}, 4, 4]} : f32[${batch},${length},4,4]
    %3 = transpose(%2) {perm=[0, 2, 3, 1]} : f32[${batch},4,4,${length}]
    %4 = add(%3, %m) : f32[${batch},4,4,${length}]
    %5 = softmax(%4) {axis=3} : f32[${batch},4,4,${length}]
    return y=%5
  }`;
  const graph = must(parseGraph(text, { ops: builtinOps }));
  const { functions } = lowerGraph(graph, { opset: 'CoreML8', attention: 'original' });
  return functions;
}

describe('several sizes', () => {
  it.each([
    ['in ranges', 'ranges', 'flexible'],
    ['in a list', 'enumerated', 'flexible'],
    ['in functions', 'enumerated', 'functions'],
  ] as const)('%s', async (_, kind, form: ShapeForm) => {
    const functions = [sized(2, 3), sized(4, 6), sized(3, 5)].flat();
    const sizes = functions.map((__, index) => new Map([['size', index]]));
    const request = { kind, sizes, withoutOnes: () => undefined };
    await checkModel(packed(await packageOf(severalShapes(functions, request, 'CoreML8', form))));
  });
});
