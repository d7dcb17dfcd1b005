/** Weights that a kernel reads as integers of few bits: which constants they are, and what goes with them. */

import { blockCounts, refined } from '../../../../compiler/compressed/blocks.ts';
import type { Blocks } from '../../../../compiler/compressed/blocks.ts';
import { bitsPerElement, compressedForm } from '../../../../compiler/compressed/form.ts';
import type { AffineForm } from '../../../../compiler/compressed/form.ts';
import { blocksOf } from '../../../../compiler/compressed/recipe.ts';
import { constantOf } from '../../../../compiler/passes/shared/constant-folding.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { cast } from '../../../../ir/ops/core/cast.ts';
import { DTYPES, elementCount } from '../../../../ir/types.ts';

/** How integers of few bits lie in memory. */
export interface Integers {
  readonly stored: 'bytes' | 'nibbles';
  readonly signed: boolean;
}

/** (data - zero) * scale */
export interface FewBits extends Integers {
  readonly data: Constant;
  /** Elements along each axis that share scale and zero. */
  readonly blocks: readonly number[];
  /** With an index for each block along each axis. */
  readonly scale: Constant;
  /** Of one byte each. */
  readonly zero: Constant | undefined;
  /** Scales lose no more by two bytes than the weights do anyway. */
  readonly shortScale: boolean;
}

/** What is stored otherwise takes so many bits. */
const BITS_OF_HALF = 16;

/**
 * `cut` says which blocks the kernel takes of those that there are: finer ones, or none. Undefined too for weights in floats,
 * and where the finer scales would take as much memory.
 */
export function fewBits(
  constant: Constant,
  cut: (blocks: readonly number[]) => readonly number[] | undefined,
): FewBits | undefined {
  const form = compressedForm(constant);
  const sizes = form?.kind === 'affine' ? cut(form.blocks) : undefined;
  if (form?.kind !== 'affine' || sizes === undefined) return undefined;
  const blocks = sizes.reduce<Blocks>(
    (sum, size, axis) => refined(sum, axis, size),
    blocksOf(form),
  );
  const [scale, zero] = blocks.parameters;
  if (scale === undefined || bitsOf(form, blocks) >= BITS_OF_HALF) return undefined;
  const { dtype } = form.data.type;
  const signed = DTYPES[dtype].kind === 'int';
  return {
    data: form.data,
    stored: bitsPerElement(form) === 4 ? 'nibbles' : 'bytes',
    signed,
    blocks: sizes,
    scale: constantOf(cast, [scale], { to: 'f32' }),
    zero: zero && constantOf(cast, [zero], { to: signed ? 'i8' : 'u8' }),
    shortScale: form.rounding === 'f16',
  };
}

/** Of an element, with its share of what the blocks have. */
function bitsOf(form: AffineForm, { shape, sizes }: Blocks): number {
  const own = form.zeroPoint === undefined ? 32 : 40;
  const share = elementCount(blockCounts({ shape, sizes })) / elementCount(shape);
  return bitsPerElement(form) + own * share;
}
