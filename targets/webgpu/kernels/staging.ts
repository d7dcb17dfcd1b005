/** Arrays in the memory of a workgroup, which its invocations fill together. */

import type { Bound, ComputeType, KernelWriter, Width } from '../syntax.ts';
import { wgslType } from '../syntax.ts';

/** What every device has for a workgroup. */
export const WORKGROUP_BYTES = 16384;

/** Items of a compute type; halves where the buffer that they come from holds halves. */
export interface WorkgroupArray {
  readonly load: (index: string) => string;
  readonly store: (index: string, value: string) => void;
}

export function workgroupArray(
  kernel: KernelWriter,
  { stored }: Bound,
  type: ComputeType,
  width: Width,
  count: number,
): WorkgroupArray {
  const half = stored === 'f16';
  const item = wgslType(half ? 'f16' : type, width);
  const name = kernel.shared(`array<${item}, ${count}>`, count * width * (half ? 2 : 4));
  return {
    load: (index) => (half ? `${wgslType(type, width)}(${name}[${index}])` : `${name}[${index}]`),
    store: (index, value) => {
      kernel.line(`${name}[${index}] = ${half ? `${item}(${value})` : value};`);
    },
  };
}

/** Writes the loop in which the invocations share `count` pieces of work. */
export function together(
  kernel: KernelWriter,
  count: number | string,
  invocations: number,
  body: (index: string) => void,
): void {
  const index = kernel.fresh('i');
  const end = typeof count === 'number' ? `${count}u` : count;
  kernel.line(`for (var ${index} = local; ${index} < ${end}; ${index} += ${invocations}u) {`);
  body(index);
  kernel.line('}');
}
