/** The Core ML target as the compiler uses it: what it refuses, and what its options do to the interface. */

import { describe, expect, test } from 'vitest';
import { defineOp, operand } from '../../ir/define.ts';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { FLOATS } from '../../ir/types.ts';
import type { Device } from '../../targets/devices/device.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';
import { printModel } from './print-model.ts';
import { compileGraph, contextFor, deviceOf, graphOf } from './written-package.ts';
import type { CompileChoices } from './written-package.ts';

const IMAGE = `graph @decoder(%z: f32[1,3,2,4]) {
  %0 = tanh(%z) : f32[1,3,2,4]
  return "an image"=%0, latent=%z
}`;

async function textOf(graph: string, choices: CompileChoices = {}): Promise<string[]> {
  const { model } = await compileGraph(graphOf(graph), choices);
  return printModel(model).split('\n');
}

describe('devices', () => {
  const refusals = (device: Device): readonly string[] =>
    coreml.supports(contextFor(graphOf(IMAGE), { device })).map(({ code }) => code);

  test('without Core ML are refused', () => {
    expect(refusals(deviceNamed('pixel-9'))).toEqual(['SNAPC4400']);
  });

  test('of iOS 15 are refused', () => {
    expect(refusals(deviceOf(6))).toEqual(['SNAPC4401']);
  });

  test.each([
    [7, 'CoreML6'],
    [8, 'CoreML7'],
    [9, 'CoreML8'],
    [10, 'CoreML9'],
  ])('of specification version %i get the opset %s', async (version, opset) => {
    expect(refusals(deviceOf(version))).toEqual([]);
    const lines = await textOf(IMAGE, { device: deviceOf(version) });
    expect(lines[0]).toBe(`specification ${version}, program 1`);
    expect(lines.filter((line) => line.includes(opset))).toHaveLength(2);
  });
});

