/** Results that follow from what is known before the program runs: sizes, and what is computed of them. */

import { isSmall } from './declared-types.ts';
import type { Operands } from './operands.ts';
import type { OpDefinition, Values } from './ops/op.ts';
import type { TensorType } from './spec.ts';
import type { MilTensor, StaticType } from './tensor.ts';

/** None where an operand is not known, or results are large. */
export function knownResults(
  definition: OpDefinition,
  type: string,
  operands: Operands,
  values: Values,
  types: readonly TensorType[],
): readonly MilTensor[] {
  const results = types.flatMap(smallIntegers);
  if (results.length < types.length) return [];
  // The one operation that needs no elements.
  const shapesOnly = type === 'shape';
  for (const { tensor, type: own } of [...operands.values()].flat()) {
    if (!shapesOnly && tensor === undefined) return [];
    if (own.kind !== 'tensor' || own.shape.includes(undefined)) return [];
  }
  const withoutElements = (input: string): MilTensor => {
    const { dtype, shape } = values.type(input);
    return { dtype, shape: shape.map((dim) => dim ?? 0), data: new Float64Array() };
  };
  const seen = shapesOnly ? { ...values, tensor: withoutElements } : values;
  return definition.evaluate(seen, results).flatMap((data, index) => {
    const result = results[index];
    return result === undefined ? [] : [{ ...result, data }];
  });
}

function smallIntegers(type: TensorType): readonly StaticType[] {
  const { dtype } = type;
  const shape = type.shape.filter((dim) => dim !== undefined);
  const known = shape.length === type.shape.length;
  return dtype === 'int32' && known && isSmall(type) ? [{ dtype, shape }] : [];
}
