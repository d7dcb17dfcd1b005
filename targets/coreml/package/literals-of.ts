/** The literals of operations in the order in which they are written. */

import type { Argument, Literal, MilOperation, MilProgram, MilValue } from '../syntax.ts';
import { isLiteral } from '../terms.ts';

export function* literalsOf({ functions }: MilProgram): Generator<Literal> {
  for (const { operations } of functions) yield* literalsIn(operations);
}

export function* literalsIn(operations: readonly MilOperation[]): Generator<Literal> {
  for (const operation of operations) {
    yield* Object.values(operation.attributes ?? {});
    for (const argument of Object.values(operation.inputs)) {
      for (const member of membersOf(argument)) if (isLiteral(member)) yield member;
    }
  }
}

/** Their outputs count as constants. Their literals stand in place, whatever holds them. */
export function isConstexpr({ type }: MilOperation): boolean {
  return type.startsWith('constexpr_');
}

export function membersOf(argument: Argument): readonly (MilValue | Literal)[] {
  return isTuple(argument) ? argument : [argument];
}

export function isTuple(argument: Argument): argument is readonly (MilValue | Literal)[] {
  return Array.isArray(argument);
}
