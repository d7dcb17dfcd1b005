/** Doubling and halving of sizes that may be names: `height`, `height/4`, `height*8`. */

import type { Dim } from '../onnx/graph-writer.ts';

export function doubled(dim: Dim): Dim {
  return scaled(dim, 2);
}

/** Named sizes are taken to be divisible; the definitions check numbers. */
export function halved(dim: Dim): Dim {
  return scaled(dim, 0.5);
}

function scaled(dim: Dim, factor: number): Dim {
  if (typeof dim === 'number') return dim * factor;
  const [, name = dim, operator, count = '1'] = /^(\w+)([*/])(\d+)$/.exec(dim) ?? [];
  const scale = (operator === '/' ? 1 / Number(count) : Number(count)) * factor;
  if (scale === 1) return name;
  return scale > 1 ? `${name}*${scale}` : `${name}/${1 / scale}`;
}
