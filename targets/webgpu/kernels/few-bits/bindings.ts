/** Keeps kernels of weights in few bits to the tensors that a device binds. */

import { deviceLimits } from '../../limits.ts';
import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';

/** Scales are one tensor more, zeros another: where the epilogue leaves no room for them the weights are floats. */
export function fittingBindings<F>(
  { device }: LowerRequest,
  few: F | undefined,
  write: (few: F | undefined) => Kernel,
): Kernel {
  const kernel = write(few);
  if (few === undefined) return kernel;
  const most = deviceLimits(device).maxStorageBuffersPerShaderStage;
  return kernel.bindings.length <= most ? kernel : write(undefined);
}
