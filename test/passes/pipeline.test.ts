/** The promises of passes: order, invariants, the verifier, numbers, and options as text. */

import { expect, test } from 'vitest';
import {
  coreOnly,
  defineInvariant,
  foldedConstants,
  noDeadCode,
  staticShapes,
} from '../../compiler/invariants.ts';
import { definePass } from '../../compiler/pass.ts';
import type { Pass, PassStep } from '../../compiler/pass.ts';
import { passes } from '../../compiler/passes/index.ts';
import { parseSteps } from '../../compiler/passes/parse-steps.ts';
import { checkOrder, runPipeline } from '../../compiler/pipeline.ts';
import type { PassReport } from '../../compiler/pipeline.ts';
import { attr } from '../../ir/attr.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { resultOf } from '../../ir/graph.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { verifyGraph } from '../../ir/verify.ts';

function graphOf(body: string): Graph {
  const parsed = parseGraph(`graph @g(%x: f32[2,2]) {\n${body}\n}`);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  return parsed.value;
}

function codes(result: Result<unknown>): readonly string[] {
  return result.diagnostics.map(({ code }) => code);
}

function step(pass: Pass): PassStep {
  return { pass, options: {} };
}

const SQUARED = '%a = exp(%x) : f32[2,2]\n%b = mul(%a, %a) : f32[2,2]\nreturn b=%b';

const small = defineInvariant({
  name: 'small',
  describe: 'there is at most one node',
  check: (graph) => (graph.size <= 1 ? undefined : `there are ${graph.size} nodes`),
});
const idle = definePass({ name: 'idle', describe: 'does nothing', run: () => undefined });
const wantsSmall = definePass({ ...idle, name: 'wants-small', requires: [small] });
const makesSmall = definePass({ ...idle, name: 'makes-small', ensures: [small] });
const breaksSmall = definePass({ ...idle, name: 'breaks-small', breaks: [small] });

test('a list that cannot work is refused before it runs', () => {
  expect(checkOrder([makesSmall, wantsSmall].map(step))).toEqual([]);
  expect(checkOrder([wantsSmall].map(step), [small])).toEqual([]);
  const [unmet] = checkOrder([wantsSmall].map(step));
  expect(unmet?.code).toBe('SNAPC3001');
  expect(unmet?.message).toContain('no earlier pass ensures');
  const [broken] = checkOrder([makesSmall, breaksSmall, wantsSmall].map(step));
  expect(broken?.message).toContain('breaks-small');
});

test('a broken promise names the pass and the violation', async () => {
  const result = await runPipeline(graphOf(SQUARED), [makesSmall].map(step));
  expect(codes(result)).toEqual(['SNAPC3002']);
  expect(result.diagnostics[0]?.message).toContain(
    'makes-small promised small, but there are 2 nodes',
  );
});

test('a pass that throws is a diagnostic, and nothing runs after it', async () => {
  const reports: PassReport[] = [];
  const throws = definePass({
    ...idle,
    name: 'throws',
    run: () => {
      throw new Error('on purpose');
    },
  });
  const result = await runPipeline(graphOf(SQUARED), [throws, idle].map(step), [], {
    onPass: (report) => reports.push(report),
  });
  expect(codes(result)).toEqual(['SNAPC3005']);
  expect(reports.map(({ name }) => name)).toEqual(['throws']);
});

/** Reads the operand of the second node as its own result, before it is defined. */
const entangles = definePass({
  ...idle,
  name: 'entangles',
  run: (graph) => {
    const [first, second] = graph.nodes();
    const [input] = graph.inputs;
    if (first === undefined || second === undefined || input === undefined)
      throw new Error('no node');
    graph.replaceOperand(first, input, resultOf(second));
  },
});

test('the verifier finds what no parser lets through', async () => {
  const graph = graphOf(SQUARED);
  await entangles.run(graph, {}, { report: () => undefined, signal: undefined });
  const [finding] = verifyGraph(graph);
  expect(finding?.code).toBe('SNAPC1301');
  expect(finding?.message).toContain('an operand is defined later');
});

test('the verifier runs after the last pass, and after each on demand', async () => {
  expect(codes(await runPipeline(graphOf(SQUARED), [step(entangles)]))).toContain('SNAPC3003');
  const each = await runPipeline(graphOf(SQUARED), [entangles, idle].map(step), [], {
    verifyEach: true,
  });
  expect(each.diagnostics[0]?.message).toContain('after pass entangles');
});

/** Makes the output the exponential itself. */
const drifts = definePass({
  ...idle,
  name: 'drifts',
  run: (graph) => {
    const [first, second] = graph.nodes();
    if (first === undefined || second === undefined) throw new Error('no node');
    graph.replaceAllUses(resultOf(second), resultOf(first));
    graph.remove(second);
  },
});

