/** Refitting in order: what later layers read is what earlier ones, refitted already, compute. */

import { expect, test } from 'vitest';
import { createPruneChannels } from '../../compiler/prune/create-prune-channels.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { seededTensor } from '../../ir/seeded.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import { inputsOf, parsed, prune } from './text.ts';

/** A stem, a branch beside a shortcut, and what reads their sum. */
const IMAGE = `graph @image(%x: f32[1,4,12,12]) {
  @stem = seeded 1 0.5 : f32[16,4,3,3]
  @stem_bias = seeded 2 0.5 : f32[16]
  @inner = seeded 3 0.3 : f32[16,16,3,3]
  @inner_bias = seeded 4 0.3 : f32[16]
  @outer = seeded 5 0.3 : f32[16,16,3,3]
  @scale = splat 1 : f32[16]
  @last = seeded 6 0.3 : f32[3,16,3,3]
  @last_bias = seeded 7 0.3 : f32[3]
  %a = conv(%x, @stem, @stem_bias) {pads=[1, 1, 1, 1]} : f32[1,16,12,12]
  %b = silu(%a) : f32[1,16,12,12]
  %c = conv(%b, @inner, @inner_bias) {pads=[1, 1, 1, 1]} : f32[1,16,12,12]
  %d = group_norm(%c, @scale) {groups=8} : f32[1,16,12,12]
  %e = silu(%d) : f32[1,16,12,12]
  %f = conv(%e, @outer) {pads=[1, 1, 1, 1]} : f32[1,16,12,12]
  %g = add(%f, %a) : f32[1,16,12,12]
  %h = silu(%g) : f32[1,16,12,12]
  %y = conv(%h, @last, @last_bias) {pads=[1, 1, 1, 1]} : f32[1,3,12,12]
  return y=%y
}`;

function squares(a: Tensor, b: Tensor): number {
  const other = toNumbers(b);
  return toNumbers(a).reduce((sum, x, at) => sum + (x - (other[at] ?? 0)) ** 2, 0);
}

async function result(graph: Graph): Promise<Tensor> {
  const y = (await evaluateGraph(graph, inputsOf(graph))).get('y');
  if (y === undefined) throw new Error('no output');
  return y;
}

async function pruned(text: string, options: Readonly<Record<string, unknown>>, more = 0) {
  const graph = parsed(text);
  const pass = createPruneChannels({ calibration: [inputsOf(graph), ...runs(text, more)] });
  const codes = await prune(graph, pass, { smallest: 8, ...options });
  return { graph, codes };
}

async function losses(text: string, options: Readonly<Record<string, unknown>>, more = 0) {
  const expected = await result(parsed(text));
  const [plain, refitted] = await Promise.all(
    [false, true].map(async (compensate) => {
      const { graph } = await pruned(text, { ...options, compensate }, more);
      return squares(await result(graph), expected);
    }),
  );
  return { plain: plain ?? NaN, refitted: refitted ?? NaN };
}

test.each([0.25, 0.5])('a deep model at ratio %f loses less', async (ratio) => {
  const { plain, refitted } = await losses(IMAGE, { ratio }, 11);
  expect(refitted).toBeLessThan(0.55 * plain);
});

/** The only reader of what is cut: its squares of errors are those of the output. */
const LAST = (layer: string, weight: string): string => `graph @last(%x: f32[1,8,6,6]) {
  @first = seeded 1 0.5 : f32[16,8,3,3]
  ${weight}
  %a = conv(%x, @first) {pads=[1, 1, 1, 1]} : f32[1,16,6,6]
  %b = silu(%a) : f32[1,16,6,6]
  %y = ${layer}
  return y=%y
}`;

test.each([
  ['a convolution', 'conv(%b, @w, @v) : f32[1,4,4,4]', '@w = seeded 2 0.5 : f32[4,16,3,3]'],
  [
    'a transposed one, whose channels are guessed place by place',
    'conv_transpose(%b, @w, @v) : f32[1,4,8,8]',
    '@w = seeded 2 0.5 : f32[16,4,3,3]',
  ],
])('on calibration data no reader is worse than before: %s', async (_, layer, weight) => {
  for (const ratio of [0.125, 0.25, 0.5, 0.75]) {
    const { plain, refitted } = await losses(
      LAST(layer, `${weight}\n  @v = seeded 3 0.5 : f32[4]`),
      { ratio },
      11,
    );
    expect(refitted).toBeLessThanOrEqual(plain);
    expect(plain).toBeGreaterThan(0);
  }
});

test('norms whose groups would be left with one channel get half as many, only for a refit', async () => {
  const groupsOf = (graph: Graph): unknown =>
    [...graph.nodes()].find(({ op }) => op.name === 'group_norm')?.attributes['groups'];
  const refitted = await pruned(IMAGE, { ratio: 0.5, compensate: true });
  expect(groupsOf(refitted.graph)).toBe(4);
  expect(refitted.codes).toContain('SNAPC3312');
  const plain = await pruned(IMAGE, { ratio: 0.5 });
  expect(groupsOf(plain.graph)).toBe(8);
  expect(plain.codes).not.toContain('SNAPC3312');
});

test('weights are the same every time', async () => {
  const [once, again] = await Promise.all(
    [1, 2].map(async () => result((await pruned(IMAGE, { ratio: 0.5, compensate: true })).graph)),
  );
  expect(again?.data).toEqual(once?.data);
});

