/** How one step over the input channels of a convolution gets its pixels and weights. */

import type { Bound, KernelWriter } from '../../syntax.ts';
import type { Factors } from './weight-items.ts';

export interface PixelLoads {
  /** Writes what holds for a tap of the row, or for all of them where they are unrolled. */
  readonly place: () => void;
  /** Writes what holds for the row `k0` of the window; what closes it is returned. */
  readonly openRow: () => readonly string[];
  /** Writes what holds for a row and a tap. */
  readonly address: () => void;
  /** Of a step: the pixel that lies so many after the first of the window. */
  readonly load: (shift: number) => string;
  /** Writes the copy to the workgroup's memory. */
  readonly fill?: () => void;
}

export interface WeightLoads {
  /** Writes what holds for all of the window. */
  readonly begin: () => void;
  /** Writes what holds for a row and a tap. */
  readonly address: () => void;
  /** Begins a step; gives its weights. */
  readonly open: () => Factors;
  readonly fill?: () => void;
}

/** An item of a binding: without the division that loads by elements take where items are vec4s. */
export function loadItem(kernel: KernelWriter, bound: Bound, item: string): string {
  const plain = bound.stored === 'f32' || bound.stored === 'i32';
  if (plain) return `${bound.name}[${item}]`;
  return kernel.load(bound, bound.width === 4 ? `(${item}) * 4u` : item, bound.width);
}
