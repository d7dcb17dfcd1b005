/** The share of channels that each group loses: one for all, or by globs on the names of weights and nodes. */

import { matchesGlob } from '../globs.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { badLayerRatio, ratioOutOfRange } from './diagnostics.ts';

export interface LayerRatio {
  readonly glob: string;
  readonly ratio: number;
}

/** `GLOB=RATIO` with commas between. */
export function parseRatios(
  text: string,
  report: (diagnostic: Diagnostic) => void,
): readonly LayerRatio[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part) => {
      const at = part.lastIndexOf('=');
      const [glob, number] = [part.slice(0, at).trim(), part.slice(at + 1).trim()];
      const ratio = Number(number);
      if (at < 1 || number === '' || Number.isNaN(ratio)) report(badLayerRatio(part));
      else if (!isRatio(ratio)) report(ratioOutOfRange(`the ratio of ${glob}`, ratio));
      else return [{ glob, ratio }];
      return [];
    });
}

export function isRatio(ratio: number): boolean {
  return ratio >= 0 && ratio < 1;
}

/** The last glob that fits one of the names decides. */
export function ratioFor(
  names: readonly string[],
  layers: readonly LayerRatio[],
  fallback: number,
): number {
  const fitting = layers.findLast(({ glob }) => names.some((name) => matchesGlob(name, glob)));
  return fitting?.ratio ?? fallback;
}
