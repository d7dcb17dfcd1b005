/** The windows of convolutions and pools. */

import { windowSpan, windowsOf } from '../../../ir/windows.ts';
import type { Windows } from '../../../ir/windows.ts';
import type { AttributeReader } from '../../attributes.ts';

export function windowsOfNode(
  { attributes }: { readonly attributes: AttributeReader },
  kernel: readonly number[],
): Windows {
  return windowsOf(kernel, {
    strides: attributes.ints('strides'),
    pads: attributes.ints('pads'),
    dilations: attributes.ints('dilations'),
  });
}

/** The padding at the end that makes room for `count` windows over `size` elements, and no less than there is. */
export function roomAfter(windows: Windows, axis: number, size: number, count: number): number {
  const reach = (count - 1) * (windows.strides[axis] ?? 1) + windowSpan(windows, axis);
  return Math.max(windows.after[axis] ?? 0, reach - size - (windows.before[axis] ?? 0));
}

/** Where each tap of a window lies, in the order of a kernel's elements. */
export function tapOffsets({ kernel, dilations }: Windows): readonly (readonly number[])[] {
  return kernel.reduce<readonly (readonly number[])[]>(
    (offsets, size, axis) =>
      offsets.flatMap((offset) =>
        Array.from({ length: size }, (_, tap) => [...offset, tap * (dilations[axis] ?? 1)]),
      ),
    [[]],
  );
}