describe('the interface', () => {
  const TYPES = `graph @types(%half: f16[4], %wide: f64[4], %ids: i64[4], %mask: bool[4], %byte: u8[4]) {
    %0 = cast(%wide) {to=f32} : f32[4]
    %1 = cast(%half) {to=f32} : f32[4]
    %2 = where(%mask, %0, %1) : f32[4]
    %3 = add(%ids, %ids) : i64[4]
    return sum=%2, twice=%3, same=%half, bytes=%byte, flags=%mask
  }`;
  const features = (lines: readonly string[]): string[] =>
    lines.filter((line) => /^(in|out)put /.test(line)).map((line) => line.replace(/^\w+ /, ''));
  const rest = ['ids: int32[4]', 'mask: int32[4]', 'byte: int32[4]'];

  test.each(['fp32', 'fp16'] as const)('has floats of one width, and int32: %s', async (io) => {
    for (const precision of ['fp32', 'fp16'] as const) {
      expect(features(await textOf(TYPES, { precision, options: { io } }))).toEqual([
        `half: ${io}[4]`,
        `wide: ${io}[4]`,
        ...rest,
        `sum: ${io}[4]`,
        'twice: int32[4]',
        `same: ${io}[4]`,
        'bytes: int32[4]',
        'flags: int32[4]',
      ]);
    }
  });

  test('in fp16 needs no casts where the model computes in fp16', async () => {
    const lines = await textOf(IMAGE, { precision: 'fp16', options: { io: 'fp16' } });
    expect(lines.filter((line) => line.includes('= cast('))).toEqual([]);
  });

  test('maps scalars and tensors of many axes, also in Swift', async () => {
    const { emitted, model, sink } = await compileGraph(
      graphOf(`graph @many(%step: i64[], %x: f32[2,3,1,1,2,2]) {
        %0 = tanh(%x) : f32[2,3,1,1,2,2]
        %1 = cast(%step) {to=f32} : f32[]
        %2 = mul(%0, %1) : f32[2,3,1,1,2,2]
        return y=%2
      }`),
    );
    const carried = [
      ['step', { dtype: 'i32', shape: [1] }],
      ['x', { dtype: 'f32', shape: [6, 1, 1, 2, 2] }],
      ['y', { dtype: 'f32', shape: [6, 1, 1, 2, 2] }],
    ] as const;
    expect([...(emitted.carried ?? [])]).toEqual(carried);
    const lines = features(printModel(model).split('\n'));
    expect(lines).toEqual(['step: int32[1]', 'x: fp32[6, 1, 1, 2, 2]', 'y: fp32[6, 1, 1, 2, 2]']);
    const path = [...sink.files.keys()].find((file) => file.endsWith('/Model.swift')) ?? '';
    const swift = Buffer.from(sink.files.get(path) ?? []).toString();
    expect(swift).toContain('shapes: .fixed([]), carried: [1])');
    expect(swift).toContain('shapes: .fixed([2, 3, 1, 1, 2, 2]), carried: [6, 1, 1, 2, 2])');
  });

  test('has an image of whole numbers of 0 to 255', async () => {
    const options = { image_output: 'an image', io: 'fp16' };
    const lines = await textOf(IMAGE, { precision: 'fp16', options });
    expect(features(lines)).toEqual([
      'z: fp16[1, 3, 2, 4]',
      'output0: rgb image 4 x 2',
      'latent: fp16[1, 3, 2, 4]',
    ]);
    const operations = lines.flatMap((line) => / = (\w+)\(/.exec(line)?.[1] ?? []);
    const own = operations.filter((type) => !['const', 'identity'].includes(type));
    expect(own.join(' ')).toBe('tanh mul add clip round cast');
    const bytes = await textOf(IMAGE, { options: { ...options, image_values: '0..255' } });
    expect(bytes.join()).not.toMatch(/ = (mul|add)\(/);
  });

  test.each([
    [{ image_output: 'image' }, 'SNAPC4403'],
    [{ image_output: 'other' }, 'SNAPC4404'],
  ])('has no image that is none: %o', (options, code) => {
    const graph = graphOf(`graph @g(%x: f32[1,4,2,4]) {
      %0 = tanh(%x) : f32[1,4,2,4]
      return other=%0
    }`);
    const context = contextFor(graph, { options });
    expect(coreml.legal(graph, context).map((found) => found.code)).toEqual([code]);
  });
});

test('a graph with an op that has no lowering is refused, once for each op', () => {
  const odd = defineOp({
    name: 'odd_one',
    operands: { input: operand(FLOATS) },
    attributes: {},
    traits: ['pure'],
    infer: ({ input }) => input,
    evaluate: ({ input }) => input,
    cost: () => ({ flops: 0 }),
    samples: [],
  });
  const text = `graph @g(%x: f32[4]) {
    %0 = odd_one(%x) : f32[4]  // onnx: "/a"
    %1 = odd_one(%0) : f32[4]  // onnx: "/b"
    return y=%1
  }`;
  const parsed = parseGraph(text, { ops: { odd_one: odd } });
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  const [found, ...others] = coreml.legal(parsed.value, contextFor(parsed.value));
  expect(others).toEqual([]);
  expect([found?.code, found?.place]).toEqual(['SNAPC4402', { op: 'odd_one', node: '/a' }]);
});

test('weights that no package within the limit holds are told', async () => {
  const graph = (): Graph =>
    graphOf(`graph @g(%x: f32[1,64]) {
    @w = seeded 1 1 : f32[64,64]
    %0 = matmul(%x, @w) : f32[1,64]
    return y=%0
  }`);
  const limit = async (bytes: number): Promise<readonly string[]> => {
    const { found } = await compileGraph(graph(), { options: { max_package_bytes: bytes } });
    return found.filter(({ severity }) => severity === 'warning').map(({ code }) => code);
  };
  expect(await limit(16_000)).toEqual(['SNAPC4405']);
  expect(await limit(20_000)).toEqual([]);
});
