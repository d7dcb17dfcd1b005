/** Constants that are the beginning of a larger one at each size, as a table of positions cut to the length of a text. */

import { inlineValue } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import { hasTrait } from '../../../ir/define.ts';
import { getElement } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { ConstantKeys } from '../../constant-keys.ts';
import type { Literal } from '../syntax.ts';
import type { SizeList } from './samples.ts';

export interface Beginnings {
  /** The one that holds all others. */
  readonly whole: Literal;
  /** The sizes of each axis, sample by sample. */
  readonly sizes: readonly SizeList[];
}

/** Undefined where the literals are not the beginnings of one of them, or too large to be held and compared. */
export function beginningsOf(literals: readonly Literal[]): Beginnings | undefined {
  const tensors = rowsOfOneTable(literals) ?? literals.map(tensorOf);
  const rank = tensors[0]?.shape.length ?? 0;
  const sizes = Array.from({ length: rank }, (_, axis) =>
    tensors.map((tensor) => tensor?.shape[axis] ?? 0),
  );
  const largest = sizes.map((list) => Math.max(...list));
  const at = tensors.findIndex((tensor) => String(tensor?.shape) === String(largest));
  const [whole, values] = [literals[at], tensors[at]];
  if (whole === undefined || values === undefined || rank === 0) return undefined;
  const begins = tensors.every(
    (tensor) => tensor?.shape.length === rank && isBeginning(tensor, values),
  );
  return begins ? { whole, sizes } : undefined;
}

export interface LiteralValues {
  readonly shape: readonly number[];
  readonly element: (index: number) => number | bigint | boolean | string;
}

/** Rows of a table are the beginnings of others where their numbers are; the table itself need not be read. */
function rowsOfOneTable(
  literals: readonly Literal[],
): readonly (LiteralValues | undefined)[] | undefined {
  const keys = new ConstantKeys();
  const tables = new Set<string>();
  const rows = literals.map((literal): LiteralValues | undefined => {
    const source = literal.kind === 'weight' ? unrounded(literal.constant).source : undefined;
    if (source?.kind !== 'recipe' || source.op.name !== 'gather') return undefined;
    const [table, indices] = source.operands;
    const numbers = indices && inlineValue(indices);
    if (table === undefined || numbers === undefined) return undefined;
    if (source.attributes['axis'] !== 0) return undefined;
    tables.add(keys.of(table));
    // One number stands for all elements of its row, which are behind it.
    const shape = literal.type.shape.map((size) => size ?? 0);
    const width = elementCount(shape) / Math.max(elementCount(numbers.shape), 1);
    return { shape, element: (index) => getElement(numbers, Math.floor(index / width)) };
  });
  return tables.size === 1 && rows.every((one) => one !== undefined) ? rows : undefined;
}

export function tensorOf(literal: Literal): LiteralValues | undefined {
  const shape = literal.type.shape.map((size) => size ?? 0);
  if (literal.kind === 'immediate') {
    return { shape, element: (index) => literal.values[index] ?? 0 };
  }
  const value = literal.packed === undefined ? inlineValue(literal.constant) : undefined;
  return value && { shape, element: (index) => getElement(value, index) };
}

/** What a constant is a rounding of: all literals are of one dtype. */
function unrounded(constant: Constant): Constant {
  const { source } = constant;
  if (source.kind !== 'recipe' || !hasTrait(source.op, 'conversion')) return constant;
  const [operand] = source.operands;
  return operand === undefined ? constant : unrounded(operand);
}

function isBeginning(part: LiteralValues, whole: LiteralValues): boolean {
  const count = part.shape.reduce((product, size) => product * size, 1);
  const index = part.shape.map(() => 0);
  for (let flat = 0; flat < count; flat++) {
    const place = index.reduce((sum, at, axis) => sum * (whole.shape[axis] ?? 1) + at, 0);
    if (!Object.is(part.element(flat), whole.element(place))) return false;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next < (part.shape[axis] ?? 0) ? next : 0;
      if (index[axis] !== 0) break;
    }
  }
  return true;
}
