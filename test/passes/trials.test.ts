/** Every built-in pass on random graphs: near what its file tests hold, on its patterns, and any others. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tryOften } from '../../compiler/fuzz/campaign.ts';
import { definePass } from '../../compiler/pass.ts';
import { applyRules, defineRule } from '../../compiler/rewrite.ts';
import { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { anyValue, matchNode, node, scalar } from '../../ir/pattern.ts';
import { printGraph } from '../../ir/print.ts';
import { elementCount, isStaticType } from '../../ir/types.ts';
import { seededInputs } from '../../compiler/validate.ts';
import { lowerContext } from '../../targets/coreml/lower-context.ts';
import { decomposeFor } from '../../targets/coreml/lowerings.ts';
import { setInterface } from '../../targets/coreml/set-interface.ts';
import { raiseIntegerProducts } from '../../targets/webgpu/integer-products/raise.ts';
import { widenFloats } from '../../targets/webgpu/widen-floats.ts';
import { contextFor } from '../coreml/written-package.ts';
import { bindAll } from '../filetests/inputs.ts';
import { splitFile } from '../filetests/sections.ts';
import { SEED } from '../setup/seed.ts';
import { calibratedPasses } from '../support/calibrated-passes.ts';

const passes = calibratedPasses((graph) => [seededInputs(graph, 7)].values());

const ROOT = fileURLToPath(new URL('../filetests/passes/', import.meta.url));
const FIXED_SEED = 20_261_123;

/** These change numbers by more than a comparison says something about; their own tests measure them. */
const LOSSY = /^(quantize|palettize|sparsify|prune|compress|remove|correct)/;

const corpus = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ir'))
  .map((name) => ({ name, graphs: splitFile(readFileSync(join(ROOT, name), 'utf8')).sections }))
  .map(({ name, graphs }) => ({
    name: name.replace(/(\/.*)?\.ir$/, ''),
    graphs: graphs.flatMap(({ input }) => {
      const parsed = parseGraph(input);
      const graph = parsed.ok ? bindAll(parsed.value) : undefined;
      return graph !== undefined && isTryable(graph) ? [graph] : [];
    }),
  }));

function isTryable(graph: Graph): boolean {
  const constants = graph.constants();
  const results = [...graph.nodes()].flatMap((item) => item.results);
  return (
    constants.every(({ constant }) => constant?.source.kind !== 'bytes') &&
    [...graph.inputs, ...constants, ...results].every(
      ({ type }) => isStaticType(type) && elementCount(type.shape) <= 4096,
    )
  );
}

const own = (name: string): Graph[] =>
  corpus.filter((file) => file.name === name).flatMap(({ graphs }) => graphs);
const all = corpus.flatMap(({ graphs }) => graphs);

/** Passes of targets, which no name leads to. */
const device = contextFor(new Graph('nothing'));
const ofTargets = [
  decomposeFor(lowerContext(device)),
  setInterface,
  widenFloats,
  raiseIntegerProducts,
].map((pass) => [`${pass.name} of a target`, pass] as const);

const shared = Object.entries(passes).filter(([name]) => !LOSSY.test(name));

test.each([...shared, ...ofTargets])('%s', async (_, pass) => {
  let fired = 0;
  for (const seed of [FIXED_SEED, SEED]) {
    const trial = await tryOften(
      { pass, options: {} },
      {
        runs: 200,
        seed,
        idempotent: true,
        ops: builtinOps,
        passes,
        corpus: [
          ...own(pass.name),
          ...own(pass.name),
          ...all.filter((_, index) => index % 5 === 0),
        ],
      },
    );
    const text = trial.failure && printGraph(trial.failure.graph, { origins: false });
    expect(trial.failure?.found, `seed ${seed}\n${text}`).toBeUndefined();
    fired += trial.fired;
  }
  // Few passes do much on any one seed's graphs.
  expect(fired).toBeGreaterThan(0);
});

test('a wrong rule is found and its graph made small', async () => {
  const x = anyValue();
  const wrong = defineRule({
    name: 'x * 2 is x * x',
    pattern: node('mul', [x, scalar(2)]),
    build: (b, match) => b.mul({ a: match.get(x), b: match.get(x) }),
  });
  const pass = definePass({
    name: 'wrong',
    describe: 'is wrong',
    run: (graph) => void applyRules(graph, [wrong], 'wrong'),
  });
  const step = { pass, options: {}, own: true };
  const result = await tryOften(step, { runs: 200, seed: 1, ops: builtinOps, passes });
  expect(result.patterns).toBe(1);
  expect(result.failure?.found.map(({ code }) => code)).toContain('SNAPC3004');
  expect(result.failure?.graph.size).toBe(1);
});

test('a pass that changes numbers is held to its tolerance, whatever follows it', async () => {
  const x = anyValue();
  const coarse = defineRule({
    name: 'coarse',
    pattern: node('gelu', [x], ({ approximate }) => approximate === 'none'),
    build: (b, match) => b.gelu({ input: match.get(x) }, { approximate: 'sigmoid' }),
  });
  const found = [2.1e-2, 1e-4].map(async (tolerance) => {
    const run = (graph: Graph): void => void applyRules(graph, [coarse], 'coarse');
    const pass = definePass({ name: 'coarse', describe: 'is coarse', tolerance, run });
    const step = { pass, options: {}, own: true };
    const result = await tryOften(step, { runs: 300, seed: 5, ops: builtinOps, passes });
    expect(result.fired).toBeGreaterThan(0);
    return result.failure?.found.map(({ code }) => code);
  });
  expect(await Promise.all(found)).toEqual([undefined, ['SNAPC3004']]);
});

test('a pass that goes on with what it made is told so', async () => {
  const x = anyValue();
  const pattern = node('exp', [x]);
  let calls = 0;
  const pass = definePass({
    name: 'restless',
    describe: 'goes on',
    tolerance: Infinity,
    run: (graph) => {
      for (const item of graph.nodes()) {
        const match = item.op.name === 'exp' ? matchNode(pattern, item) : undefined;
        const input = match?.get(x);
        if (input === undefined || calls++ > 1000) continue;
        const [value] = graph.insert({ op: builtinOps.neg, operands: { input } }, item).results;
        if (value !== undefined) graph.replaceOperand(item, input, value);
      }
    },
  });
  const options = { runs: 100, seed: 1, ops: builtinOps, passes, idempotent: true };
  const { failure } = await tryOften({ pass, options: {} }, { ...options, corpus: all });
  expect(failure?.found.map(({ code }) => code)).toEqual(['SNAPC3008']);
});
