/** Whether a device that was requested for one kernel can run another one. */

import { webgpuCoreLimits } from '../../devices/limits.ts';
import { kernelUses } from '../limits.ts';
import type { Kernel } from '../program.ts';

/** Every device has the defaults; more is requested for the kernels of the program alone. */
export function fitsInstead(kernel: Kernel, compiled: Kernel): boolean {
  if (kernel.subgroups === true && compiled.subgroups !== true) return false;
  const requested = [...kernelUses(compiled)];
  return [...kernelUses(kernel)].every(
    ({ limit, needed }) =>
      needed <= webgpuCoreLimits[limit].default ||
      requested.some((use) => use.limit === limit && needed <= use.needed),
  );
}
