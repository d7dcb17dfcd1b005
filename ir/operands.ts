/** The two forms of a node's operands: the flat list that graphs hold and the named map that ops see. */

import type { OpDefinition, OperandMap } from './define.ts';

/** Names a flat list by the declaration; the variadic operand takes the rest. */
export function namedOperands<T>(
  op: OpDefinition,
  flat: readonly (T | undefined)[],
): OperandMap<T> {
  const named: Record<string, T | readonly T[] | undefined> = {};
  let index = 0;
  for (const [name, spec] of Object.entries(op.operands)) {
    if (spec.arity === 'variadic') {
      named[name] = flat.slice(index).filter((item) => item !== undefined);
      index = flat.length;
    } else {
      named[name] = flat[index++];
    }
  }
  return named;
}

/** The inverse of namedOperands; absent operands at the end are dropped. */
export function flatOperands<T>(op: OpDefinition, named: OperandMap<T>): (T | undefined)[] {
  const flat: (T | undefined)[] = [];
  for (const [name, spec] of Object.entries(op.operands)) {
    const given = named[name];
    if (spec.arity === 'variadic') flat.push(...((given ?? []) as readonly T[]));
    else flat.push(given as T | undefined);
  }
  while (flat.length > 0 && flat[flat.length - 1] === undefined) flat.pop();
  return flat;
}
