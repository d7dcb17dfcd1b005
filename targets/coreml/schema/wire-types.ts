/** How protobuf puts values of each kind on the wire. */

import type { ScalarKind } from './field.ts';

/** Wire type of what stands behind its own length. */
export const DELIMITED = 2;

export const WIRE_TYPES: Readonly<Record<ScalarKind, number>> = {
  bool: 0,
  int32: 0,
  int64: 0,
  uint64: 0,
  double: 1,
  string: DELIMITED,
  bytes: DELIMITED,
  float: 5,
};

/** Lists of numbers stand behind one length. */
export function isPacked(kind: ScalarKind): boolean {
  return WIRE_TYPES[kind] !== DELIMITED;
}