test('it tells how far it is, and can be stopped', async () => {
  const graph = parsed(IMAGE);
  const pass = createPruneChannels({ calibration: [inputsOf(graph)] });
  const stop = new AbortController();
  const told: string[] = [];
  const work = runPipeline(graph, [{ pass, options: { ratio: 0.5, compensate: true } }], [], {
    signal: stop.signal,
    onWork: ({ what }) => {
      told.push(what);
      if (what === 'fitting layers') stop.abort(new Error('enough'));
    },
  });
  await expect(work).rejects.toThrow('enough');
  expect(told.filter((what) => what === 'fitting layers')).toHaveLength(1);
});

/** The second channel is the smaller one, which goes. */
const PAIR = `graph @pair(%x: f32[1,20,2]) {
  @first = dense [1, 0, 0, 0.5] : f32[2,2]
  @second = seeded 2 0.5 : f32[2,3]
  %a = matmul(%x, @first) : f32[1,20,2]
  %y = matmul(%a, @second) : f32[1,20,3]
  return y=%y
}`;

/** Runs of one graph, each with inputs of its own. */
function runs(text: string, count: number): Map<string, Tensor>[] {
  return Array.from({ length: count }, (_, run) => {
    const graph = parsed(text);
    return new Map(
      graph.inputs.map(({ name = '', type }) => {
        if (!isStaticType(type)) throw new Error(`${name} has an open size`);
        return [name, seededTensor('f32', type.shape, 100 + run, [-1, 1])];
      }),
    );
  });
}

test.each([
  ['is never there', (): number => 0, false],
  ['is there where the fit is judged alone', (run: number): number => Number(run < 6), false],
  ['is always that of the first', (): number => 1, true],
])('a channel whose share of the first %s', async (_, share, isRefitted) => {
  const calibration = runs(PAIR, 8).map((given, run) => {
    const x = given.get('x');
    const own = x === undefined ? [] : [...toNumbers(x)];
    const values = own.map((value, at) => (at % 2 === 0 ? value : share(run) * (own[at - 1] ?? 0)));
    return new Map([['x', tensorFrom('f32', [1, 20, 2], values)]]);
  });
  const graph = parsed(PAIR);
  const pass = createPruneChannels({ calibration });
  await prune(graph, pass, { ratio: 0.5, smallest: 2, compensate: true });
  const { graph: plain } = await pruned(PAIR, { ratio: 0.5, smallest: 2 });
  const loss = squares(await result(graph), await result(plain));
  if (isRefitted) expect(loss).toBeGreaterThan(0.01);
  else expect(loss).toBe(0);
});

test('a refit does well on other inputs than those it is made from', async () => {
  const given = runs(IMAGE, 8);
  const [unseen] = runs(IMAGE, 9).slice(8);
  if (unseen === undefined) throw new Error('no inputs');
  const outputOf = async (graph: Graph): Promise<Tensor> => {
    const y = (await evaluateGraph(graph, unseen)).get('y');
    if (y === undefined) throw new Error('no output');
    return y;
  };
  const expected = await outputOf(parsed(IMAGE));
  const loss = async (compensate: boolean): Promise<number> => {
    const graph = parsed(IMAGE);
    const pass = createPruneChannels({ calibration: given });
    await prune(graph, pass, { ratio: 0.25, compensate });
    return squares(await outputOf(graph), expected);
  };
  expect(await loss(true)).toBeLessThan(0.65 * (await loss(false)));
});

/** The eight columns of zeros, with biases from 1 on, are constants that go: only biases can stand in for them. */
const COLUMNS = Array.from({ length: 4 * 16 }, (_, at) => (at % 2 ? 0 : Math.sin(3 * at + 1)));
const CONSTANTS = (layers: string): string => `graph @constants(%x: f32[1,40,4]) {
  @first = dense [${COLUMNS.join(', ')}] : f32[4,16]
  @bias = dense [${Array.from({ length: 16 }, (_, at) => (at % 2 ? 1 + at / 8 : 0)).join(', ')}] : f32[16]
  @one = seeded 2 0.5 : f32[16,5]
  @two = seeded 3 0.5 : f32[16,5]
  @shift = seeded 4 0.5 : f32[5]
  %a = matmul(%x, @first) : f32[1,40,16]
  %b = add(%a, @bias) : f32[1,40,16]
  %c = gelu(%b) : f32[1,40,16]
  ${layers}
  return y=%y
}`;

test('a bias takes over for channels that are constant', async () => {
  const { plain, refitted } = await losses(
    CONSTANTS(`%d = matmul(%c, @one) : f32[1,40,5]
    %y = add(%d, @shift) : f32[1,40,5]`),
    { ratio: 0.5 },
    11,
  );
  expect(plain).toBeGreaterThan(10);
  expect(refitted).toBeLessThan(0.2 * plain);
});

test('what a shortcut loses is made good for where it is added', async () => {
  const { plain, refitted } = await losses(
    CONSTANTS(`%s = matmul(%c, @one) : f32[1,40,5]
    %d = matmul(%c, @two) : f32[1,40,5]
    %e = add(%d, @shift) : f32[1,40,5]
    %y = add(%e, %s) : f32[1,40,5]`),
    { ratio: 0.5 },
    11,
  );
  expect(refitted).toBeLessThan(1e-1 * plain);
});
