/**
 * What is emitted for NNAPI, compiled by g++ and run on the reference, which refuses what the feature level lacks: the
 * samples of every op, the exported graphs of test/fixtures, and the tiny models, beside the evaluator and onnxruntime.
 */

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import type { OpDefinition } from '../../ir/define.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { planPools } from '../../targets/nnapi/pools.ts';
import { WIDE_SUMS_FROM } from '../../targets/nnapi/options.ts';
import { must } from '../coreml/run-program.ts';
import { errorsOf } from '../nnapi-numbers/errors.ts';
import { importedCases } from '../nnapi-numbers/imported-cases.ts';
import type { ImportedCases } from '../nnapi-numbers/imported-cases.ts';
import { LEVELS } from '../nnapi-numbers/levels.ts';
import { emittedModel } from '../nnapi-numbers/lower.ts';
import { runMany } from '../nnapi-numbers/many-models.ts';
import { fixtureCases, modelCases } from '../numbers/cases.ts';
import { largestDifference, largestError } from '../support/difference.ts';
import { sampleGraph } from '../webgpu/sample-graph.ts';

const SAMPLE_TOLERANCE = 2e-6;
const TOLERANCES = { fp32: 1e-4, fp16: 1e-2 } as const;
/** These graphs need nothing that 30 or 1000007 add; `npm run numbers -- --target nnapi` runs them at all levels in both. */
const RUNS_OF_MODELS = [
  [29, 'fp16'],
  [1000006, 'fp32'],
] as const;

const missing = ['cmake', 'make', 'g++'].filter(
  (tool) => spawnSync(tool, ['--version']).status !== 0,
);
if (missing.length > 0) process.stdout.write(`Nothing runs on NNAPI here: no ${missing.join()}\n`);

