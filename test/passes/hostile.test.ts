/** Passes, ops and targets that misbehave: each is named with what it did. */

import { expect, test } from 'vitest';
import { checkConfig } from '../../compiler/api/check-config.ts';
import { defineInvariant } from '../../compiler/invariants.ts';
import { faultOfOwnOp } from '../../compiler/own-op-fault.ts';
import { definePass } from '../../compiler/pass.ts';
import type { Pass } from '../../compiler/pass.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { applyRules, defineRule } from '../../compiler/rewrite.ts';
import { attr } from '../../ir/attr.ts';
import { inlineValue } from '../../ir/constant.ts';
import { defineOp, operand } from '../../ir/define.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { anyValue, node } from '../../ir/pattern.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { FLOATS } from '../../ir/types.ts';

function graphOf(): Graph {
  const parsed = parseGraph(
    'graph @g(%x: f32[2]) {\n@c = dense [1, 2] : f32[2]\n%a = exp(%x) : f32[2]\n%b = mul(%a, @c) : f32[2]\nreturn b=%b\n}',
  );
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  return parsed.value;
}

function pass(run: (graph: Graph) => unknown, more: Partial<Pass> = {}): Pass {
  const plain = definePass({ name: 'mine', describe: 'misbehaves', run: () => undefined });
  return { ...plain, ...more, run: run as Pass['run'] };
}

const unprintable = Object.create(null) as object;
const x = anyValue();
const endless = defineRule({
  name: 'again',
  pattern: node('exp', [x]),
  build: (b, match) => b.exp({ input: match.get(x) }),
});
const garbage = defineInvariant({
  name: 'odd',
  describe: 'odd',
  check: () => 7 as unknown as string,
});

test.each<[string, Pass, string, RegExp]>([
  [
    'throws no error',
    pass(() => {
      throw unprintable;
    }),
    'SNAPC3005',
    /mine failed: something/,
  ],
  ['rejects with null', pass(() => Promise.reject(null)), 'SNAPC3005', /null/],
  ['waits for ever', pass(() => new Promise(() => undefined)), 'SNAPC3006', /mine did not end/],
  ['rewrites for ever', pass((g) => void applyRules(g, [endless], 'mine')), 'SNAPC3005', /"again"/],
  ['returns a graph', pass((g) => g), 'SNAPC3009', /returned an object/],
  ['drops an output', pass((g) => g.setOutputs([])), 'SNAPC3007', /b\[2\]/],
  [
    'adds an input',
    pass((g) => void g.addInput('y', { dtype: 'f32', shape: [] })),
    'SNAPC3007',
    /y\[\]/,
  ],
  [
    'repeats an output',
    pass((g) => g.setOutputs([...g.outputs, ...g.outputs])),
    'SNAPC3003',
    /two outputs have one name/,
  ],
  [
    'makes a cycle',
    pass((g) => {
      const [a, b] = [...g.nodes()];
      if (a?.operands[0] && b?.results[0]) g.replaceOperand(a, a.operands[0], b.results[0]);
    }),
    'SNAPC3003',
    /defined later/,
  ],
  [
    'spoils a type',
    pass((g) => Object.assign([...g.nodes()][0]?.results[0] ?? {}, { type: null })),
    'SNAPC3009',
    /returned/,
  ],
  [
    'leaves a graph that nobody can walk',
    pass((g) => void Object.assign([...g.nodes()][0]?.results[0] ?? {}, { type: null })),
    'SNAPC3003',
    /mine/,
  ],
  [
    'writes into a constant',
    pass((g) => {
      const constant = g.constants()[0]?.constant;
      inlineValue(
        constant ?? { type: { dtype: 'f32', shape: [] }, source: { kind: 'splat', value: 0 } },
      )?.data.fill(0 as never);
    }),
    'SNAPC3011',
    /a constant/,
  ],
  ['breaks a promise', pass(() => undefined, { ensures: [garbage] }), 'SNAPC3002', /a number/],
  [
    'reports garbage',
    { ...pass(() => undefined), run: (_, __, { report }) => report('hello' as never) },
    'SNAPC3010',
    /a string/,
  ],
])('a pass that %s', async (_, mine, code, words) => {
  const step = { pass: mine, options: {}, own: true };
  const done = await runPipeline(graphOf(), [step], [], { timeLimit: 0.05 });
  expect(done.ok).toBe(false);
  expect(done.diagnostics.map((found) => found.code)).toContain(code);
  expect(done.diagnostics.map((found) => found.message).join('\n')).toMatch(words);
});

