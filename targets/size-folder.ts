/** Where the tables of one of several sizes lie, from the folder of the weights. */

import type { Sizes } from '../compiler/shapes.ts';

/** Nothing of the model's but numbers: `24x16`. */
export function sizeFolder(sizes: Sizes): string {
  return [...sizes.values()].join('x');
}
