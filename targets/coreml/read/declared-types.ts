/** Rules of every value's name and type, whatever operation gives it. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { badName, badStructure } from './program-diagnostics.ts';
import type { Where } from './program-diagnostics.ts';
import { SMALL_CONSTANT, printType } from './scope.ts';
import type { ValueType } from './spec.ts';
import { elementCount } from './tensor.ts';

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_@]*$/;
const MOST_AXES = 5;

/** Constants may have more axes, as tables of several groups do. */
export function definitionFaults(
  where: Where,
  name: string,
  type: ValueType,
  constant: boolean,
): Diagnostic[] {
  const named = IDENTIFIER.test(name) ? [] : [badName(where, name, 'is not an identifier')];
  const fault = (what: string, hint: string): Diagnostic[] => [
    ...named,
    badStructure(where, `${JSON.stringify(name)} ${what}`, hint),
  ];
  if (type.kind === 'other') return fault(`is ${type.what}`, 'use tensors');
  if (constant) return named;
  if (isEmpty(type)) {
    return fault(`is ${printType(type)}`, 'devices take no tensors without elements');
  }
  if (rankOf(type) <= MOST_AXES) return named;
  const hint = `devices take tensors of up to rank ${MOST_AXES}: join or leave out axes`;
  return fault(`has rank ${rankOf(type)}`, hint);
}

function rankOf(type: ValueType): number {
  if (type.kind === 'other') return 0;
  return (type.kind === 'state' ? type.wrapped : type).shape.length;
}

function isEmpty(type: ValueType): boolean {
  return type.kind === 'tensor' && type.shape.includes(0);
}

/** Whether its elements are kept once they are loaded. */
export function isSmall(type: ValueType): boolean {
  if (type.kind !== 'tensor') return false;
  return elementCount(type.shape.map((dim) => dim ?? 1)) <= SMALL_CONSTANT;
}

/** Each dim from the side that knows it. */
export function moreExact(inferred: ValueType, declared: ValueType | undefined): ValueType {
  if (inferred.kind !== 'tensor' || declared?.kind !== 'tensor') return inferred;
  const shape = inferred.shape.map((dim, axis) => dim ?? declared.shape[axis]);
  return { ...inferred, shape };
}
