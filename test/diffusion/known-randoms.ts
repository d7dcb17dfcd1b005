/** Random numbers that others have drawn: PyTorch's normals and SciPy's inverse of the normal distribution. */

import { readFile } from 'node:fs/promises';

interface Randoms {
  readonly normals: readonly { readonly seed: number; readonly numbers: readonly number[] }[];
  readonly inverse: readonly { readonly word: number; readonly number: number }[];
}

const url = new URL('randoms/randoms.json', import.meta.url);
export const known = JSON.parse(await readFile(url, 'utf8')) as Randoms;
