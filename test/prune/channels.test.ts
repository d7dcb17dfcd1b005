/** Channel pruning: what goes changes nothing if it was zero, and what stays is a sound graph. */

import { assert, asyncProperty, constantFrom, double } from 'fast-check';
import { expect, it, test } from 'vitest';
import { costOfGraph } from '../../compiler/cost.ts';
import { analyseChannels } from '../../compiler/prune/analyse.ts';
import { groupsOf } from '../../compiler/prune/groups.ts';
import { Narrowing } from '../../compiler/prune/narrow.ts';
import { createPruneChannels } from '../../compiler/prune/create-prune-channels.ts';
import { pruneChannels } from '../../compiler/prune/prune-channels.ts';
import { channelRules } from '../../compiler/prune/rules/index.ts';
import { selectChannels } from '../../compiler/prune/select.ts';
import { largestError } from '../../compiler/validate.ts';
import { materialize } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { numbers } from '../../ir/tensor.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { modelGraph } from './model.ts';
import { inputsOf, parsed, prune } from './text.ts';

/** Skips that are joined, residual sums, heads, a gated unit, and a table of words; no norm mixes channels. */
const NET = `graph @net(%image: f32[1,4,6,6], %words: i32[1,5]) {
  @stem = seeded 1 0.5 : f32[16,4,3,3]
  @bias = seeded 2 0.5 : f32[16]
  @left = seeded 3 0.5 : f32[24,16,3,3]
  @right = seeded 4 0.5 : f32[16,40,1,1]
  @table = seeded 5 0.5 : f32[11,16]
  @q = seeded 6 0.5 : f32[16,16]
  @k = seeded 7 0.5 : f32[16,16]
  @v = seeded 8 0.5 : f32[16,16]
  @o = seeded 9 0.5 : f32[16,16]
  @gated = seeded 10 0.5 : f32[16,64]
  @down = seeded 11 0.5 : f32[32,16]
  @last = seeded 12 0.5 : f32[16,3]
  %a = conv(%image, @stem, @bias) {pads=[1, 1, 1, 1]} : f32[1,16,6,6]
  %b = conv(%a, @left) {pads=[1, 1, 1, 1]} : f32[1,24,6,6]
  %c = concat(%b, %a) {axis=1} : f32[1,40,6,6]
  %d = conv(%c, @right) : f32[1,16,6,6]
  %e = add(%d, %a) : f32[1,16,6,6]
  %f = reshape(%e) {shape=[1, 16, 36]} : f32[1,16,36]
  %g = transpose(%f) {perm=[0, 2, 1]} : f32[1,36,16]
  %t = gather(@table, %words) {axis=0} : f32[1,5,16]
  %q0 = matmul(%g, @q) : f32[1,36,16]
  %k0 = matmul(%t, @k) : f32[1,5,16]
  %v0 = matmul(%t, @v) : f32[1,5,16]
  %q1 = reshape(%q0) {shape=[1, 36, 4, 4]} : f32[1,36,4,4]
  %k1 = reshape(%k0) {shape=[1, 5, 4, 4]} : f32[1,5,4,4]
  %v1 = reshape(%v0) {shape=[1, 5, 4, 4]} : f32[1,5,4,4]
  %q2 = transpose(%q1) {perm=[0, 2, 1, 3]} : f32[1,4,36,4]
  %k2 = transpose(%k1) {perm=[0, 2, 3, 1]} : f32[1,4,4,5]
  %v2 = transpose(%v1) {perm=[0, 2, 1, 3]} : f32[1,4,5,4]
  %s = matmul(%q2, %k2) : f32[1,4,36,5]
  %p = softmax(%s) : f32[1,4,36,5]
  %m = matmul(%p, %v2) : f32[1,4,36,4]
  %m1 = transpose(%m) {perm=[0, 2, 1, 3]} : f32[1,36,4,4]
  %m2 = reshape(%m1) {shape=[1, 36, 16]} : f32[1,36,16]
  %m3 = matmul(%m2, @o) : f32[1,36,16]
  %r = add(%m3, %g) : f32[1,36,16]
  %h = matmul(%r, @gated) : f32[1,36,64]
  %h1 = geglu(%h) : f32[1,36,32]
  %h2 = matmul(%h1, @down) : f32[1,36,16]
  %y = add(%h2, %r) : f32[1,36,16]
  %z = matmul(%y, @last) : f32[1,36,3]
  return z=%z
}`;