const scratch = await mkdtemp(join(tmpdir(), 'snapc-nnapi-numbers-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

const ops: readonly OpDefinition[] = Object.values(builtinOps);
interface Sums {
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<string, Tensor>;
}

/** A model without inputs is nothing that NNAPI takes. */
const samples = ops.flatMap((op) =>
  op.samples
    .map((sample, index) => ({ op, sample, name: `${op.name} ${sample.name ?? index}` }))
    .filter((made) => sampleGraph(made.op, made.sample).inputs.size > 0),
);

describe.skipIf(missing.length > 0)('samples', () => {
  it.each(LEVELS)('at level %i', async (level) => {
    const models = [];
    for (const { op, sample } of samples) {
      const { graph, inputs } = sampleGraph(op, sample);
      models.push(await emittedModel(graph, inputs, { level, precision: 'fp32' }));
    }
    const found = await runMany(models, level, join(scratch, `samples-${level}`));
    const wrong: string[] = [];
    for (const [index, { op, sample, name }] of samples.entries()) {
      const { graph, inputs } = sampleGraph(op, sample);
      const outputs = found[index] ?? 'not run';
      if (typeof outputs === 'string') {
        wrong.push(`${name}: ${outputs}`);
        continue;
      }
      for (const [output, expected] of await evaluateGraph(graph, inputs)) {
        const given = outputs.get(output);
        const error = given === undefined ? Infinity : largestDifference(given, expected);
        const least = expected.dtype === 'f16' ? TOLERANCES.fp16 : SAMPLE_TOLERANCE;
        if (!(error <= Math.max(least, sample.tolerance ?? 0))) wrong.push(`${name}: ${error}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(found.length).toBeGreaterThan(250);
  });
});

describe.skipIf(missing.length > 0)('long sums of halves', () => {
  const level = 1_000_006;

  /** Weights of a softmax that are all alike, as where an image has one color, and values around 1. */
  function sums(terms: number): readonly Sums[] {
    const weights = tensorFrom('f16', [2, 3, terms], Array<number>(6 * terms).fill(1 / terms));
    const values = Array.from({ length: 2 * terms * 4 }, (_, at) => 1 + ((at * 7) % 11) / 32);
    const value = tensorFrom('f16', [2, terms, 4], values);
    const ports = `%x: f16[2,3,${terms}], %y: f16[2,${terms},4]`;
    const inputs = new Map(Object.entries({ x: weights, y: value }));
    const texts = [
      `graph @g(${ports}) { %z = matmul(%x, %y) : f16[2,3,4] return z=%z }`,
      `graph @g(%y: f16[2,${terms},4]) {
        %z = reduce_sum(%y) {axes=[1], keep_dims=false} : f16[2,4] return z=%z }`,
    ];
    return texts.map((text) => {
      const graph = must(parseGraph(text, { ops: builtinOps }));
      const given = graph.inputs.map(({ name = '' }) => name);
      return { graph, inputs: new Map([...inputs].filter(([name]) => given.includes(name))) };
    });
  }

  async function errorsWith(wideSumsFrom: number): Promise<readonly number[]> {
    const given = [1024, 4096].flatMap(sums);
    const models = [];
    for (const { graph, inputs } of given) {
      models.push(await emittedModel(graph, inputs, { level, precision: 'fp16', wideSumsFrom }));
    }
    const found = await runMany(models, level, join(scratch, `sums-${wideSumsFrom}`));
    const errors = given.map(async ({ graph, inputs }, index) => {
      const outputs = found[index] ?? 'not run';
      if (typeof outputs === 'string') throw new Error(outputs);
      return largestError(outputs, await evaluateGraph(graph, inputs));
    });
    return Promise.all(errors);
  }

  it('keep their precision where they are taken in fp32, and nowhere else', async () => {
    for (const error of await errorsWith(WIDE_SUMS_FROM)) expect(error).toBeLessThan(1e-3);
    for (const error of await errorsWith(0)) expect(error).toBeGreaterThan(2e-3);
  });
});

it.skipIf(missing.length > 0)('weights in more pools than a byte counts', async () => {
  const count = 300;
  const lines = Array.from({ length: count }, (_, index) => {
    const previous = index === 0 ? '%x' : `%s${index - 1}`;
    // Of one op alone, all weights would become one.
    const op = index % 2 === 0 ? 'add' : 'max';
    return `@w${index} = seeded ${index} 1 : f32[64]
      %s${index} = ${op}(${previous}, @w${index}) : f32[64]`;
  });
  const text = `graph @g(%x: f32[64]) {\n${lines.join('\n')}\n return y=%s${count - 1}\n}`;
  const graph = must(parseGraph(text, { ops: builtinOps }));
  const inputs = new Map([['x', tensorFrom('f32', [64], Array<number>(64).fill(1))]]);
  const made = await emittedModel(graph, inputs, { level: 29, precision: 'fp32' });
  expect(planPools(made.model, 1).pools.length).toBe(count);
  const [outputs = 'not run'] = await runMany(
    [{ ...made, maxPoolBytes: 1 }],
    29,
    join(scratch, 'pools'),
  );
  if (typeof outputs === 'string') throw new Error(outputs);
  expect(largestError(outputs, await evaluateGraph(graph, inputs))).toBeLessThan(1e-5);
});

describe.skipIf(missing.length > 0)('models', () => {
  let cases: ImportedCases;
  beforeAll(async () => {
    cases = await importedCases([...fixtureCases(), ...(await modelCases(scratch, ['tiny']))]);
  });
  afterAll(() => cases.close());

  it.each(RUNS_OF_MODELS)('at level %i in %s', async (level, precision) => {
    const folder = join(scratch, `models-${level}-${precision}`);
    const found = await errorsOf(cases.imported, { level, precision }, folder);
    const wrong = found.filter(
      ({ half, error }) => !(error <= TOLERANCES[half ? 'fp16' : precision]),
    );
    expect(wrong).toEqual([]);
    expect(found.length).toBeGreaterThan(30);
    const largest = found.toSorted((a, b) => b.error - a.error).slice(0, 3);
    const words = largest.map(({ name, error }) => `${error.toExponential(1)} ${name}`);
    process.stdout.write(`level ${level} ${precision}: ${words.join(', ')}\n`);
  });
});
