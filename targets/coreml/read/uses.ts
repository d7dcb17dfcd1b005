/** How often the values of a function are used. */

import type { Binding, ProgramFunction } from './spec.ts';

/** How often each value is bound or given, by which its memory is freed. */
export function countUses({ blocks, opset }: ProgramFunction): Map<string, number> {
  const uses = new Map<string, number>();
  const block = blocks.get(opset);
  const bindings = (block?.operations ?? []).flatMap(({ inputs }) => [...inputs.values()].flat());
  for (const name of [...namesOf(bindings), ...(block?.outputs ?? [])]) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

export function namesOf(bindings: readonly Binding[]): string[] {
  return bindings.flatMap((binding) => (binding.kind === 'name' ? [binding.name] : []));
}
