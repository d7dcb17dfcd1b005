/** Plug-ins that misbehave in a whole compile: each is named with what it did, and nothing is written. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../compiler/api/check-config.ts';
import {
  anyValue,
  applyRules,
  compile,
  defineComposite,
  defineConfig,
  defineOp,
  definePass,
  defineRule,
  defineTarget,
  node,
  operand,
  stageOutput,
  staticShapes,
  targets,
  writeWhole,
} from '../../compiler/api/node.ts';
import type { Config, Graph, OutputSink, TargetContext } from '../../compiler/api/node.ts';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import { onnxModel } from '../../models/onnx/index.ts';
import { builtInDevices } from '../../targets/devices/index.ts';
import { tinyModel } from '../cli/harness.ts';
import { temporaryFolder } from '../support/folder.ts';

/** What came of a compile for every target of the config, or for WebGPU where it has none. */
async function told(config: Config): Promise<{ text: string; files: readonly string[] }> {
  const folder = await temporaryFolder();
  const registry = checkConfig(config, 'snapc.config.ts');
  const textOf = (found: readonly { code: string; message: string }[]): string =>
    found.map(({ code, message }) => `${code} ${message}`).join('\n');
  if (!registry.ok) return { text: textOf(registry.diagnostics), files: [] };
  const own = registry.value.targets.slice(targets.length);
  const device = builtInDevices.find(({ name }) => name === 'webgpu-default');
  if (device === undefined) throw new Error('no device');
  const request = {
    source: modelFromBytes(onnxModel(tinyModel())),
    targets: own.length > 0 ? own : targets.slice(0, 1),
    device,
    precision: 'fp32',
    passes: registry.value.added,
    ops: registry.value.ownOps,
    timeLimit: 0.2,
  } as const;
  const done = await compile(request, () => stageOutput(join(folder, 'out')));
  expect(done.ok).toBe(false);
  return { text: textOf(done.diagnostics), files: await readdir(folder) };
}

const CYCLE = (graph: Graph): void => {
  const [value] = graph.constants();
  const source = value?.constant?.source;
  if (value?.constant === undefined || source === undefined) throw new Error('no constant');
  const { exp } = builtin(graph);
  Object.assign(source, { kind: 'recipe', op: exp, operands: [value.constant], attributes: {} });
};

/** Any op of one operand will do. */
function builtin(graph: Graph) {
  const x = anyValue();
  const rule = defineRule({
    name: 'add',
    pattern: node('add', [x, anyValue()]),
    build: (b, match) => b.exp({ input: match.get(x) }),
  });
  applyRules(graph, [rule], 'mine');
  const exp = [...graph.nodes()].find(({ op }) => op.name === 'exp')?.op;
  return { exp };
}

describe('a pass', () => {
  const throwing = (thrown: unknown) => (): never => {
    throw thrown;
  };
  class Sly extends Error {
    override get message(): string {
      throw new Error('not even this');
    }
  }
  const cases: readonly (readonly [string, (graph: Graph) => unknown, string])[] = [
    ['throws a string', throwing('a string'), 'pass mine failed: a string'],
    ['throws null', throwing(null), 'pass mine failed: null'],
    ['throws an error that throws', throwing(new Sly()), 'pass mine failed: something that cannot'],
    [
      'throws an error of objects',
      throwing(Object.assign(new Error(), { message: {} })),
      'mine failed: [object Object]',
    ],
    ['returns a function', () => () => undefined, 'pass mine returned a function'],
    ['never ends', () => new Promise(() => undefined), 'pass mine did not end within 0.2 s'],
    ['writes into what is frozen', (g) => void ((g.inputs as unknown[]).length = 0), 'mine'],
    [
      'makes a dim that is no number',
      (g) => void g.addInput('n', { dtype: 'f32', shape: [NaN] }),
      'mine',
    ],
    [
      'makes a constant of half an element',
      (g) => {
        const constant = {
          type: { dtype: 'f32', shape: [0.5] },
          source: { kind: 'splat', value: 1 },
        } as const;
        g.setOutputs(g.outputs.map(({ name }) => ({ name, value: g.addConstant(constant) })));
      },
      'a constant has the shape [0.5]',
    ],
    ['computes a constant from itself', CYCLE, 'mine'],
    ['takes every output', (g) => g.setOutputs([]), 'pass mine changed the interface'],
  ];

  it.each(cases)('that %s', async (_, run, words) => {
    const mine = definePass({ name: 'mine', describe: 'is hostile', run: run as () => void });
    const { text, files } = await told(defineConfig({ passes: [{ pass: mine }] }));
    expect(text).toContain(words);
    expect(files).toEqual([]);
  });
});

