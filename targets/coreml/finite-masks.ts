/**
 * Masks of fp16 that only a softmax reads get a large finite number for -inf: the Neural Engine and rows that are hidden
 * whole make no numbers of it. What is hidden stays zero.
 */

import { dataConstant, inlineValue } from '../../ir/constant.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { isTuple } from './package/literals-of.ts';
import type { Argument, Literal, MilFunction, MilOperation, MilValue } from './syntax.ts';
import { isLiteral } from './terms.ts';

/** So far below all scores that its power is 0, and far enough from the end of the range of fp16 to be added to. */
export const HIDDEN = -3e4;

/** What a mask joins the scores by, and where. */
const JOINING: Readonly<Record<string, readonly string[]>> = {
  add: ['x', 'y'],
  select: ['a', 'b'],
};
const MOVING: ReadonlySet<string> = new Set(['reshape', 'transpose', 'squeeze', 'expand_dims']);

export function withFiniteMasks(one: MilFunction): MilFunction {
  const given = new Set(one.outputs.map(({ value }) => value));
  const readers = new Map<MilValue, MilOperation[]>();
  for (const operation of one.operations) {
    for (const member of Object.values(operation.inputs).flat()) {
      if (!isLiteral(member)) readers.set(member, [...(readers.get(member) ?? []), operation]);
    }
  }
  const isWeighed = (value: MilValue | undefined): boolean => {
    const own = value && readers.get(value);
    if (value === undefined || own === undefined || given.has(value)) return false;
    return own.every(
      ({ type, outputs }) => type === 'softmax' || (MOVING.has(type) && isWeighed(outputs[0])),
    );
  };
  return {
    ...one,
    operations: one.operations.map((operation) =>
      operation.type in JOINING && isWeighed(operation.outputs[0]) ? shown(operation) : operation,
    ),
  };
}

function shown(operation: MilOperation): MilOperation {
  const names = JOINING[operation.type] ?? [];
  const inputs = Object.entries(operation.inputs).map(([name, argument]): [string, Argument] => [
    name,
    names.includes(name) && !isTuple(argument) && isLiteral(argument) ? finite(argument) : argument,
  ]);
  return { ...operation, inputs: Object.fromEntries(inputs) };
}

function finite(literal: Literal): Literal {
  if (literal.type.dtype !== 'fp16') return literal;
  const seen = (number: number): number => (number === -Infinity ? HIDDEN : number);
  if (literal.kind === 'immediate') {
    return { ...literal, values: literal.values.map((value) => seen(Number(value))) };
  }
  const tensor = inlineValue(literal.constant);
  const numbers = tensor && toNumbers(tensor);
  if (tensor === undefined || numbers?.includes(-Infinity) !== true) return literal;
  return { ...literal, constant: dataConstant(tensorFrom('f16', tensor.shape, numbers.map(seen))) };
}
