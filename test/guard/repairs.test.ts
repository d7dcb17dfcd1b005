/** Repairs on random graphs: in fp32 they change nothing, and nothing is left at risk. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { growGraph } from '../../compiler/fuzz/grow.ts';
import { Random } from '../../compiler/fuzz/random.ts';
import { Extremes } from '../../compiler/guard/extremes.ts';
import { guardGraph } from '../../compiler/guard/guard.ts';
import { CAUTIOUS } from '../../compiler/guard/halves.ts';
import type { GuardMode } from '../../compiler/guard/halves.ts';
import type { GuardReport } from '../../compiler/guard/report.ts';
import { WeightMeasures } from '../../compiler/guard/statistics.ts';
import { seededInputs } from '../../compiler/validate.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { OpFault } from '../../ir/op-fault.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { must } from '../coreml/run-program.ts';

const codes = new Set<string>();
const CONTEXT = {
  report: ({ code }: Diagnostic) => void codes.add(code),
  signal: undefined,
};

type Tensors = ReadonlyMap<string, Tensor>;

/** Inputs so large that much of what follows overflows in fp16. */
function largeInputs(graph: Graph, by: number): Tensors {
  return new Map(
    Array.from(seededInputs(graph), ([name, tensor]) => {
      if (DTYPES[tensor.dtype].kind !== 'float') return [name, tensor];
      const numbers = toNumbers(tensor).map((number) => number * by);
      return [name, tensorFrom(tensor.dtype, tensor.shape, numbers)];
    }),
  );
}

async function guardedOn(graph: Graph, inputs: Tensors | undefined, mode: GuardMode) {
  const settings = {
    mode,
    halves: CAUTIOUS,
    ranges: new Map(),
    wideResiduals: false,
    wideLayers: 0,
    measures: new WeightMeasures(),
    extremes: inputs && new Extremes([inputs]),
  };
  const found = await guardGraph(graph, settings, CONTEXT);
  if (found === undefined) throw new Error('the inputs fit');
  return found.report;
}

/** Undefined where the graph overflows already in fp32, or cannot be computed. */
async function outputsOf(graph: Graph, inputs: Tensors): Promise<Tensors | undefined> {
  try {
    let finite = true;
    const outputs = await evaluateGraph(graph, inputs, {
      onNode: (_, results) => {
        finite &&= results.every((result) => toNumbers(result).every(Number.isFinite));
      },
    });
    return finite ? outputs : undefined;
  } catch (error) {
    if (error instanceof OpFault || error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** Of the largest number of an output. */
function errorOf(actual: Tensors, expected: Tensors): number {
  const errors = Array.from(expected, ([name, tensor]) => {
    const want = toNumbers(tensor);
    const other = actual.get(name);
    const got = other === undefined ? [] : toNumbers(other);
    const differences = want.map((number, at) => Math.abs(number - (got[at] ?? NaN)));
    return Math.max(0, ...differences) / Math.max(1, ...want.map(Math.abs));
  });
  return Math.max(...errors);
}

const STREAMS = [
  `graph @stream(%x: f32[1,4,2,2], %t: f32[1,4,1,1]) {
    @w = seeded 1 900 : f32[4,4,1,1]
    @b = seeded 2 300 : f32[4]
    @v = seeded 3 700 : f32[4,4,3,3]
    %a = conv(%x, @w, @b) : f32[1,4,2,2]
    %n = group_norm(%a) {groups=2} : f32[1,4,2,2]
    %c = conv(%n, @v) {pads=[1, 1, 1, 1]} : f32[1,4,2,2]
    %e = add(%c, %t) : f32[1,4,2,2]
    %r = add(%a, %e) : f32[1,4,2,2]
    %f = concat(%r, %a) {axis=1} : f32[1,8,2,2]
    %m = group_norm(%f) {groups=4} : f32[1,8,2,2]
    %p = resize(%r) {shape=[1, 4, 4, 4], scales=[1, 1, 2, 2], mode=nearest, coordinates=asymmetric, rounding=floor} : f32[1,4,4,4]
    %q = conv(%p, @w, @b) : f32[1,4,4,4]
    return y=%m, z=%q
  }`,
  `graph @scores(%x: f32[2,4,8], %y: f32[2,6,8]) {
    @s = dense [0.001] : f32[]
    %a = matmul(%x, %y) {transpose_b=true} : f32[2,4,6]
    %b = mul(%a, @s) : f32[2,4,6]
    %c = softmax(%b) {axis=-1} : f32[2,4,6]
    %d = matmul(%c, %y) : f32[2,4,8]
    %e = rms_norm(%d) : f32[2,4,8]
    return y=%e
  }`,
];

async function check(
  graph: Graph,
  scale: number,
  mode: GuardMode,
): Promise<GuardReport | undefined> {
  const inputs = largeInputs(graph, scale);
  const expected = await outputsOf(graph, inputs);
  if (expected === undefined) return undefined;
  const after = cloneGraph(graph);
  const report = await guardedOn(after, inputs, mode);
  const text = (): string => `${printGraph(graph)}\n${printGraph(after)}`;
  expect(verifyGraph(after), text()).toEqual([]);
  expect(report.left, text()).toBe(0);
  expect(errorOf(await evaluateGraph(after, inputs), expected), text()).toBeLessThan(1e-4);
  return report;
}

test('of random graphs', { timeout: 60_000 }, async () => {
  const done = { repaired: 0, graphs: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1 << 30 }),
      fc.constantFrom(1, 100, 1e4),
      fc.constantFrom('repair' as const, 'strict' as const),
      async (seed, scale, mode) => {
        const report = await check(growGraph(new Random(seed), builtinOps), scale, mode);
        if (report === undefined) return;
        done.graphs++;
        if (report.sites.some(({ repair }) => repair !== undefined)) done.repaired++;
      },
    ),
    { numRuns: 80 },
  );
  expect(done.repaired).toBeGreaterThan(done.graphs / 20);
});

test.each(STREAMS)('of streams and scores', async (text) => {
  const found = new Set<string>();
  for (const scale of [1, 30, 1000, 1e5]) {
    for (const mode of ['repair', 'strict'] as const) {
      const report = await check(must(parseGraph(text)), scale, mode);
      for (const { repair } of report?.sites ?? []) if (repair !== undefined) found.add(repair);
    }
  }
  expect(found.size).toBeGreaterThan(1);
});

test('what intervals alone leave open is computed in fp32 where that is wanted', async () => {
  codes.clear();
  const graph = must(parseGraph(STREAMS[0] ?? ''));
  const open = await guardedOn(cloneGraph(graph), undefined, 'repair');
  expect(open.left).toBeGreaterThan(0);
  expect(open.islands).toBe(0);
  expect(open.unbounded).toEqual(['x', 't']);
  expect(codes.has('SNAPC3161')).toBe(true);
  const closed = await guardedOn(cloneGraph(graph), undefined, 'strict');
  expect(closed.left).toBe(0);
  expect(closed.islands).toBeGreaterThan(0);
});
