/** `--sizes` and `--size`: pictures in pixels, as 512x768 says width and height. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { Size } from '../diffusion/sizes.ts';
import { MOST_PIXELS, MOST_SIZES } from '../diffusion/declaration.ts';
import { refuse } from './command.ts';
import { badSizes } from './draw-diagnostics.ts';

/** Undefined where none are given. */
export function readSizes(words: readonly string[] | undefined): readonly Size[] | undefined {
  if (words === undefined) return undefined;
  const given = words.join(',');
  const sizes = given.split(',').map((word) => sizeIn(word.trim()));
  const all = sizes.filter((size) => size !== undefined);
  const distinct = new Set(all.map(({ width, height }) => `${width}x${height}`));
  if (all.length < sizes.length || distinct.size < sizes.length || all.length > MOST_SIZES) {
    return refuse(badSizes('sizes', given));
  }
  return all;
}

/** Undefined where none is given. */
export function readSize(word: string | undefined): Result<Size | undefined> {
  const size = word === undefined ? undefined : sizeIn(word);
  return word !== undefined && size === undefined
    ? failure([badSizes('size', word)])
    : success(size);
}

function sizeIn(word: string): Size | undefined {
  const [, ...edges] = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(word) ?? [];
  const [width = 0, height = 0] = edges.map(Number);
  const most = Math.max(width, height);
  return most === 0 || most > MOST_PIXELS ? undefined : { width, height };
}
