/** Names of a model in its Core ML package: none becomes a path, an identifier that is none, or another's. */

import { describe, expect, test } from 'vitest';
import { interfaceNames, packageName } from '../../targets/coreml/names.ts';
import { HOSTILE_NAMES, hostileGraph } from '../webgpu/hostile-names.ts';
import { printModel } from './print-model.ts';
import { compileGraph, graphOf } from './written-package.ts';

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
    const graph = graphOf(`graph @g(%tanh_0: f32[2], %tanh_0_: f32[2]) {
      %0 = tanh(%tanh_0) : f32[2]
      %1 = add(%0, %tanh_0_) : f32[2]
      return add_1=%1, z=%0
    }`);
    const lines = printModel((await compileGraph(graph)).model).split('\n');
    expect(lines.filter((line) => line.includes('tanh('))).toEqual([
      '    z: fp32[2] = tanh(x=tanh_0) {name=string ["tanh_0__"]}',
    ]);
  });
});
