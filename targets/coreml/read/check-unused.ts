/** What a package holds and nothing uses: operations without a reader, and blobs that no value names. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { MilPackage } from './package.ts';
import { badStructure } from './program-diagnostics.ts';
import { nameOf } from './scope.ts';
import type { Operation, ProgramFunction, Value } from './spec.ts';
import { countUses } from './uses.ts';

/** Operations that are there for what they do. */
const EFFECTS: ReadonlySet<string> = new Set(['write_state']);

export function unused(milPackage: MilPackage): Diagnostic[] {
  const functions = [...milPackage.model.functions.values()];
  return [...functions.flatMap(unusedOperations), ...unusedBlobs(milPackage)];
}

function unusedOperations(item: ProgramFunction): Diagnostic[] {
  const uses = countUses(item);
  const operations = item.blocks.get(item.opset)?.operations ?? [];
  return operations.flatMap((operation) => {
    const { type, outputs } = operation;
    if (EFFECTS.has(type) || outputs.some(({ name }) => uses.has(name))) return [];
    const where = { function: item.name, type, name: nameOf(operation) };
    return [badStructure(where, 'nothing reads what it gives', 'leave it out')];
  });
}

function unusedBlobs({ model, weights }: MilPackage): Diagnostic[] {
  if (weights === undefined) return [];
  const named = new Set<number>();
  const functions = [...model.functions.values()];
  for (const { blocks } of functions) {
    for (const { operations } of blocks.values()) {
      for (const { content } of operations.flatMap(valuesOf)) {
        if (content.kind === 'blob') named.add(content.offset);
      }
    }
  }
  return [...weights.blobs.keys()].flatMap((offset) => {
    if (named.has(offset)) return [];
    const what = `nothing reads the blob of weight.bin at ${offset}`;
    return [badStructure({ function: functions[0]?.name ?? '' }, what, 'leave it out')];
  });
}

function valuesOf({ attributes, inputs }: Operation): readonly Value[] {
  const inPlace = [...inputs.values()]
    .flat()
    .flatMap((binding) => (binding.kind === 'value' ? [binding.value] : []));
  return [...attributes.values(), ...inPlace];
}
