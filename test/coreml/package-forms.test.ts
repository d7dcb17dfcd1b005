/** Forms that a package may take: compressed weights, several functions, flexible shapes, images. */

import { describe, expect, test } from 'vitest';
import { dataConstant } from '../../ir/constant.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import type {
  FlexibleShapes,
  Immediate,
  MilDType,
  MilFunction,
  MilOperation,
  MilType,
  MilValue,
  Opset,
  Weight,
} from '../../targets/coreml/syntax.ts';
import { printModel } from './print-model.ts';
import { packageOf } from './written-package.ts';

const origin = { onnx: [], passes: [] };
const half = (...shape: readonly (number | undefined)[]): MilType => ({ dtype: 'fp16', shape });

function scalar(dtype: MilDType, value: number): Immediate {
  return { kind: 'immediate', type: { dtype, shape: [] }, values: [value] };
}

function weight(dtype: MilDType, stored: DType, shape: readonly number[]): Weight {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Array.from({ length: count }, (_, index) => index % 2);
  const constant = dataConstant(tensorFrom(stored, shape, values));
  return { kind: 'weight', type: { dtype, shape }, constant };
}

/** Adds what the operations give last to an input of the same shape. */
function adding(name: string, operations: readonly MilOperation[]): MilFunction {
  const [last] = operations.at(-1)?.outputs ?? [];
  if (last === undefined) throw new Error('nothing to add');
  const x: MilValue = { type: last.type };
  const y: MilValue = { type: last.type };
  const add = { type: 'add', inputs: { x, y: last }, outputs: [y], origin };
  return {
    name,
    inputs: [{ name: 'x', value: x }],
    outputs: [{ name: 'y', value: y }],
    operations: [...operations, add],
  };
}

async function linesOf(opset: Opset, functions: readonly MilFunction[]): Promise<string[]> {
  const { model } = await packageOf({ opset, functions });
  return printModel(model)
    .split('\n')
    .map((line) => line.trim());
}

describe('compressed weights', () => {
  const bytes = weight('uint8', 'u8', [4, 4]);
  const output = (): MilValue => ({ type: half(4, 4) });

  test('are attributes before iOS 18', async () => {
    const operation: MilOperation = {
      type: 'constexpr_affine_dequantize',
      inputs: {},
      attributes: {
        quantized_data: bytes,
        zero_point: scalar('uint8', 7),
        scale: scalar('fp16', 0.5),
        axis: scalar('int32', 0),
      },
      outputs: [output()],
      origin,
    };
    const lines = await linesOf('CoreML6', [adding('main', [operation])]);
    expect(lines[5]).toBe(
      'constexpr_affine_dequantize_0: fp16[4, 4] = constexpr_affine_dequantize() ' +
        '{axis=int32 [0], name=string ["constexpr_affine_dequantize_0"], quantized_data=uint8[4, 4] at 64, ' +
        'scale=fp16 0x0038, zero_point=uint8 0x07}',
    );
  });

  test('are inputs in place from iOS 18 on, or other compressed ones', async () => {
    const scale = output();
    const palette: MilOperation = {
      type: 'constexpr_lut_to_dense',
      inputs: { indices: weight('uint1', 'u8', [4, 4]), lut: weight('fp16', 'f16', [1, 1, 2, 1]) },
      outputs: [scale],
      origin,
    };
    const blocks: MilOperation = {
      type: 'constexpr_blockwise_shift_scale',
      inputs: { data: weight('int4', 'i4', [4, 4]), scale },
      outputs: [output()],
      origin,
    };
    const lines = await linesOf('CoreML8', [adding('main', [palette, blocks])]);
    expect(lines.slice(5, 7)).toEqual([
      'constexpr_lut_to_dense_0: fp16[4, 4] = constexpr_lut_to_dense(' +
        'indices=uint1[4, 4] at 64, lut=fp16[1, 1, 2, 1] 0x0000003c) ' +
        '{name=string ["constexpr_lut_to_dense_0"]}',
      'constexpr_blockwise_shift_scale_1: fp16[4, 4] = constexpr_blockwise_shift_scale(' +
        'data=int4[4, 4] at 192, scale=constexpr_lut_to_dense_0) ' +
        '{name=string ["constexpr_blockwise_shift_scale_1"]}',
    ]);
  });
});

describe('several functions', () => {
  const shared = weight('fp16', 'f32', [4, 4]);
  const scaled = (name: string, factor: number): MilFunction => {
    const y: MilValue = { type: half(4, 4) };
    const inputs = { x: shared, y: scalar('fp16', factor) };
    return adding(name, [{ type: 'mul', inputs, outputs: [y], origin }]);
  };

  test('are described one by one, and share their weights', async () => {
    const functions = [scaled('small', 1), scaled('large', 2)];
    const lines = await linesOf('CoreML8', functions);
    expect(lines.slice(0, 7)).toEqual([
      'specification 9, program 1',
      'function small by default',
      'input x: fp16[4, 4]',
      'output y: fp16[4, 4]',
      'function large',
      'input x: fp16[4, 4]',
      'output y: fp16[4, 4]',
    ]);
    const constants = lines.filter((line) => line.startsWith('mul_0_x:'));
    expect(constants).toHaveLength(2);
    for (const line of constants) expect(line).toContain('val=fp16[4, 4] at 64');
    const { weights, written } = await packageOf({ opset: 'CoreML8', functions });
    expect(weights.length).toBe(128 + 32);
    expect(written.weightBytes).toBe(32);
  });
});

describe('flexible shapes', () => {
  function relu(shapes: FlexibleShapes): MilFunction {
    const x: MilValue = { type: half(1, undefined, undefined) };
    const y: MilValue = { type: x.type };
    return {
      name: 'main',
      inputs: [{ name: 'x', value: x, shapes }],
      outputs: [{ name: 'y', value: y }],
      operations: [{ type: 'relu', inputs: { x }, outputs: [y], origin }],
    };
  }

  test('are enumerated, the first by default', async () => {
    const shapes = [
      [1, 4, 4],
      [1, 8, 8],
    ];
    const lines = await linesOf('CoreML6', [relu({ kind: 'enumerated', shapes })]);
    expect(lines.slice(1, 4)).toEqual([
      'input x: fp16[1, 4, 4] of [1, 4, 4], [1, 8, 8]',
      'output y: fp16[]',
      'function main(x: fp16[1, ?, ?]) opset CoreML6 {',
    ]);
  });

  test('are ranges with a default', async () => {
    const ranges = [
      [1, 1],
      [4, 16],
      [2, 8],
    ] as const;
    const lines = await linesOf('CoreML6', [relu({ kind: 'ranges', usual: [1, 8, 4], ranges })]);
    expect(lines[1]).toBe('input x: fp16[1, 8, 4] of 1..1, 4..16, 2..8');
  });
});

test('the package is equal for equal programs, and its digest for no others', async () => {
  const program = (factor: number) => {
    const y: MilValue = { type: half(2) };
    const inputs = { x: scalar('fp16', factor), y: weight('fp16', 'f32', [2]) };
    const mul = { type: 'mul', inputs, outputs: [y], origin };
    return packageOf({ opset: 'CoreML6', functions: [adding('main', [mul])] });
  };
  const [first, second, other] = [await program(1), await program(1), await program(2)];
  expect([...first.sink.files]).toEqual([...second.sink.files]);
  expect(first.written.sha256).toBe(second.written.sha256);
  expect(first.written.sha256).not.toBe(other.written.sha256);
  expect(first.written.packageBytes).toBe(
    [...first.sink.files.values()].reduce((sum, { length }) => sum + length, 0),
  );
});
