/** The loop over the reduction of a product, unrolled; what no whole turn covers follows it. */

import type { KernelWriter } from '../../syntax.ts';

/** Consecutive steps of the reduction: `at` is an expression of the first, `count` at most 4. */
export interface Steps {
  readonly at: string;
  readonly count: number;
}

/** Steps that have something in common; groups are whole, and of a multiple of 4 steps. */
export interface StepGroups {
  readonly size: number;
  /** Writes the loads of what a group has in common, by its number. */
  readonly open: (group: string) => void;
}

/** The same with a loop over the groups around it. */
export function overGroups(
  kernel: KernelWriter,
  k: number,
  depth: number,
  { size, open }: StepGroups,
  body: (steps: Steps) => void,
): void {
  const own = size % depth === 0 ? depth : 4;
  kernel.line(`for (var g0 = 0u; g0 < ${k / size}u; g0++) {`);
  open('g0');
  const first = kernel.let(`g0 * ${size}u`, 'd');
  overSteps(kernel, size, own, 'h0', ({ at, count }) => body({ at: `(${first} + ${at})`, count }));
  kernel.line('}');
}

export function overSteps(
  kernel: KernelWriter,
  k: number,
  depth: number,
  index: string,
  body: (steps: Steps) => void,
): void {
  const turns = Math.floor(k / depth);
  if (turns > 0) {
    kernel.line(`for (var ${index} = 0u; ${index} < ${turns * depth}u; ${index} += ${depth}u) {`);
    for (let at = 0; at < depth; at += 4) {
      body({ at: at === 0 ? index : `(${index} + ${at}u)`, count: 4 });
    }
    kernel.line('}');
  }
  for (let at = turns * depth; at < k; at += 4) {
    body({ at: `${at}u`, count: Math.min(4, k - at) });
  }
}
