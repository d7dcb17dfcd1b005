/** The loop over the reduction of a product, unrolled; what no whole turn covers follows it. */

import type { KernelWriter } from '../../syntax.ts';

/** Consecutive steps of the reduction: `at` is an expression of the first, `count` at most 4. */
export interface Steps {
  readonly at: string;
  readonly count: number;
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