/** What the graph computes while the channels that `narrowing` takes away are zero in every weight. */
async function withZeros(graph: Graph, narrowing: Narrowing) {
  const values = new Map<unknown, Value>();
  for (const value of graph.constants()) values.set(value.constant, value);
  return evaluateGraph(graph, inputsOf(graph), {
    materialize: async (constant) => {
      const tensor = await materialize(constant);
      const value = values.get(constant);
      for (const [axis, factors] of (value ? narrowing.layout(value) : []).entries()) {
        const kept = narrowing.kept(factors);
        const inner = tensor.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
        const data = numbers(tensor);
        if (kept === undefined) continue;
        for (let at = 0; at < data.length; at++) {
          if (kept[Math.floor(at / inner) % kept.length] === false) data[at] = 0;
        }
      }
      return tensor;
    },
  });
}

test.each([
  [0.5, 'features'],
  [0.25, 'features'],
  [0.75, 'features'],
  [0.5, 'whole'],
  [0.75, 'whole'],
] as const)(
  'channels that are zero make no difference: ratio %d, heads %s',
  async (ratio, heads) => {
    const graph = parsed(NET);
    const analysis = analyseChannels(graph, channelRules, heads === 'whole');
    // Seeded weights differ in their sums, so that the pass finds the same channels by the same measure.
    const selection = selectChannels(groupsOf(analysis), analysis.relations, {
      ratio: () => ratio,
      importance: (set) => set,
      multipleOf: 1,
    });
    const narrowing = new Narrowing(analysis, selection.removed, channelRules);
    const before = await withZeros(graph, narrowing);
    const order = new Map(
      analysis.producers.map(({ weight, axis, ids }) => [
        `${weight.name}:${axis}`,
        Array.from(ids, (id) => analysis.relations.sets.find(id)),
      ]),
    );
    const pruned = parsed(NET);
    const size = costOfGraph(pruned).parameters;
    const pass = createPruneChannels({
      importance: (_, axis, weight) => {
        const ranks = order.get(`${weight}:${axis}`) ?? [];
        // A mean of 1 whatever the group, since scores are scaled to it.
        return ranks.map((rank) => rank);
      },
    });
    expect(await prune(pruned, pass, { ratio, heads, smallest: 2 })).toEqual(['SNAPC3310']);
    expect(costOfGraph(pruned).parameters).toBeLessThan(size * (1 - ratio / 2));
    const after = await evaluateGraph(pruned, inputsOf(pruned));
    const [x, y] = [before.get('z'), after.get('z')];
    if (x === undefined || y === undefined) throw new Error('no output');
    expect(largestError(x, y)).toBeLessThan(1e-4);
  },
);

test('every ratio leaves a sound graph', async () => {
  await assert(
    asyncProperty(
      double({ min: 0, max: 0.95, noNaN: true }),
      constantFrom('features', 'whole'),
      constantFrom('vae-decoder', 'snapfusion-unet', 'clip-text', 'vae-encoder'),
      constantFrom(1, 4),
      async (ratio, heads, name, multipleOf) => {
        const graph = await modelGraph(name, 'tiny');
        await prune(graph, pruneChannels, { ratio, heads, multipleOf, smallest: 2 });
        expect(verifyGraph(graph)).toEqual([]);
      },
    ),
    { numRuns: 16, seed: 7 },
  );
}, 120_000);

it('halves the decoder as published', async () => {
  const graph = await modelGraph('vae-decoder', 'full');
  const half = await modelGraph('snapfusion-vae-decoder', 'full');
  await prune(graph, pruneChannels, { ratio: 0.5 });
  // 12,387,459 parameters and the 20 of post_quant_conv.
  expect(costOfGraph(graph).parameters).toBe(12_387_479);
  const shapes = (of: Graph) =>
    new Map(of.constants().map(({ name, type }) => [name, type.shape] as const));
  const [own, published] = [shapes(graph), shapes(half)];
  for (const [name, shape] of published) {
    if (name?.endsWith('.weight') === true && !name.includes('norm'))
      expect([name, own.get(name)]).toEqual([name, shape]);
  }
}, 60_000);
