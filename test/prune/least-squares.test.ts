/** Least squares: what stays of weights is refitted, so that it stands in for what went. */

import { expect, test } from 'vitest';
import { createPruneChannels } from '../../compiler/prune/create-prune-channels.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { largestDifference } from '../support/difference.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { inputsOf, parsed, prune } from './text.ts';

/** The second layer is fitted exactly: nothing is nonlinear behind it. */
const LAYERS = `graph @layers(%x: f32[1,64,8]) {
  @first = seeded 1 0.5 : f32[8,32]
  @second = seeded 2 0.5 : f32[32,6]
  %a = matmul(%x, @first) : f32[1,64,32]
  %b = gelu(%a) : f32[1,64,32]
  %y = matmul(%b, @second) : f32[1,64,6]
  return y=%y
}`;

test('least squares makes the loss smaller', async () => {
  const original = parsed(LAYERS);
  const inputs = inputsOf(original);
  const reference = (await evaluateGraph(original, inputs)).get('y');
  const loss = async (compensate: boolean): Promise<number> => {
    const graph = parsed(LAYERS);
    const pass = createPruneChannels({ calibration: [inputs] });
    await prune(graph, pass, { ratio: 0.5, compensate });
    const y = (await evaluateGraph(graph, inputs)).get('y');
    if (y === undefined || reference === undefined) throw new Error('no output');
    const [a, b] = [toNumbers(y), toNumbers(reference)];
    return a.reduce((sum, x, at) => sum + (x - (b[at] ?? 0)) ** 2, 0);
  };
  expect(await loss(true)).toBeLessThan(0.5 * (await loss(false)));
});

test('a weight that is read twice is not refitted', async () => {
  const text = LAYERS.replace(
    'return y=%y',
    '%again = matmul(%b, @second) : f32[1,64,6]\n  return y=%y, z=%again',
  );
  const graph = parsed(text);
  const pass = createPruneChannels({ calibration: [inputsOf(graph)] });
  expect(await prune(graph, pass, { ratio: 0.5, compensate: true })).toEqual([
    'SNAPC3309',
    'SNAPC3310',
  ]);
});

/** Four features of each head come from two numbers, so that two of them tell the others. */
const BLOCKS = Array.from({ length: 8 * 16 }, (_, at) => {
  const [row, column] = [Math.floor(at / 16), at % 16];
  return Math.floor(row / 2) === Math.floor(column / 4) ? Math.sin(7 * at + 1) : 0;
});

const SCORES = `graph @scores(%x: f32[1,12,16], %t: f32[1,9,16]) {
  @q = seeded 6 0.5 : f32[16,16]
  @bias = seeded 5 0.5 : f32[16]
  @down = seeded 7 0.5 : f32[16,8]
  @key = dense [${BLOCKS.join(', ')}] : f32[8,16]
  @half = dense [0.5] : f32[]
  @v = seeded 8 0.5 : f32[16,6]
  %q0 = matmul(%x, @q) : f32[1,12,16]
  %q1 = add(%q0, @bias) : f32[1,12,16]
  %q2 = mul(%q1, @half) : f32[1,12,16]
  %k0 = matmul(%t, @down) : f32[1,9,8]
  %k1 = matmul(%k0, @key) : f32[1,9,16]
  %v0 = matmul(%t, @v) : f32[1,9,6]
  %q3 = reshape(%q2) {shape=[1, 12, 4, 4]} : f32[1,12,4,4]
  %k3 = reshape(%k1) {shape=[1, 9, 4, 4]} : f32[1,9,4,4]
  %q4 = transpose(%q3) {perm=[0, 2, 1, 3]} : f32[1,4,12,4]
  %k4 = transpose(%k3) {perm=[0, 2, 3, 1]} : f32[1,4,4,9]
  %s = matmul(%q4, %k4) : f32[1,4,12,9]
  %p = softmax(%s) : f32[1,4,12,9]
  %m = reduce_mean(%p) {axes=[1], keep_dims=false} : f32[1,12,9]
  %y = matmul(%m, %v0) : f32[1,12,6]
  return y=%y
}`;

async function errorOfScores(text: string, compensate: boolean): Promise<[number, string[]]> {
  const graph = parsed(text);
  const inputs = inputsOf(graph);
  const expected = (await evaluateGraph(graph, inputs)).get('y');
  const pass = createPruneChannels({ calibration: [inputs] });
  const layers = '*=0, *key*=0.5, *q*=0.5';
  const codes = await prune(graph, pass, { layers, ratio: 0, smallest: 2, compensate });
  const actual = (await evaluateGraph(graph, inputs)).get('y');
  if (expected === undefined || actual === undefined) throw new Error('no output');
  return [largestDifference(actual, expected), codes];
}

test('queries take over for features of keys', async () => {
  const [plain] = await errorOfScores(SCORES, false);
  const [refitted, codes] = await errorOfScores(SCORES, true);
  expect(plain).toBeGreaterThan(1e-2);
  expect(refitted).toBeLessThan(1e-3);
  expect(codes).toEqual(['SNAPC3310']);
});

test.each([
  ['are not linear', SCORES.replace('%q2 = mul(%q1, @half)', '%q2 = gelu(%q1)')],
  ['are scaled one by one', SCORES.replace('%q2 = mul(%q1, @half)', '%q2 = mul(%q1, @bias)')],
  [
    'have weights that others read',
    SCORES.replace(
      'return y=%y',
      '%z0 = matmul(%x, @q) : f32[1,12,16]\n  %z = reduce_mean(%z0) {axes=[2]} : f32[1,12,1]\n  return y=%y, z=%z',
    ),
  ],
])('queries that %s are left as they are, which is told', async (_, text) => {
  const [, codes] = await errorOfScores(text, true);
  expect(codes).toEqual(['SNAPC3311', 'SNAPC3310']);
});
