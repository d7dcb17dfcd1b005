/** Decides how the elements of a weight lie in its shard. */

import type { Constant } from '../../ir/constant.ts';
import type { Precision } from '../target.ts';
import type { Device } from '../devices/device.ts';
import type { ElementForm } from './program.ts';
import { storedType } from './syntax.ts';

export type ChooseForm = (constant: Constant) => ElementForm;

export function computesHalf({ webgpu }: Device): boolean {
  return webgpu?.features.value.includes('shader-f16') === true;
}

/** Compiled for fp16, weights take two bytes even where the device can compute with four only. */
export function weightForms(device: Device, precision: Precision): ChooseForm {
  const packs = precision === 'fp16' && !computesHalf(device);
  return (constant) => {
    const { dtype } = constant.type;
    return packs && dtype === 'f32' && holdsHalves(constant) ? 'halves' : storedType(dtype);
  };
}

/** What passes left in f32, and tables that a kernel made for itself, are not computed from fp16. */
export function holdsHalves({ type, source }: Constant): boolean {
  if (type.dtype === 'f16') return true;
  if (source.kind !== 'recipe') return false;
  return source.operands.some((operand) => operand !== undefined && holdsHalves(operand));
}
