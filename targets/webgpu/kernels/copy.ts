/** Copies a tensor from one place to another: what is left of transposes, slices, broadcasts and concatenations. */
import type { Origin } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import type { Location } from '../lowering.ts';
import { elementAt, runsByFour } from '../placement.ts';
import type { Kernel, Storage } from '../program.ts';
import { perItem } from './per-element.ts';

interface Copy {
  readonly label: string;
  readonly origin: Origin;
  readonly shape: readonly number[];
  readonly from: Location;
  readonly to: Location & { readonly buffer: Storage };
}

export function copyKernel({ label, origin, shape, from, to }: Copy): Kernel {
  const width = runsByFour(from, shape) && runsByFour(to, shape) ? 4 : 1;
  return perItem({
    label,
    origin,
    count: elementCount(shape) / width,
    body: (kernel, i) => {
      const target = kernel.write(to.buffer, width);
      const source = kernel.read(from.buffer, width);
      const flat = kernel.let(width === 1 ? i : `${i} * 4u`, 'f');
      const value = kernel.load(source, kernel.let(elementAt(flat, from, shape)), width);
      kernel.store(target, kernel.let(elementAt(flat, to, shape)), value, width);
    },
  });
}
