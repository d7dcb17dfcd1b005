/** Decides what of a weight is stored, and how its elements lie in the shard. */

import type { Constant } from '../../ir/constant.ts';
import { elementCount } from '../../ir/types.ts';
import type { Precision } from '../target.ts';
import type { Device } from '../devices/device.ts';
import { unrounded } from '../unrounded.ts';
import type { ElementForm } from './program.ts';
import { storedType } from './syntax.ts';

export interface WeightForm {
  readonly constant: Constant;
  readonly stored: ElementForm;
}

export type ChooseForm = (constant: Constant) => WeightForm;

export function computesHalf({ webgpu }: Device): boolean {
  return webgpu?.features.value.includes('shader-f16') === true;
}

/**
 * Compiled for fp16, weights take two bytes even where the device can compute with four only. Scales and biases are
 * stored as the model has them: they are few, and in narrow models rounding those of norms can change as much as
 * rounding all other weights.
 */
export function weightForms(device: Device, precision: Precision): ChooseForm {
  const half = computesHalf(device) ? 'f16' : 'halves';
  return (constant) => {
    const wide = precision === 'fp16' && isVector(constant) ? unrounded(constant) : undefined;
    if (wide !== undefined) return { constant: wide, stored: 'f32' };
    const { dtype } = constant.type;
    const rounded = precision === 'fp16' && dtype === 'f32' && holdsHalves(constant);
    return { constant, stored: rounded ? half : storedType(dtype) };
  };
}

function isVector({ type: { shape } }: Constant): boolean {
  return elementCount(shape) === Math.max(1, ...shape);
}

/** What passes left in f32, and tables that a kernel made for itself, are not computed from fp16. */
export function holdsHalves({ type, source }: Constant): boolean {
  if (type.dtype === 'f16') return true;
  if (source.kind !== 'recipe') return false;
  return source.operands.some((operand) => operand !== undefined && holdsHalves(operand));
}
