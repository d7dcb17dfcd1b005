/** Seeded random numbers: MIL's own generators give others. */

import type { LowerRequest } from '../lowering.ts';
import { carrierDType, weight } from '../terms.ts';
import type { Term } from '../terms.ts';

export function seededNumbers({ node, result, refuse }: LowerRequest): Term {
  const dtype = carrierDType(result.dtype);
  if (dtype === undefined) return refuse(`Core ML has no ${result.dtype}`, 'use fp32 or fp16');
  const { op, attributes } = node;
  return weight({ type: result, source: { kind: 'recipe', op, operands: [], attributes } }, dtype);
}
