/** Which keys a query sees, and what a mask adds to its scores, four keys at a time. */

import type { KernelWriter } from '../../syntax.ts';
import { isAligned, startOf } from './problem.ts';
import type { Problem } from './problem.ts';

export interface ScoreMask {
  /** The scores of the query at the place `row` with the four keys from `first` on, with the mask. */
  readonly added: (scores: string, row: string, first: string) => string;
  /** Which of the four keys it sees; undefined if all. */
  readonly shown: (row: string, first: string) => string | undefined;
}

/** `overhanging`: a group of four keys may reach beyond the last. */
export function scoreMask(
  kernel: KernelWriter,
  { mask, keys, causal, batch }: Problem,
  overhanging: boolean,
): ScoreMask {
  const places = (first: string): string => `(vec4<u32>(0u, 1u, 2u, 3u) + ${first})`;
  const given = mask?.buffer.type.dtype === 'bool';
  if (mask === undefined) return { added: (scores) => scores, shown };
  const wide = isAligned(mask, keys);
  const bound = kernel.read(mask.buffer, wide ? 4 : 1);
  const start = kernel.let(startOf(mask, batch, 'item'), 's');
  const load = (row: string, first: string): string => {
    const base = `${start} + (${row}) * ${mask.rows}u`;
    if (wide) return kernel.load(bound, `${base} + min(${first}, ${keys - 4}u)`, 4);
    const lanes = [0, 1, 2, 3].map((lane) => {
      const key = `min(${first} + ${lane}u, ${keys - 1}u)`;
      return kernel.load(bound, `${base} + ${key} * ${mask.columns}u`);
    });
    return `${given ? 'vec4<bool>' : 'vec4<f32>'}(${lanes.join(', ')})`;
  };
  return {
    added: (scores, row, first) => (given ? scores : `${scores} + ${load(row, first)}`),
    shown,
  };

  function shown(row: string, first: string): string | undefined {
    const tests = [
      ...(overhanging ? [`(${places(first)} < vec4<u32>(${keys}u))`] : []),
      ...(causal ? [`(${places(first)} <= vec4<u32>(${row}))`] : []),
      ...(given ? [load(row, first)] : []),
    ];
    return tests.length === 0 ? undefined : kernel.let(tests.join(' & '), 'v');
  }
}
