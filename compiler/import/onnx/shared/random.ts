/** Seeds of random operators: the model's, or one that depends on the node alone, so that runs repeat. */

import type { DType } from '../../../../ir/types.ts';
import { DTYPES } from '../../../../ir/types.ts';
import { fail } from '../../../../ir/define.ts';
import type { RuleContext } from '../rule.ts';

/** The bits of ONNX's float seed as an integer. */
export function seedOf(node: RuleContext): number {
  const given = node.attributes.optionalFloat('seed');
  if (given === undefined) return node.serial;
  if (Number.isInteger(given) && Math.abs(given) < 2 ** 31) return given;
  return new Int32Array(new Float32Array([given]).buffer)[0] ?? 0;
}

export function floatTypeOf(node: RuleContext, fallback: DType): DType {
  const dtype = node.attributes.dtype('dtype') ?? fallback;
  return DTYPES[dtype].kind === 'float' ? dtype : fail(`random numbers cannot be ${dtype}`);
}
