/** Which weights stand in the pools in 8 bits, for the manifest. */

import type { StoredWeight } from '../../../compiler/target.ts';
import { elementCount } from '../../../ir/types.ts';
import { OPERANDS } from '../codes.ts';
import { isWeight, scalesOf } from '../pools.ts';
import type { Argument, NnOperation, OperandCode, Weight } from '../syntax.ts';

const FORMS: Partial<Record<OperandCode, string>> = {
  TENSOR_QUANT8_SYMM_PER_CHANNEL: 'int8',
  TENSOR_QUANT8_SYMM: 'int8',
  TENSOR_QUANT8_ASYMM_SIGNED: 'int8',
  TENSOR_QUANT8_ASYMM: 'uint8',
};

/** What hands a weight on to the layers that read it. */
const HANDS_ON: readonly string[] = ['DEQUANTIZE', 'RESHAPE', 'TRANSPOSE'];

interface Found extends Omit<StoredWeight, 'nodes'> {
  readonly nodes: Set<string>;
}

/** One for each that is stored, by `keyOf`, with all nodes that read it. */
export function storedWeights(
  operations: readonly NnOperation[],
  keyOf: (weight: Weight) => string,
): readonly StoredWeight[] {
  const found = new Map<string, Found>();
  const handed = new Map<Argument, Found>();
  for (const { code, inputs, outputs, origin } of operations) {
    for (const input of inputs) {
      const weight = isWeight(input) ? describe(input, keyOf, found) : handed.get(input);
      if (weight === undefined) continue;
      for (const name of origin.onnx) weight.nodes.add(name);
      if (HANDS_ON.includes(code)) for (const output of outputs) handed.set(output, weight);
    }
  }
  return Array.from(found.values(), (weight) => ({ ...weight, nodes: [...weight.nodes] }));
}

/** The same for the same weight; undefined for floats and indices. */
function describe(
  weight: Weight,
  keyOf: (weight: Weight) => string,
  known: Map<string, Found>,
): Found | undefined {
  const form = FORMS[weight.type.code];
  if (form === undefined) return undefined;
  const key = keyOf(weight);
  const { perChannel } = weight.type;
  const scales = perChannel === undefined ? 0 : bytesOf(scalesOf(perChannel));
  const found = known.get(key) ?? {
    nodes: new Set<string>(),
    form,
    elements: elementCount(weight.constant.type.shape),
    bytes: bytesOf(weight) + scales,
  };
  known.set(key, found);
  return found;
}

function bytesOf({ constant, type }: Weight): number {
  return elementCount(constant.type.shape) * OPERANDS[type.code].bytes;
}
