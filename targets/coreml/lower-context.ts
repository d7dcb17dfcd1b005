/** What lowering goes by: the device's opset, and the form of attention that its compute units run best. */

import type { ComputeUnits, DeviceCoreml } from '../devices/device.ts';
import type { TargetContext } from '../target.ts';
import type { AttentionForm, LowerContext } from './lowering.ts';
import type { options } from './options.ts';
import { OPSETS } from './syntax.ts';
import type { Opset } from './syntax.ts';

export function lowerContext(context: TargetContext<typeof options>): LowerContext {
  const { device } = context;
  const { coreml } = device;
  const opset = coreml === null ? undefined : opsetOf(coreml);
  // Such a device is refused before anything is lowered.
  if (coreml === null || opset === undefined) throw new Error(`${device.name} has no opset`);
  const { attention } = context.options;
  return {
    opset,
    attention:
      attention === 'auto'
        ? bestForm(opset, coreml.computeUnits.value, isFlexible(context))
        : attention,
  };
}

/** Undefined before iOS 16. */
export function opsetOf({ opset }: DeviceCoreml): Opset | undefined {
  return OPSETS.find((known) => known === opset.value);
}

function isFlexible({ shapes, options: { shapes: form } }: TargetContext<typeof options>): boolean {
  return shapes !== undefined && form === 'flexible';
}

/** The Neural Engine wants heads one by one and few queries at a time. */
function bestForm(opset: Opset, computeUnits: ComputeUnits, flexible: boolean): AttentionForm {
  // As many parts as a size needs would be another program for each size.
  if (computeUnits === 'cpuAndNeuralEngine') {
    return flexible ? 'split_einsum' : 'split_einsum_chunked';
  }
  return opset === 'CoreML6' || opset === 'CoreML7' ? 'original' : 'sdpa';
}
