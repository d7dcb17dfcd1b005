/** The variants of a program as the runtime reads them: numbers of dispatches, kernels and workgroups. */

import { Sha256 } from '../../../compiler/sha256.ts';
import type { VariantGroup } from '../../../runtime/web/variants.ts';
import type { Kernel } from '../program.ts';
import type { KernelVariants } from './choose.ts';

/** Kernel, workgroups and parameters. */
export type LaunchOf = (kernel: Kernel) => readonly number[];

/** Of a group's dispatches so many are timed, the heaviest. */
const MOST_SAMPLES = 2;

/** So many digits differ where anything does. */
const KEY_LENGTH = 32;

/** All that stand in for others. */
export function variantKernels(variants: readonly KernelVariants[]): readonly Kernel[] {
  return variants.flatMap(({ options }) => options.flatMap(({ kernels }) => [...kernels.values()]));
}

/** Equal for equal programs alone. */
export function keyOf(tables: unknown): string {
  const hash = new Sha256();
  hash.update(new TextEncoder().encode(JSON.stringify(tables)));
  return hash.hex().slice(0, KEY_LENGTH);
}

export function variantTable(
  variants: readonly KernelVariants[],
  kernels: readonly Kernel[],
  launchOf: LaunchOf,
): readonly VariantGroup[] {
  const numbers = new Map(kernels.map((kernel, index) => [kernel, index]));
  return variants.map(({ name, flops, options }) => {
    const alike = new Map<string, { dispatch: number; count: number; flops: number }>();
    for (const [kernel, own] of flops) {
      const key = launchOf(kernel).join();
      const known = alike.get(key) ?? { dispatch: numbers.get(kernel) ?? 0, count: 0, flops: 0 };
      alike.set(key, known);
      known.count++;
      known.flops += own;
    }
    const samples = [...alike.values()]
      .sort((a, b) => b.flops - a.flops)
      .slice(0, MOST_SAMPLES)
      .map(({ dispatch, count }) => [dispatch, count] as const);
    return {
      name,
      samples,
      options: options.map((option) => {
        const instead = new Map<string, readonly [number, ...number[]]>();
        for (const [kernel, other] of option.kernels) {
          instead.set(launchOf(kernel).join(), [numbers.get(kernel) ?? 0, ...launchOf(other)]);
        }
        return { name: option.name, instead: [...instead.values()] };
      }),
    };
  });
}
