/** Weights that a kernel looks up: which constants they are, and how their indices and tables are stored. */

import { blockCounts, reshaped } from '../../../../compiler/compressed/blocks.ts';
import { compressedForm } from '../../../../compiler/compressed/form.ts';
import { constantOf } from '../../../../compiler/passes/shared/constant-folding.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { cast } from '../../../../ir/ops/core/cast.ts';
import { elementCount } from '../../../../ir/types.ts';
import type { ElementForm } from '../../program.ts';

/** table[block, index] */
export interface Palette {
  readonly kind: 'palette';
  /** Of an index. */
  readonly bits: number;
  readonly data: Constant;
  /** How the indices lie in memory. */
  readonly stored: ElementForm;
  /** Elements along each axis that share a table. */
  readonly blocks: readonly number[];
  /** [blocks, entries], in f32. */
  readonly table: Constant;
}

const STORED: Readonly<Record<number, ElementForm>> = {
  1: 'bits1',
  2: 'bits2',
  3: 'bits3',
  4: 'nibbles',
  6: 'bits6',
  8: 'bytes',
};

/** What is stored otherwise takes so many bits. */
const BITS_OF_HALF = 16;

/** `serves` says whether a kernel takes tables for such blocks. Undefined too for what is no palette. */
export function paletteOf(
  constant: Constant,
  serves: (blocks: readonly number[]) => boolean,
): Palette | undefined {
  const form = compressedForm(constant);
  if (form?.kind !== 'palette' || !serves(form.blocks)) return undefined;
  const { bits, blocks, indices } = form;
  const stored = STORED[bits];
  const { shape } = constant.type;
  const count = elementCount(shape);
  const tables = elementCount(blockCounts({ shape, sizes: blocks }));
  const entries = 2 ** bits;
  if (stored === undefined || bits + (32 * tables * entries) / count >= BITS_OF_HALF) {
    return undefined;
  }
  const rounded = constantOf(cast, [form.table], { to: form.rounding });
  const table = constantOf(cast, [reshaped(rounded, [tables, entries])], { to: 'f32' });
  return { kind: 'palette', bits, data: indices, stored, blocks, table };
}
