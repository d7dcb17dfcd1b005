/** Random numbers that others have drawn: Random123, PyTorch's normals and SciPy's inverse of the normal distribution. */

import { readFile } from 'node:fs/promises';
import type { Words } from '../../runtime/web/pictures/philox.ts';

interface Randoms {
  readonly normals: readonly { readonly seed: number; readonly numbers: readonly number[] }[];
  readonly inverse: readonly { readonly word: number; readonly number: number }[];
}

const url = new URL('randoms/randoms.json', import.meta.url);
export const known = JSON.parse(await readFile(url, 'utf8')) as Randoms;

/** The known answers that come with Random123: a counter and a key give these words. */
export const RANDOM123: readonly (readonly [Words, readonly [number, number], Words])[] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];
