/** The operands of an operation as its `infer` and `evaluate` see them. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Values } from './ops/op.ts';
import { brokenRule } from './program-diagnostics.ts';
import type { Where } from './program-diagnostics.ts';
import { tensorTypeOf } from './scope.ts';
import type { Entry } from './scope.ts';
import type { TensorType } from './spec.ts';
import type { MilTensor, NumberArray } from './tensor.ts';

/** Each input's values; an optional one that is left out is not there. */
export type Operands = ReadonlyMap<string, readonly Entry[]>;

export function valuesOf(operands: Operands, opset: number, where: Where): Values {
  const first = (input: string): Entry | undefined => operands.get(input)?.[0];
  const need = (input: string): Entry => {
    const entry = first(input);
    if (entry === undefined) throw new Error(`no operand ${input}`);
    return entry;
  };
  const elements = (input: string): NumberArray | undefined => first(input)?.tensor?.data;
  return {
    opset,
    has: (input) => first(input) !== undefined,
    type: (input) => typeOf(need(input)),
    types: (input) => (operands.get(input) ?? []).map(typeOf),
    isConst: (input) => need(input).constant,
    isLiteral: (input) => need(input).constant && need(input).depth === 0,
    elements,
    numbers: (input) => {
      const found = elements(input);
      return found === undefined ? undefined : Array.from(found);
    },
    text: (input) => first(input)?.tensor?.texts?.[0],
    tensor: (input) => tensorOf(need(input)),
    tensors: (input) => (operands.get(input) ?? []).map(tensorOf),
    fail: (what, hint = 'correct the operation, or report it to those who made the package') => {
      throw new DiagnosticError(brokenRule(where, what, hint));
    },
  };
}

function typeOf({ type }: Entry): TensorType {
  const tensor = tensorTypeOf(type);
  if (tensor === undefined) throw new Error('no tensor');
  return tensor;
}

function tensorOf({ tensor }: Entry): MilTensor {
  if (tensor === undefined) throw new Error('no elements');
  return tensor;
}
