/** Programs around literals, for tests of where these stand and what their bytes are. */

import { dataConstant } from '../../ir/constant.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import type {
  Immediate,
  Literal,
  MilDType,
  MilProgram,
  MilValue,
  Opset,
  Weight,
} from '../../targets/coreml/syntax.ts';
import { printValue } from './print-model.ts';
import { packageOf } from './written-package.ts';

const ORIGIN = { onnx: [], passes: [] };

/** A program that adds literals one after the other. */
export function sumOf(literals: readonly Literal[], opset: Opset = 'CoreML6'): MilProgram {
  const type = { dtype: 'fp16', shape: [16] } as const;
  let value: MilValue = { type };
  const x = value;
  const operations = literals.map((y) => {
    const inputs = { x: value, y };
    value = { type };
    return { type: 'add', inputs, outputs: [value], origin: ORIGIN };
  });
  const main = {
    name: 'main',
    inputs: [{ name: 'x', value: x }],
    outputs: [{ name: 'y', value }],
    operations,
  };
  return { opset, functions: [main] };
}

export function weight(dtype: MilDType, stored: DType, values: readonly number[]): Weight {
  const constant = dataConstant(tensorFrom(stored, [values.length], values));
  return { kind: 'weight', type: { dtype, shape: [values.length] }, constant };
}

export function immediate(dtype: MilDType, values: Immediate['values']): Immediate {
  return { kind: 'immediate', type: { dtype, shape: [values.length] }, values };
}

export const count = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** `val` of the constants, by the parameter's position. */
export async function constants(program: MilProgram): Promise<string[]> {
  const { model } = await packageOf(program);
  const [main] = model.mlProgram?.functions.values() ?? [];
  const [block] = main?.blockSpecializations.values() ?? [];
  return (block?.operations ?? [])
    .filter(({ type }) => type === 'const')
    .map(({ attributes }) => printValue(attributes.get('val')));
}
