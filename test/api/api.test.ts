/** The package's entry points: what they hold, and compile as a library. */

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as browser from '../../compiler/api/browser.ts';
import * as node from '../../compiler/api/node.ts';
import type { CompileProgress, CompileRequest, Device, Target } from '../../compiler/api/node.ts';
import { onnxModel } from '../../models/onnx/index.ts';
import { tinyModel } from '../cli/harness.ts';

const { compile, defineTarget, failure, findDevice, memoryOutput, modelFromBytes, success } = node;

function deviceNamed(name: string): Device {
  const device = findDevice(name);
  if (!device.ok) throw new Error(`there is no ${name}`);
  return device.value;
}

function requestFor(
  more: Partial<CompileRequest<Device>> = {},
  model: Uint8Array = onnxModel(tinyModel()),
): CompileRequest<Device> {
  return {
    source: modelFromBytes(model),
    targets: node.targets.filter(({ name }) => name === 'webgpu'),
    device: deviceNamed('pixel-9'),
    precision: 'fp32',
    ...more,
  };
}

const refusing = (name: string, code: string): Target =>
  defineTarget({
    name,
    describe: 'refuses every graph',
    options: {},
    supports: () => [],
    pipeline: () => [],
    given: [],
    legal: () => [{ code, severity: 'error', message: `${name} refuses` }],
    emit: () => Promise.reject(new Error('a refused graph is never emitted')),
  });

describe('the entry points', () => {
  it('have what the documentation names', () => {
    const names = ['compile', 'importOnnx', 'definePass', 'defineConfig', 'defineDevice'];
    const more = ['defineTarget', 'defineOp', 'defineComposite', 'evaluateGraph', 'printGraph'];
    const values = ['parseGraph', 'readNpz', 'writeNpz'];
    for (const name of [...names, ...more, ...values]) {
      expect(browser).toHaveProperty(name, expect.any(Function));
    }
    expect(browser.devices.map(({ name }) => name)).toContain('iphone-14-pro');
    expect(browser.targets.map(({ name }) => name)).toContain('webgpu');
    expect(Object.keys(browser.passes)).toContain('fold-constants');
  });

  it('in Node has all of the browser’s', () => {
    expect(Object.keys(node)).toEqual(expect.arrayContaining(Object.keys(browser)));
  });

  it('know the version of the package', async () => {
    const path = fileURLToPath(new URL('../../package.json', import.meta.url));
    const description: unknown = JSON.parse(await readFile(path, 'utf8'));
    expect(description).toMatchObject({ version: node.VERSION });
  });
});

