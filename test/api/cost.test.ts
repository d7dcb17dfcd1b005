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
