/** Weights that are picked from palettes by constant indices stay indices in the package. */

import { constantOf } from '../../../compiler/passes/shared/constant-folding.ts';
import { blockCounts } from '../../../compiler/compressed/blocks.ts';
import type { PaletteForm } from '../../../compiler/compressed/form.ts';
import { dataConstant } from '../../../ir/constant.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import type { MilDType, Weight } from '../syntax.ts';
import { typed, weight } from '../terms.ts';
import type { StaticType, Term } from '../terms.ts';
import { view } from './reshaped.ts';

/** Widths of indices from iOS 18 on; three bits came with it. */
const WIDTHS = [1, 2, 3, 4, 6, 8] as const;
type Width = (typeof WIDTHS)[number];
const DTYPE_OF: Readonly<Record<Width, MilDType>> = {
  1: 'uint1',
  2: 'uint2',
  3: 'uint3',
  4: 'uint4',
  6: 'uint6',
  8: 'uint8',
};

/** The narrowest indices that reach all entries. */
export function paletteWidth({ bits }: PaletteForm, has3Bits: boolean): Width | undefined {
  return WIDTHS.find((width) => width >= bits && (has3Bits || width !== 3));
}

export function lookUp(m: MilBuilder, form: PaletteForm, type: StaticType): Term {
  const { shape } = type;
  const bits = paletteWidth(form, m.since('CoreML8'));
  if (bits === undefined) throw new Error(`no palettes of ${form.bits} bits`);
  const { indices } = form;
  if (m.since('CoreML8')) {
    const counts = blockCounts({ shape, sizes: form.blocks });
    return m.constexpr('constexpr_lut_to_dense', lookedUp(form, type.dtype, counts), type);
  }
  if (bits === 3) throw new Error('indices of three bits came with iOS 18');
  const bytes = Math.ceil((elementCount(shape) * bits) / 8);
  const packed: Weight = {
    ...weight(indices, 'uint8'),
    type: typed('uint8', [bytes]),
    packed: bits,
  };
  const dims = weight(dataConstant(tensorFrom('u32', [shape.length], shape)), 'uint32');
  const parameters = {
    indices: packed,
    lut: view(tableOf(form, bits, type.dtype), [2 ** bits]),
    shape: dims,
  };
  return m.constexpr('constexpr_lut_to_dense', parameters, type);
}

/** Indices and tables as iOS 18 has them; `counts` says how many tables there are along each axis. */
export function lookedUp(form: PaletteForm, dtype: MilDType, counts: readonly number[]) {
  const bits = paletteWidth(form, true);
  if (bits === undefined) throw new Error(`no palettes of ${form.bits} bits`);
  const lut = view(tableOf(form, bits, dtype), [...counts, 2 ** bits, 1]);
  return { indices: weight(form.indices, DTYPE_OF[bits]), lut };
}

function tableOf(form: PaletteForm, bits: Width, dtype: MilDType): Weight {
  return weight(widened(form, bits), dtype);
}

/** The tables with zeros behind their entries, as many as the indices could reach. */
function widened({ table, bits }: PaletteForm, wanted: Width) {
  const more = 2 ** wanted - 2 ** bits;
  if (more === 0) return table;
  const pads = table.type.shape.flatMap(() => [0, 0]);
  pads[pads.length - 1] = more;
  const attributes = { pads, mode: 'constant' };
  return constantOf(builtinOps.pad, [table, undefined], attributes);
}