describe('compile', () => {
  it('writes into memory and tells how far it is', async () => {
    const output = memoryOutput();
    const events: CompileProgress[] = [];
    const request = requestFor({ onProgress: (event) => events.push(event) });
    const result = await compile(request, async () => success(output));
    expect(result.diagnostics).toEqual([]);
    expect([...output.files.keys()].at(-1)).toBe('manifest.json');
    expect([...output.files.keys()]).toContain('webgpu/index.js');
    const phases = [...new Set(events.map(({ phase }) => phase))];
    expect(phases).toEqual(['read', 'import', 'pass', 'emit', 'finish']);
    const passes = result.ok ? (result.value.passes.get('webgpu') ?? []) : [];
    const manifest = node.parseManifest(
      new TextDecoder().decode(output.files.get('manifest.json')),
      'manifest.json',
    );
    const listed = manifest.ok ? manifest.value.targets['webgpu']?.passes : [];
    expect(passes.map(({ name }) => name)).toEqual(listed?.map(({ name }) => name));
  });

  it('collects what every target refuses, and opens no stage', async () => {
    const targets = [refusing('one', 'SNAPC9001'), refusing('two', 'SNAPC9002')];
    const result = await compile(requestFor({ targets }), () => {
      throw new Error('the stage is opened');
    });
    expect(result.ok).toBe(false);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['SNAPC9001', 'SNAPC9002']);
  });

  it.each([
    ['no targets', { targets: [] }, 'SNAPC4001'],
    ['a target twice', { targets: [...node.targets, ...node.targets] }, 'SNAPC4002'],
    ['a name that leaves the folder', { targets: [refusing('../x', 'SNAPC9001')] }, 'SNAPC4006'],
    [
      'an option of another kind',
      { targetOptions: new Map([['webgpu', { write_ir: 'perhaps' }]]) },
      'SNAPC4005',
    ],
  ])('refuses %s', async (_, more, code) => {
    const result = await compile(requestFor(more), async () => success(memoryOutput()));
    expect(result.ok).toBe(false);
    expect(result.diagnostics.map((found) => found.code)).toContain(code);
  });

  it('refuses a pass whose place does not exist, and names those that do', async () => {
    const pass = node.definePass({ name: 'mine', describe: 'does nothing', run: () => undefined });
    const request = requestFor({ passes: [{ step: pass.with({}), after: 'fold-constant' }] });
    const result = await compile(request, async () => success(memoryOutput()));
    expect(result.diagnostics[0]?.code).toBe('SNAPC4003');
    expect(result.diagnostics[0]?.hint).toContain('fold-constants');
  });

  it('puts passes of the user where they want to be', async () => {
    const order: string[] = [];
    const named = (name: string) =>
      node.definePass({ name, describe: 'notes', run: () => void order.push(name) }).with({});
    const passes = [
      { step: named('first') },
      { step: named('second') },
      { step: named('before'), before: 'canonicalize' },
      { step: named('after'), after: 'canonicalize' },
      { step: named('elsewhere'), targets: ['coreml'] },
    ];
    const result = await compile(requestFor({ passes }), async () => success(memoryOutput()));
    expect(order).toEqual(['first', 'second', 'before', 'after']);
    const names = result.ok ? result.value.passes.get('webgpu')?.map(({ name }) => name) : [];
    const at = names?.indexOf('before') ?? -1;
    expect(names?.slice(at, at + 3)).toEqual(['before', 'canonicalize', 'after']);
  });

  it('imports ops of the user by their ONNX mapping', async () => {
    const triple = node.defineComposite({
      name: 'acme_triple',
      operands: { input: node.operand(node.FLOATS) },
      attributes: {},
      traits: ['pure'],
      infer: ({ input }) => input,
      evaluate: ({ input }) =>
        node.tensorFrom(
          input.dtype,
          input.shape,
          node.toNumbers(input).map((value) => 3 * value),
        ),
      cost: () => ({ flops: 0 }),
      decompose: (builder, { input }) =>
        builder.add({ a: builder.add({ a: input, b: input }), b: input }),
      onnx: [{ op: 'Triple', domain: 'com.acme', since: 1 }],
      samples: [{ operands: { input: { shape: [2] } } }],
    });
    const tiny = tinyModel();
    const model = onnxModel({
      ...tiny,
      opset: { '': 17, 'com.acme': 1 },
      nodes: [
        { op: 'Triple', domain: 'com.acme', inputs: ['x'], outputs: ['x3'], name: 'triple' },
        ...tiny.nodes.map((one) => ({
          ...one,
          inputs: one.inputs.map((name) => (name === 'x' ? 'x3' : name)),
        })),
      ],
    });
    const without = await compile(requestFor({}, model), async () => success(memoryOutput()));
    expect(without.diagnostics.map(({ code }) => code)).toEqual(['SNAPC2200']);
    const ops = { acme_triple: triple };
    const result = await compile(requestFor({ ops }, model), async () => success(memoryOutput()));
    expect(result.diagnostics).toEqual([]);
    expect(result.ok).toBe(true);
  });

  it('aborts its stage when it is aborted, and rejects with the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    let aborted = 0;
    const output = { ...memoryOutput(), abort: async () => void aborted++ };
    const request = requestFor({
      signal: controller.signal,
      onProgress: ({ phase }) => {
        if (phase === 'finish') controller.abort(reason);
      },
    });
    await expect(compile(request, async () => success(output))).rejects.toBe(reason);
    expect(aborted).toBe(1);
    expect(output.files.size).toBe(0);
  });

  it('aborts its stage when a target throws, and when the stage cannot commit', async () => {
    let aborted = 0;
    const throwing = defineTarget({
      ...refusing('throwing', ''),
      options: {},
      legal: () => [],
      emit: () => Promise.reject(new TypeError('a bug')),
    });
    const output = { ...memoryOutput(), abort: async () => void aborted++ };
    const request = requestFor({ targets: [throwing] });
    await expect(compile(request, async () => success(output))).rejects.toThrow('a bug');
    expect(aborted).toBe(1);

    const full = {
      ...output,
      commit: async () => failure([{ code: 'SNAPC9003', severity: 'error', message: 'full' }]),
    };
    const result = await compile(requestFor(), async () => success(full));
    expect(result.ok).toBe(false);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['SNAPC9003']);
    expect(aborted).toBe(2);
  });
});
