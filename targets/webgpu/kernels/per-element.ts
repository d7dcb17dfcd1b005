/** Kernels with one invocation for each element of a result. */

import type { Origin } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import type { Kernel, Storage } from '../program.ts';
import { KernelWriter, linearGrid } from '../syntax.ts';

interface PerElement {
  readonly label: string;
  readonly origin: Origin;
  readonly target: Storage;
  /** Returns the expression of the element `i` in the compute type of the target. */
  readonly value: (kernel: KernelWriter, i: string) => string;
}

export function perElement({ label, origin, target, value }: PerElement): Kernel {
  return perItem({
    label,
    origin,
    count: elementCount(target.type.shape),
    body: (kernel, i) => {
      const bound = kernel.write(target);
      kernel.store(bound, i, value(kernel, i));
    },
  });
}

interface PerItem {
  readonly label: string;
  readonly origin: Origin;
  readonly count: number;
  /** Writes the lines of one invocation; `i` runs from 0 to count - 1. */
  readonly body: (kernel: KernelWriter, i: string) => void;
}

export function perItem({ label, origin, count, body }: PerItem): Kernel {
  const kernel = new KernelWriter();
  const { prologue, workgroups, workgroupSize } = linearGrid(count);
  kernel.line(...prologue);
  body(kernel, 'i');
  return kernel.finish({ label, origin, workgroups, workgroupSize });
}
