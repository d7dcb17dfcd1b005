/** Laws that the declaration of every op obeys, checked on its samples. */

import { describe, expect, it } from 'vitest';
import { namedOperands, flatOperands } from '../../ir/operands.ts';
import type { OpDefinition, OperandMap, Sample } from '../../ir/define.ts';
import { InferenceFault } from '../../ir/define.ts';
import { bindDim, symbol } from '../../ir/dim.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { castTensor, toNumbers } from '../../ir/tensor.ts';
import { roundTo } from '../../ir/element.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { printType, typeEquals } from '../../ir/types.ts';
import type { TensorType } from '../../ir/types.ts';
import { evaluateOp, fullAttributes, inferResults, sampleOperands } from '../support/samples.ts';

const cases = Object.values<OpDefinition>(builtinOps).flatMap((op) =>
  op.samples.map((sample, index) => {
    const title = `${op.name}: ${sample.name ?? `sample ${index}`}`;
    return [title, op, sample] as const;
  }),
);

it('every core op has samples', () => {
  const without = Object.values<OpDefinition>(coreOps).filter((op) => op.samples.length === 0);
  expect(without.map((op) => op.name)).toEqual([]);
});

describe.each(cases)('%s', (_, op, sample) => {
  it('gives what it infers, and leaves its operands alone', () => {
    const operands = sampleOperands(sample);
    const before = flatOperands(op, operands).map((value) => value?.data.slice());
    const results = evaluateOp(op, operands, sample.attributes);
    const types = inferResults(op, operands, sample.attributes ?? {});
    expect(results.map(printType)).toEqual(types.map(printType));
    expect(flatOperands(op, operands).map((value) => value?.data)).toEqual(before);
  });

  it('costs a finite number of operations', () => {
    const operands = sampleOperands(sample);
    const attributes = fullAttributes(op, sample.attributes);
    const cost = op.cost(operands, attributes, inferResults(op, operands, attributes));
    expect(Number.isSafeInteger(cost.flops) && cost.flops >= 0).toBe(true);
    expect(cost.bytes === undefined || Number.isSafeInteger(cost.bytes)).toBe(true);
  });

  it('rounds its results to f16', () => {
    const operands = inHalfPrecision(op, sample);
    if (operands === undefined) return;
    for (const { dtype, ...result } of evaluateOp(op, operands, sample.attributes)) {
      const numbers = dtype === 'f16' ? toNumbers({ dtype, ...result }) : [];
      expect(numbers).toEqual(numbers.map((number) => roundTo('f16', number)));
    }
  });

  it('infers for a named dim what it infers for its number', () => {
    const operands = sampleOperands(sample);
    const attributes = fullAttributes(op, sample.attributes);
    const expected = op.infer(operands, attributes);
    const flat: readonly (TensorType | undefined)[] = flatOperands(op, operands);
    flat.forEach((type, place) => {
      type?.shape.forEach((dim, axis) => {
        if (typeof dim !== 'number') return;
        const named = { dtype: type.dtype, shape: type.shape.with(axis, symbol('n')) };
        const given = namedOperands(op, flat.with(place, named));
        const inferred = inferOrRefuse(op, given, attributes);
        inferred?.forEach((result, index) => {
          const bindings = new Map([['n', dim]]);
          const shape = result.shape.map((each) => bindDim(each, bindings));
          const bound = { dtype: result.dtype, shape };
          const wanted = expected[index];
          expect(wanted !== undefined && typeEquals(bound, wanted), printType(result)).toBe(true);
        });
      });
    });
  });

  it('folds to what it computes', () => {
    const operands = sampleOperands(sample);
    const attributes = fullAttributes(op, sample.attributes);
    const types = op.infer(operands, attributes);
    const seen = namedOperands(
      op,
      flatOperands(op, operands).map((value) => value && { type: value, constant: value }),
    );
    const folded = op.fold?.(seen, attributes, types);
    if (folded === undefined) return;
    const [result] = evaluateOp(op, operands, sample.attributes);
    const same =
      'constant' in folded
        ? folded.constant
        : [operands[folded.operand] ?? []].flat()[folded.index ?? 0];
    expect(same && { ...same, data: same.data }).toEqual(result);
  });
});

/** The sample in f16; undefined where it has no floats or the op does not take them so. */
function inHalfPrecision(op: OpDefinition, sample: Sample): OperandMap<Tensor> | undefined {
  const flat = flatOperands(op, sampleOperands(sample)).map((value) =>
    value?.dtype === 'f32' ? castTensor(value, 'f16') : value,
  );
  if (!flat.some((value) => value?.dtype === 'f16')) return undefined;
  return namedOperands(op, flat);
}

/** undefined where the op refuses, as it may for dims that it must know. */
function inferOrRefuse(
  op: OpDefinition,
  operands: OperandMap<TensorType>,
  attributes: Readonly<Record<string, unknown>>,
): readonly TensorType[] | undefined {
  try {
    return op.infer(operands, attributes);
  } catch (error) {
    if (error instanceof InferenceFault) return undefined;
    throw error;
  }
}
