/** Hand-made models of the NNAPI target, with every kind of operand. */

import { dataConstant } from '../../ir/constant.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { tensorType } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import type { ModelInterface } from '../../compiler/output.ts';
import type {
  Argument,
  Immediate,
  NnModel,
  NnOperation,
  NnValue,
  OperandCode,
  OperandType,
  Weight,
} from '../../targets/nnapi/syntax.ts';

export interface HandMade {
  readonly model: NnModel;
  readonly interface: ModelInterface;
}

export function typed(code: OperandCode, shape: readonly number[] = []): OperandType {
  return { code, shape, scale: 0, zeroPoint: 0 };
}

export function scalar(code: OperandCode, value: number | boolean): Immediate {
  return { kind: 'immediate', type: typed(code), values: [value] };
}

export function weight(type: OperandType, dtype: DType, values: readonly number[]): Weight {
  return { kind: 'weight', type, constant: dataConstant(tensorFrom(dtype, type.shape, values)) };
}

export function operation(
  code: string,
  inputs: readonly Argument[],
  output: NnValue,
  ...onnx: readonly string[]
): NnOperation {
  return { code, inputs, outputs: [output], origin: { onnx, passes: [] } };
}

const float = (...shape: number[]): NnValue => ({ type: typed('TENSOR_FLOAT32', shape) });
const int = (value: number): Immediate => scalar('INT32', value);

/** A convolution of stride 2 with other pads on each side, and the sum of its result and the second input. */
export function convAndAdd(): HandMade {
  const x = float(1, 4, 4, 1);
  const y = float(1, 2, 2, 2);
  const convolved = float(1, 2, 2, 2);
  const sum = float(1, 2, 2, 2);
  const values = Array.from({ length: 18 }, (_, index) => index / 8 - 1);
  const filter = weight(typed('TENSOR_FLOAT32', [2, 3, 3, 1]), 'f32', values);
  const bias = weight(typed('TENSOR_FLOAT32', [2]), 'f32', [0.5, -0.25]);
  const numbers = [0, 1, 0, 1, 2, 2, 0].map(int);
  return {
    model: {
      featureLevel: 29,
      relaxed: false,
      remarks: [],
      inputs: [
        { name: 'x', value: x },
        { name: 'latent/in "2"', value: y },
      ],
      outputs: [{ name: 'sum', value: sum }],
      operations: [
        operation('CONV_2D', [x, filter, bias, ...numbers], convolved, '/down/Conv'),
        operation('ADD', [convolved, y, int(0)], sum, '/down/Add'),
      ],
    },
    interface: {
      inputs: [
        { name: 'x', type: tensorType('f32', [1, 4, 4, 1]) },
        { name: 'latent/in "2"', type: tensorType('f32', [1, 2, 2, 2]) },
      ],
      outputs: [{ name: 'sum', type: tensorType('f32', [1, 2, 2, 2]) }],
    },
  };
}

/** A product with a weight, on a phone that multiplies matrices; an input of whole numbers decides its sign. */
export function matmul(): HandMade {
  const x = float(2, 3);
  const sign: NnValue = { type: typed('TENSOR_INT32', [1]) };
  const cast = float(1);
  const signed = float(2, 3);
  const product = float(2, 2);
  const doubled = float(2, 2);
  const y = weight(typed('TENSOR_FLOAT32', [3, 2]), 'f32', [1, 2, 3, 4, 5, 6]);
  const two: Immediate = { kind: 'immediate', type: typed('TENSOR_FLOAT32', [1]), values: [2] };
  const bools = [scalar('BOOL', false), scalar('BOOL', false)];
  return {
    model: {
      featureLevel: 1_000_006,
      relaxed: true,
      remarks: [],
      inputs: [
        { name: 'x', value: x },
        { name: 'sign', value: sign },
      ],
      outputs: [{ name: 'y', value: doubled }],
      operations: [
        operation('CAST', [sign], cast, 'Cast'),
        operation('MUL', [x, cast, int(0)], signed, 'Sign'),
        operation('BATCH_MATMUL', [signed, y, ...bools], product, 'MatMul'),
        operation('MUL', [product, two, int(0)], doubled, 'MatMul', 'Double'),
      ],
    },
    interface: {
      inputs: [
        { name: 'x', type: tensorType('f32', [2, 3]) },
        { name: 'sign', type: tensorType('i64', []) },
      ],
      outputs: [{ name: 'y', type: tensorType('f32', [2, 2]) }],
    },
  };
}
