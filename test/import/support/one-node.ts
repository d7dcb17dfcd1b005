/** Models of one node, imported and evaluated, against onnxruntime. */

import { describe, it } from 'vitest';
import { tensorFrom } from '../../../ir/tensor.ts';
import { encodeTensor } from '../../../ir/tensor-bytes.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { seededTensor } from '../../../ir/seeded.ts';
import type { DType } from '../../../ir/types.ts';
import { onnxModel, rawTensor } from '../../../models/onnx/index.ts';
import type { Attributes } from '../../../models/onnx/index.ts';
import { expectSame } from './compare.ts';
import { run } from './import-bytes.ts';
import { runInOnnxruntime } from './onnxruntime.ts';

export interface CaseInput {
  readonly tensor: Tensor;
  /** Stored in the model rather than given at run time. */
  readonly stored: boolean;
}

export interface NodeCase {
  readonly op: string;
  readonly opset: number;
  /** An undefined input is left out. */
  readonly inputs: readonly (CaseInput | undefined)[];
  readonly attributes?: Attributes;
  /** Which outputs the model has; [true] when absent. */
  readonly outputs?: readonly boolean[];
  readonly tolerance?: number;
  readonly name?: string;
}

/** Seeded numbers, given at run time. */
export function random(
  shape: readonly number[],
  dtype: DType = 'f32',
  range?: readonly [number, number],
): CaseInput {
  const seed = shape.reduce((sum, size) => 31 * sum + size, 7);
  return { tensor: seededTensor(dtype, shape, seed, range), stored: false };
}

/** These numbers, stored in the model. */
export function stored(
  dtype: DType,
  shape: readonly number[],
  values: readonly (number | bigint)[],
): CaseInput {
  return { tensor: tensorFrom(dtype, shape, values), stored: true };
}

/** A stored vector of i64, as shapes, axes and pads are. */
export function ints(...values: readonly (number | bigint)[]): CaseInput {
  return stored('i64', [values.length], values);
}

export function given(
  dtype: DType,
  shape: readonly number[],
  values: readonly (number | bigint)[],
): CaseInput {
  return { tensor: tensorFrom(dtype, shape, values), stored: false };
}

export function modelOf({ op, opset, inputs, attributes, outputs = [true] }: NodeCase): Uint8Array {
  const names = inputs.map((input, index) => (input === undefined ? '' : `x${index}`));
  const named = inputs.flatMap((input, index) =>
    input === undefined ? [] : [{ name: names[index] ?? '', ...input }],
  );
  return onnxModel({
    opset,
    inputs: named
      .filter((input) => !input.stored)
      .map(({ name, tensor: { dtype, shape } }) => ({ name, dtype, shape })),
    initializers: named
      .filter((input) => input.stored)
      .map(({ name, tensor: value }) =>
        rawTensor(name, value.dtype, value.shape, encodeTensor(value)),
      ),
    outputs: outputs.flatMap((wanted, index) => (wanted ? [{ name: `y${index}` }] : [])),
    nodes: [
      {
        op,
        name: 'the node',
        inputs: names,
        outputs: outputs.map((wanted, index) => (wanted ? `y${index}` : '')),
        ...(attributes === undefined ? {} : { attributes }),
      },
    ],
  });
}

/** Tests that each case imports, and computes what onnxruntime computes. */
export function testCases(title: string, cases: readonly NodeCase[]): void {
  const named = cases.map((nodeCase, index) => {
    const { op, opset, name = `case ${index + 1}` } = nodeCase;
    return [`${op}-${opset} ${name}`, nodeCase] as const;
  });
  describe(title, () => {
    it.each(named)('%s', async (_, nodeCase) => {
      const model = modelOf(nodeCase);
      const inputs = new Map(
        nodeCase.inputs.flatMap((input, index) =>
          input === undefined || input.stored ? [] : [[`x${index}`, input.tensor] as const],
        ),
      );
      const expected = await runInOnnxruntime(model, inputs);
      expectSame(await run(model, inputs), expected, nodeCase.tolerance);
    });
  });
}
