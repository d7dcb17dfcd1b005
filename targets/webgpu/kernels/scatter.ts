/** What the scatters share: the copy that comes first, and how an update meets what is there. */

import type { LowerRequest } from '../lowering.ts';
import type { Buffer, Kernel, Storage } from '../program.ts';
import { perElement } from './per-element.ts';

export function copyInto(request: LowerRequest, source: Buffer, target: Storage): Kernel {
  return perElement({
    label: `${request.label} (copy)`,
    origin: request.origin,
    target,
    value: (kernel, i) => kernel.load(kernel.read(source), i),
  });
}

export function combine(reduction: string, old: string, update: string): string {
  switch (reduction) {
    case 'add':
      return `${old} + ${update}`;
    case 'mul':
      return `${old} * ${update}`;
    case 'max':
    case 'min':
      return `${reduction}(${old}, ${update})`;
    default:
      return update;
  }
}
