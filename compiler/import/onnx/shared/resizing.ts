/** Sizes and scales of Resize and Upsample for all axes. */

import { fail } from '../../../../ir/define.ts';
import { dimExactDiv, dimFloorDiv, dimMul } from '../../../../ir/dim.ts';
import type { Dim } from '../../../../ir/dim.ts';
import { NeedsDims } from '../needs-dims.ts';

export interface Grid {
  readonly shape: readonly Dim[];
  readonly scales: readonly number[];
}

/** The sizes that scales lead to: floor(size * scale), the product being one of 32-bit floats. */
export function gridOfScales(from: readonly Dim[], scales: readonly number[]): Grid {
  if (scales.length !== from.length) fail(`${scales.length} scales for ${from.length} axes`);
  if (!scales.every((scale) => scale > 0 && Number.isFinite(scale))) {
    fail(`scales [${scales.join(',')}] must be positive`);
  }
  return { shape: from.map((dim, axis) => scaledDim(dim, scales[axis] ?? 1)), scales };
}

function scaledDim(dim: Dim, scale: number): Dim {
  if (typeof dim === 'number') return Math.floor(Math.fround(dim * scale));
  for (let by = 1; by <= 64; by *= 2) {
    if (Number.isInteger(scale * by)) return dimFloorDiv(dimMul(dim, scale * by), by);
  }
  throw new NeedsDims([dim]);
}

/** The scales that sizes imply. */
export function gridOfSizes(from: readonly Dim[], shape: readonly Dim[]): Grid {
  if (shape.length !== from.length) fail(`${shape.length} sizes for ${from.length} axes`);
  const scales = from.map((dim, axis) => {
    const size = shape[axis] ?? 1;
    if (typeof dim === 'number' && typeof size === 'number') return dim === 0 ? 1 : size / dim;
    const ratio = dimExactDiv(size, dim);
    const inverse = dimExactDiv(dim, size);
    if (typeof ratio === 'number') return ratio;
    if (typeof inverse === 'number') return 1 / inverse;
    throw new NeedsDims([dim, size]);
  });
  return { shape, scales };
}

/** One scale for all the axes of `sizes`, so that no side is larger, or none smaller, than asked. */
export function keepAspectRatio(
  from: readonly Dim[],
  sizes: readonly Dim[],
  policy: 'not_larger' | 'not_smaller',
): Grid {
  const ratios = from.map((dim, axis) => {
    const size = sizes[axis] ?? 1;
    if (typeof dim !== 'number' || typeof size !== 'number') throw new NeedsDims([dim, size]);
    return size / dim;
  });
  const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  const shape = from.map((dim) => (typeof dim === 'number' ? Math.floor(dim * scale + 0.5) : dim));
  return { shape, scales: from.map(() => scale) };
}