test('numbers are compared before and after on demand', async () => {
  expect((await runPipeline(graphOf(SQUARED), [step(drifts)])).ok).toBe(true);
  const compared = await runPipeline(graphOf(SQUARED), [step(drifts)], [], { validateEach: true });
  expect(codes(compared)).toEqual(['SNAPC3004']);
  const tolerant = definePass({ ...drifts, tolerance: 100 });
  const accepted = await runPipeline(graphOf(SQUARED), [step(tolerant)], [], {
    validateEach: true,
  });
  expect(accepted.ok).toBe(true);
});

test('an aborted run rejects with the reason', async () => {
  const controller = new AbortController();
  controller.abort(new Error('stop'));
  const run = runPipeline(graphOf(SQUARED), [step(idle)], [], { signal: controller.signal });
  await expect(run).rejects.toThrow('stop');
});

test('invariants see what they are about', () => {
  const composite = graphOf('%a = silu(%x) : f32[2,2]\n%b = exp(%x) : f32[2,2]\nreturn a=%a');
  expect(coreOnly.check(composite)).toBe('silu is composite');
  expect(noDeadCode.check(composite)).toBe('exp is never read');
  expect(staticShapes.check(composite)).toBeUndefined();
  expect(foldedConstants.check(composite)).toBeUndefined();
  const folded = graphOf('@c = splat 2 : f32[2,2]\n%a = exp(@c) : f32[2,2]\nreturn a=%a');
  expect(foldedConstants.check(folded)).toBe('exp reads constants only');
  const symbolic = parseGraph('graph @s(%x: f32[n]) {\n%a = exp(%x) : f32[n]\nreturn a=%a\n}');
  expect(symbolic.ok && staticShapes.check(symbolic.value)).toBe('exp has a symbolic shape');
});

const limited = definePass({
  name: 'limited',
  describe: 'has options',
  options: { limit: attr.int(4), names: attr.string('') },
  run: () => undefined,
});
const table = { limited, idle };

test('passes with options are read from text', async () => {
  const steps = parseSteps('idle, limited {limit=8, names="a, b"}', table);
  expect(steps.ok && steps.value.map(({ pass, options }) => [pass.name, options])).toEqual([
    ['idle', {}],
    ['limited', { limit: 8, names: 'a, b' }],
  ]);
  const reports: PassReport[] = [];
  await runPipeline(graphOf(SQUARED), [limited.with({ limit: 2 })], [], {
    onPass: (report) => reports.push(report),
  });
  expect(reports[0]?.options).toEqual({ limit: 2, names: '' });
});

test.each([
  ['unknown', 'SNAPC3101', 'there is no pass "unknown"'],
  ['limited {size=3}', 'SNAPC3102', 'there is no option size'],
  ['limited {limit=many}', 'SNAPC3102', 'expected an integer'],
  ['limited {limit=3', 'SNAPC3102', 'expected ","'],
  ['limited {limit=3} more', 'SNAPC3102', 'expected the end'],
  ['idle {limit=3}', 'SNAPC3102', 'there is no option limit'],
])('%s is refused', (text, code, message) => {
  const steps = parseSteps(text, table);
  expect(codes(steps)).toEqual([code]);
  expect(steps.diagnostics[0]?.message).toContain(message);
});

test('the table holds each pass under its own name, in order', () => {
  const names = Object.keys(passes);
  expect(names).toEqual([...names].sort());
  for (const [name, pass] of Object.entries(passes)) {
    expect(pass.name).toBe(name);
    expect(pass.describe).not.toBe('');
  }
});

test('options of built-in passes have defaults', () => {
  for (const pass of Object.values(passes)) {
    for (const [name, spec] of Object.entries(pass.options)) {
      expect(spec.default, `${pass.name} ${name}`).toBeDefined();
    }
  }
});

test('a removed node does not disturb the iteration over a graph', () => {
  const graph = graphOf(
    '%a = exp(%x) : f32[2,2]\n%b = neg(%x) : f32[2,2]\n%c = abs(%x) : f32[2,2]\nreturn c=%c',
  );
  const seen: string[] = [];
  for (const node of graph.nodes()) {
    seen.push(node.op.name);
    if (node.op.name !== 'exp') continue;
    for (const other of graph.nodes()) if (other.op.name === 'neg') graph.remove(other);
    graph.remove(node);
  }
  expect(seen).toEqual(['exp', 'abs']);
  expect(printGraph(graph)).toContain('abs');
});

test('validation tells how many nodes are evaluated, before and after', async () => {
  const idle = definePass({ name: 'idle', describe: '', tolerance: 0, run: () => undefined });
  const told: string[] = [];
  await runPipeline(graphOf(SQUARED), [step(idle)], [], {
    validateEach: true,
    onValidate: ({ pass, done, total }) => told.push(`${pass} ${done}/${total}`),
  });
  expect(told).toEqual(['idle 1/4', 'idle 2/4', 'idle 3/4', 'idle 4/4']);
});
