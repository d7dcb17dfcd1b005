/** The Core ML target as the compiler uses it: what it refuses, and what its options and names do. */

import { describe, expect, test } from 'vitest';
import { parseGraph } from '../../ir/parse.ts';
import type { Graph } from '../../ir/graph.ts';
import type { ComputeUnits, Device } from '../../targets/devices/device.ts';
import { figure } from '../../targets/devices/figure.ts';
import { interfaceNames, packageName } from '../../targets/coreml/names.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { HOSTILE_NAMES, hostileGraph } from '../webgpu/hostile-names.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';
import { printModel } from './print-model.ts';
import { compileGraph, contextFor } from './written-package.ts';
import type { CompileChoices } from './written-package.ts';

function graphOf(text: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  return parsed.value;
}

const IMAGE = `graph @decoder(%z: f32[1,3,2,4]) {
  %0 = tanh(%z) : f32[1,3,2,4]
  return "an image"=%0, latent=%z
}`;

async function textOf(graph: string, choices: CompileChoices = {}): Promise<string[]> {
  const { model } = await compileGraph(graphOf(graph), choices);
  return printModel(model).split('\n');
}

/** A phone of another system, or with other units in mind. */
function deviceOf(version: number, units: ComputeUnits = 'cpuAndNeuralEngine'): Device {
  const device = deviceNamed('iphone-16-pro');
  if (device.coreml === null) throw new Error('an iPhone has Core ML');
  const changed = {
    specificationVersion: figure(version, 'estimated', 'a test'),
    opset: figure(`CoreML${version - 1}`, 'estimated', 'a test'),
    computeUnits: figure(units, 'estimated', 'a test'),
  };
  return { ...device, coreml: { ...device.coreml, ...changed } };
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

describe('names', () => {
  test('stay where they are identifiers', () => {
    const inputs = ['sample', 'timestep', 'encoder.states', 'input0', 'input2', 'sample'];
    const outputs = ['out_sample', 'sample', '0', 'bool', '_', 'x'.repeat(65)];
    expect(interfaceNames(inputs, outputs)).toEqual({
      inputs: ['sample', 'timestep', 'input3', 'input0', 'input2', 'input5'],
      outputs: ['out_sample', 'output1', 'output2', 'output3', '_', 'output5'],
    });
  });

  test.each([
    ['unet.onnx', 'Unet'],
    ['snapfusion-unet_fp16.onnx', 'SnapfusionUnetFp16'],
    ['2d.onnx', 'Model2d'],
    ['../../etc/passwd', 'EtcPasswd'],
    ['\u0000\u202e.onnx', 'Model'],
    ['.onnx', 'Model'],
    ['nul.onnx', 'NulPackage'],
    ['foundation.onnx', 'FoundationPackage'],
    [`${'a'.repeat(200)}.onnx`, `A${'a'.repeat(63)}`],
  ])('of the package come from the file: %j', (file, name) => {
    expect(packageName(file).replace(/^ModelPackage$/, 'Model')).toBe(name);
  });

  test('that are hostile become no path, no identifier and no second value', async () => {
    const graph = hostileGraph();
    const { sink, model, emitted } = await compileGraph(graph, { modelName: '../a"b\n.onnx' });
    for (const path of sink.files.keys()) expect(path).toMatch(/^[\w.]+(\/[\w.]+)*$/);
    const [main] = model.mlProgram?.functions.values() ?? [];
    const [block] = main?.blockSpecializations.values() ?? [];
    const values = [
      ...(main?.inputs ?? []),
      ...(block?.operations ?? []).flatMap(({ outputs }) => outputs),
    ].map(({ name }) => name);
    expect(new Set(values).size).toBe(values.length);
    for (const value of values) expect(value).toMatch(/^[A-Za-z_]\w*$/);
    expect(emitted.inputs).toHaveLength(HOSTILE_NAMES.length);
    expect(new Set([...emitted.inputs, ...emitted.outputs]).size).toBe(
      emitted.inputs.length + emitted.outputs.length,
    );
  });

  test('of ports are never those of values inside', async () => {
    const lines = await textOf(`graph @g(%tanh_0: f32[2], %tanh_0_: f32[2]) {
      %0 = tanh(%tanh_0) : f32[2]
      %1 = add(%0, %tanh_0_) : f32[2]
      return add_1=%1, z=%0
    }`);
    expect(lines.filter((line) => line.includes('tanh('))).toEqual([
      '    z: fp32[2] = tanh(x=tanh_0) {name=string ["tanh_0__"]}',
    ]);
  });
});

describe('notes', () => {
  const HEADS = `graph @heads(%q: f32[1,2,4,8], %k: f32[1,2,4,8], %v: f32[1,2,4,8]) {
    %0 = attention(%q, %k, %v) {scale=0.25} : f32[1,2,4,8]
    return y=%0
  }`;

  test.each([
    ['cpuAndNeuralEngine', 9, 'split_einsum_chunked'],
    ['cpuAndGPU', 9, 'sdpa'],
    ['all', 8, 'original'],
  ] as const)('say how attention is written for %s, version %i', async (units, version, form) => {
    const device = deviceOf(version, units);
    const { found, sink } = await compileGraph(graphOf(HEADS), { device, precision: 'fp16' });
    expect(found.filter(({ code }) => code === 'SNAPC4406').map(({ message }) => message)).toEqual([
      `attention is written in the form ${form}, for CoreML${version - 1} on ${units}`,
    ]);
    expect(Buffer.from(sink.files.get('trace.json') ?? []).toString()).toContain(
      `  "attention": "${form}",\n`,
    );
  });

  test('name what leaves the Neural Engine, where the model is to run there', async () => {
    const codes = async (units: ComputeUnits): Promise<readonly string[]> => {
      const { found } = await compileGraph(graphOf(IMAGE), { device: deviceOf(9, units) });
      return found.map(({ code }) => code);
    };
    expect(await codes('cpuAndNeuralEngine')).toContain('SNAPC4460');
    expect(await codes('all')).toContain('SNAPC4460');
    expect(await codes('cpuAndGPU')).toEqual([]);
  });
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
