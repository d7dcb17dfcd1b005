/** What a graph costs. */

import { expect, it } from 'vitest';
import { costOfGraph } from '../../compiler/cost.ts';
import { parseGraph } from '../../ir/parse.ts';

function costOf(text: string) {
  const graph = parseGraph(text);
  if (!graph.ok) throw new Error(graph.diagnostics[0]?.message);
  return costOfGraph(graph.value);
}

it('a view takes no memory, but keeps what it views alive', () => {
  const { peakActivationBytes } = costOf(`graph @g(%x: f32[100]) {
    %a = neg(%x) : f32[100]
    %b = reshape(%a) {shape=[10, 10]} : f32[10,10]
    %c = neg(%b) : f32[10,10]
    %d = neg(%c) : f32[10,10]
    %e = add(%d, %b) : f32[10,10]
    return y=%e
  }`);
  // a, seen through b, with c and d, or with d and e.
  expect(peakActivationBytes).toBe(3 * 400);
});

it('an output lives to the end, an input from the start', () => {
  const { peakActivationBytes } = costOf(`graph @g(%x: f32[100], %late: f32[50]) {
    %a = neg(%x) : f32[100]
    %b = neg(%late) : f32[50]
    return a=%a, b=%b
  }`);
  // x and a beside the input that is read later; then a, the input and b.
  expect(peakActivationBytes).toBe(400 + 400 + 200);
});

it('weights that two nodes share count once', () => {
  const cost = costOf(`graph @g(%x: f32[4]) {
    @w = dense [1, 2, 3, 4] : f32[4]
    @i = dense [0, 1] : i64[2]
    %a = add(%x, @w) : f32[4]
    %b = add(%a, @w) : f32[4]
    %c = gather(%b, @i) : f32[2]
    return y=%c
  }`);
  expect(cost).toMatchObject({ parameters: 4, weightBytes: 16 + 16 });
  expect(cost.ops.map(({ op, count, flops }) => [op.name, count, flops])).toEqual([
    ['add', 2, 8],
    ['gather', 1, 0],
  ]);
});

it('what is expanded counts as what it is expanded from', () => {
  const cost = costOf(`graph @g(%x: f32[8,4]) {
    @w = dense [1, 2, 3, 4] : f32[4]
    @rows = broadcast(@w) {shape=[8, 4]} : f32[8,4]
    @ones = splat 1 : f32[8,4]
    @turned = transpose(@rows) {perm=[1, 0]} : f32[4,8]
    @sum = add(@rows, @ones) : f32[8,4]
    %a = add(%x, @rows) : f32[8,4]
    %b = mul(%a, @ones) : f32[8,4]
    %c = matmul(%b, @turned) : f32[8,8]
    %d = matmul(%c, @sum) : f32[8,4]
    return y=%d
  }`);
  // Four numbers, four again, one, and five at most that the sum is computed from.
  expect(cost).toMatchObject({ parameters: 4 + 4 + 1 + 5, weightBytes: 4 * 14 });
});

it('numbers in few bits count as the floats that they stand for', () => {
  const cost = costOf(`graph @g(%x: f32[2,4]) {
    @w = dense [1, 2, 3, 4, 5, 6, 7, 8] : f32[4,2]
    @scale = quantization_scale(@w) {axis=1} : f32[2]
    @data = quantize_linear(@w, @scale) {axis=1, dtype=i8} : i8[4,2]
    @weight = dequantize_linear(@data, @scale) {axis=1} : f32[4,2]
    %a = matmul(%x, @weight) : f32[2,2]
    return y=%a
  }`);
  expect(cost).toMatchObject({ parameters: 8, weightBytes: 32 });
});

it('of symbolic shapes is not known', () => {
  const cost = costOf(`graph @g(%x: f32[n, 4]) {
    %a = neg(%x) : f32[n,4]
    return y=%a
  }`);
  expect(cost).toMatchObject({
    flops: undefined,
    bytes: undefined,
    peakActivationBytes: undefined,
  });
  expect(cost.ops[0]?.count).toBe(1);
});