describe('an op', () => {
  const x = anyValue();
  const own = {
    name: 'own',
    operands: { input: operand(['f32']) },
    attributes: {},
    traits: ['pure', 'pointwise'],
    infer: ({ input }) => input,
    evaluate: ({ input }) => input,
    cost: () => ({ flops: 0 }),
    samples: [],
  } satisfies Parameters<
    typeof defineOp<{ input: ReturnType<typeof operand> }, Record<string, never>>
  >[0];
  const lowered = (webgpu: unknown) =>
    defineOp({ ...own, lowerings: { webgpu: webgpu as () => string } });
  const cases = [
    ['without a lowering', defineOp(own), 'own'],
    [
      'whose lowering throws',
      lowered(() => {
        throw null;
      }),
      'op own failed in its lowering for webgpu: null',
    ],
    ['whose lowering gives a number', lowered(() => 5), 'lowering for webgpu: it gave a number'],
    [
      'whose fold gives garbage',
      defineOp({ ...own, fold: () => ({ operand: 'output' }) }),
      'op own failed in its fold',
    ],
    [
      'whose fold throws',
      defineOp({
        ...own,
        fold: () => {
          throw 'no';
        },
      }),
      'op own failed in its fold: no',
    ],
    [
      'that decomposes to itself',
      defineComposite({ ...own, decompose: () => ({}) as never }),
      'op own failed in its decompose: it gave an object',
    ],
  ] as const;

  it.each(cases)('%s', async (_, op, words) => {
    const rule = defineRule({
      name: 'add',
      pattern: node('add', [x, anyValue()]),
      build: (b, match) => b.of(op)({ input: match.get(x) }),
    });
    const run = (graph: Graph): void => void applyRules(graph, [rule], 'bring-in');
    const pass = definePass({ name: 'bring-in', describe: 'brings the op in', run });
    const { text, files } = await told({ ops: [op], passes: [{ pass, after: 'raise-gelu' }] });
    expect(text).toContain(words);
    expect(files).toEqual([]);
  });

  it.each([
    ['of a built-in name', { ...own, name: 'conv' }, 'there is already a op called "conv"'],
    ['with operands that are none', { ...own, operands: { input: 'f32' } }, 'expected an op'],
    ['with attributes that are none', { ...own, attributes: { size: 5 } }, 'expected an op'],
    [
      'for a target that is none',
      { ...own, lowerings: { webgp: () => '' } },
      'there is no target "webgp"',
    ],
    [
      'with a number for a lowering',
      { ...own, lowerings: { coreml: 5 } },
      'expected a lowering for coreml',
    ],
  ])('%s is refused', async (_, op, words) => {
    const { text } = await told({ ops: [defineOp(op as never)] });
    expect(text).toContain(words);
  });
});

describe('a target', () => {
  type Emit = (graph: Graph, context: TargetContext, sink: OutputSink) => Promise<unknown>;
  const cases: readonly (readonly [string, Emit, string])[] = [
    [
      'leads out of its folder',
      (_, __, sink) => writeWhole(sink, '../../escaped.txt', 'x'),
      'it leads upwards',
    ],
    [
      "takes the manifest's place",
      (_, __, sink) => writeWhole(sink, '../manifest.json', 'x'),
      'it leads upwards',
    ],
    [
      'writes to the root',
      (_, __, sink) => writeWhole(sink, '/tmp/escaped.txt', 'x'),
      'it has an empty part',
    ],
    [
      'writes a file twice',
      async (_, __, sink) => [await writeWhole(sink, 'a', 'x'), await writeWhole(sink, 'a', 'y')],
      'it is written twice',
    ],
    [
      'writes numbers',
      (_, __, sink) => writeWhole(sink, 'a', 5 as never),
      'it wrote a number into a',
    ],
    ['opens null', (_, __, sink) => sink.file(null as never), 'it opened null as a file'],
    [
      'leaves a file open',
      async (_, { interface: { inputs, outputs } }, sink) => {
        await sink.file('a');
        return {
          inputs: inputs.map(({ name }) => name),
          outputs: outputs.map(({ name }) => name),
          figures: {},
        };
      },
      'it did not close a',
    ],
    [
      'throws when all is written',
      async (_, __, sink) => {
        await writeWhole(sink, 'a', 'x');
        throw undefined;
      },
      'undefined',
    ],
    ['gives nothing', async () => undefined, 'it did not give { inputs, outputs, figures }'],
    [
      'gives figures that are none',
      async () => ({ inputs: ['x'], outputs: ['y'], figures: { size: NaN } }),
      'it did not give',
    ],
  ];

  it.each(cases)('that %s', async (_, emit, words) => {
    const own = defineTarget({
      name: 'own',
      describe: 'is hostile',
      options: {},
      supports: () => [],
      pipeline: () => [],
      given: [staticShapes],
      legal: () => [],
      emit: emit as never,
    });
    const { text, files } = await told({ targets: [own] });
    expect(text).toContain('SNAPC5429 target own failed in its emit');
    expect(text).toContain(words);
    expect(files).toEqual([]);
  });

  it('with options that are none is refused', async () => {
    const [first] = targets;
    const { text } = await told({
      targets: [{ ...first, name: 'own', options: { size: 5 } } as never],
    });
    expect(text).toContain('expected a target');
  });
});
