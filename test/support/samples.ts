/** Runs an op outside a graph: on the tensors of its samples, with defaults filled in and types inferred. */

import type { AttributeMap, OpDefinition, OperandMap, SampleTensor } from '../../ir/define.ts';
import type { Sample } from '../../ir/define.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType, printType } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';

/** The tensors of a sample; each operand without values has its own seed. */
export function sampleOperands(sample: Sample): OperandMap<Tensor> {
  let seed = 0;
  const make = ({ shape, dtype = 'f32', range, values }: SampleTensor): Tensor => {
    seed++;
    return values === undefined
      ? seededTensor(dtype, shape, seed, range)
      : tensorFrom(dtype, shape, values);
  };
  const given = sample.operands as OperandMap<SampleTensor>;
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      if (value === undefined) return [];
      return [[name, isList(value) ? value.map(make) : make(value)] as const];
    }),
  );
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

export function fullAttributes(op: OpDefinition, given: AttributeMap = {}): AttributeMap {
  return Object.fromEntries(
    Object.entries(op.attributes).map(([name, spec]) => [name, given[name] ?? spec.default]),
  );
}

export function inferResults(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  attributes: AttributeMap,
): readonly StaticTensorType[] {
  return op.infer(operands, fullAttributes(op, attributes)).map((type) => {
    if (!isStaticType(type)) throw new Error(`${op.name} gives ${printType(type)}`);
    return type;
  });
}

/** The results of an op for tensors; attributes with defaults may be left out. */
export function evaluateOp(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  attributes: AttributeMap = {},
): readonly Tensor[] {
  const types = inferResults(op, operands, attributes);
  return op.evaluate(operands, fullAttributes(op, attributes), types);
}

/** The largest |a-b| / (1 + |b|), as the tolerances of samples mean it; Infinity where types differ. */
export function largestError(a: Tensor, b: Tensor): number {
  if (printType(a) !== printType(b)) return Infinity;
  let largest = 0;
  for (let index = 0; index < a.data.length; index++) {
    const x = Number(a.data[index]);
    const y = Number(b.data[index]);
    if (Object.is(x, y) || x === y) continue;
    const error = Math.abs(x - y) / (1 + Math.abs(y));
    largest = Math.max(largest, Number.isNaN(error) ? Infinity : error);
  }
  return largest;
}