test('a pass that breaks many nodes is told with a few of them, and how many there are', async () => {
  const nodes = Array.from({ length: 12 }, (_, at) => `%n${at} = exp(%x) : f32[2]`);
  const outputs = nodes.map((_, at) => `o${at}=%n${at}`).join(', ');
  const parsed = parseGraph(`graph @g(%x: f32[2]) {\n${nodes.join('\n')}\nreturn ${outputs}\n}`);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  const loosens = pass((graph) => {
    for (const { results } of graph.nodes()) {
      Object.assign(results[0] ?? {}, { type: { dtype: 'f32', shape: [3] } });
    }
  });
  const step = { pass: loosens, options: {}, own: true };
  const { diagnostics } = await runPipeline(parsed.value, [step]);
  const told = diagnostics.filter(({ code }) => code === 'SNAPC3003');
  expect(told).toHaveLength(5);
  expect(told.at(-1)?.message).toContain('and 7 more faults');
  expect(told[0]?.message).not.toContain('more faults');
});

test('options are checked, and cannot be changed', async () => {
  const declared = definePass({
    name: 'mine',
    describe: 'has options',
    options: { sizes: attr.ints([1]) },
    run: (_, options) => void (options.sizes as number[]).push(2),
  });
  for (const options of [{ sizes: 'all' }, { size: [1] }]) {
    const done = await runPipeline(graphOf(), [{ pass: declared, options }]);
    expect(done.diagnostics.map(({ code }) => code)).toContain('SNAPC3012');
  }
  const done = await runPipeline(graphOf(), [{ pass: declared, options: {} }]);
  expect(done.diagnostics.map(({ code }) => code)).toEqual(['SNAPC3005']);
});

const same: OpDefinition = defineOp({
  name: 'same',
  operands: { input: operand(FLOATS) },
  attributes: {},
  traits: ['pure'],
  infer: ({ input }) => input,
  evaluate: ({ input }) => input,
  cost: () => ({ flops: 0 }),
  samples: [],
});

test.each<[string, Partial<OpDefinition>]>([
  ['gives no types', { infer: () => [null as never] }],
  ['gives too many types', { infer: ({ input }) => [input, input] as never }],
  [
    'throws while it infers',
    {
      infer: () => {
        throw unprintable;
      },
    },
  ],
  ['gives no tensor', { evaluate: () => [{} as never] }],
  ['gives another type', { evaluate: () => [tensorFrom('f32', [1], [1])] }],
  [
    'throws',
    {
      evaluate: () => {
        throw new TypeError('boo');
      },
    },
  ],
])('an op that %s', async (_, part) => {
  const graph = graphOf();
  const op = { ...same, ...part };
  const run = async (): Promise<unknown> => {
    const made = graph.insert({ op, operands: { input: graph.outputs[0]?.value } });
    graph.setOutputs([
      { name: 'b', value: made.results[0] ?? graph.addInput('y', { dtype: 'f32', shape: [] }) },
    ]);
    return evaluateGraph(graph, new Map([['x', tensorFrom('f32', [2], [0, 1])]]));
  };
  const fault = await run().then(() => undefined, faultOfOwnOp);
  expect(fault?.code).toBe('SNAPC3013');
  expect(fault?.message).toMatch(/^op same failed in its (infer|evaluate)/);
});

test('a config that cannot be read, and names that are no names', () => {
  const codes = (config: unknown): readonly string[] =>
    checkConfig(config, 'c.ts').diagnostics.map(({ code }) => code);
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw unprintable;
      },
    },
  );
  expect(codes({ ops: [trap] })).toEqual(['SNAPC5431']);
  expect(codes({ ops: [{ ...same, name: '__proto__' }] })).toEqual(['SNAPC5430']);
  expect(codes({ passes: [{ pass: pass(() => undefined, { name: '../up' }) }] })).toEqual([
    'SNAPC5430',
  ]);
  expect(codes({ passes: [{ pass: pass(() => undefined, { requires: [1 as never] }) }] })).toEqual([
    'SNAPC5421',
  ]);
});

test('a target that throws or answers nonsense', () => {
  const own = {
    name: 'own',
    describe: 'own',
    options: {},
    supports: () => 'no',
    pipeline: () => {
      throw unprintable;
    },
    given: [],
    legal: () => [],
    emit: () => Promise.resolve({}),
  };
  const registry = checkConfig({ targets: [own] }, 'c.ts');
  const target = registry.ok ? registry.value.targets.at(-1) : undefined;
  const codeOf = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return (error as { diagnostics: readonly { code: string }[] }).diagnostics[0]?.code;
    }
  };
  expect(codeOf(() => target?.supports({} as never))).toBe('SNAPC5429');
  expect(codeOf(() => target?.pipeline({} as never))).toBe('SNAPC5429');
});
