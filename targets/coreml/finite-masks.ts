/**
 * Masks of fp16 get a large finite number for -inf on their way to a softmax: the Neural Engine and rows that are hidden
 * whole make no numbers of it. What is hidden stays zero.
 */

import { dataConstant, inlineValue } from '../../ir/constant.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { isTuple } from './package/literals-of.ts';
import type { Argument, Literal, MilFunction, MilOperation, MilValue } from './syntax.ts';
import { isFloat, isLiteral, scalar } from './terms.ts';

/** So far below all scores that its power is 0, and far enough from the end of the range of fp16 to be added to. */
export const HIDDEN = -3e4;

/** From here on down a number and a score may be -inf together. */
const LOW = -6e4;

/** What a mask joins the scores by, and where. */
const JOINING: Readonly<Record<string, readonly string[]>> = {
  add: ['x', 'y'],
  select: ['a', 'b'],
};
const MOVING: ReadonlySet<string> = new Set([
  'reshape',
  'transpose',
  'squeeze',
  'expand_dims',
  'tile',
  'slice_by_index',
  'slice_by_size',
]);
/** What gives an infinity for one. */
const PASSING: ReadonlySet<string> = new Set([
  ...MOVING,
  ...Object.keys(JOINING),
  'sub',
  'mul',
  'real_div',
  'cast',
  'concat',
  'gather',
  'minimum',
]);

export function withFiniteMasks(one: MilFunction): MilFunction {
  return withLimits(withFiniteLiterals(one));
}

/** What only a softmax reads in the end holds no infinity from the start. */
function withFiniteLiterals(one: MilFunction): MilFunction {
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
      ({ type, outputs }) =>
        type === 'softmax' || ((MOVING.has(type) || type in JOINING) && isWeighed(outputs[0])),
    );
  };
  return {
    ...one,
    operations: one.operations.map((operation) =>
      operation.type in JOINING && isWeighed(operation.outputs[0]) ? shown(operation) : operation,
    ),
  };
}

/** Scores that a mask of the app, or one that the model computes, may have made infinite get a lower end. */
function withLimits(one: MilFunction): MilFunction {
  const producers = new Map<unknown, MilOperation>();
  for (const operation of one.operations) {
    for (const output of operation.outputs) producers.set(output, operation);
  }
  const known = new Map<MilValue, boolean>();
  const mayBeInfinite = (value: MilValue): boolean => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const producer = producers.get(value);
    const passes = producer === undefined || PASSING.has(producer.type);
    const found =
      isFloat(value.type.dtype) && passes && (producer === undefined || reads(producer));
    known.set(value, found);
    return found;
  };
  const reads = ({ inputs }: MilOperation): boolean =>
    Object.values(inputs)
      .flat()
      .some((member) => (isLiteral(member) ? isLow(member) : mayBeInfinite(member)));
  const isMasked = (value: MilValue): boolean => {
    const producer = producers.get(value);
    if (producer === undefined) return false;
    if (producer.type in JOINING || producer.type === 'sub') return reads(producer);
    const { x } = producer.inputs;
    if (!MOVING.has(producer.type) || x === undefined || isTuple(x) || isLiteral(x)) return false;
    return isMasked(x);
  };
  const operations = one.operations.flatMap((operation): readonly MilOperation[] => {
    const { x } = operation.inputs;
    if (operation.type !== 'softmax' || x === undefined || isTuple(x) || isLiteral(x)) {
      return [operation];
    }
    if (x.type.dtype !== 'fp16' || !isMasked(x)) return [operation];
    const limited: MilValue = { type: x.type };
    const inputs = { x, y: scalar('fp16', HIDDEN) };
    return [
      { type: 'maximum', inputs, outputs: [limited], origin: operation.origin },
      { ...operation, inputs: { ...operation.inputs, x: limited } },
    ];
  });
  return { ...one, operations };
}

/** A number of fp16 that hides what it is added to, among others. */
function isLow(literal: Literal): boolean {
  if (!isFloat(literal.type.dtype)) return false;
  if (literal.kind === 'immediate') return literal.values.some((value) => Number(value) <= LOW);
  const tensor = inlineValue(literal.constant);
  return tensor !== undefined && toNumbers(tensor).some((number) => number <= LOW);
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
