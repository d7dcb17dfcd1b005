/** Weights that are picked from a palette by constant indices stay indices in the package. */

import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import type { Node } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import { DTYPES, elementCount } from '../../../ir/types.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { attributesOf } from '../../attributes.ts';
import type { MilBuilder } from '../builder.ts';
import type { MilDType } from '../syntax.ts';
import { table, typed, weight } from '../terms.ts';
import type { StaticType, Term } from '../terms.ts';

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

interface Palette {
  readonly entries: readonly number[];
  readonly indices: Constant;
  readonly bits: Width;
}

/** Undefined where the node is no choice among at most 256 numbers by constants. */
export function paletteOf(node: Node, has3Bits: boolean): Palette | undefined {
  if (node.op !== builtinOps.gather) return undefined;
  const [numbers, picked] = node.operands.map((operand) => operand?.constant);
  if (numbers === undefined || picked === undefined) return undefined;
  const { shape, dtype } = numbers.type;
  if (shape.length !== 1 || DTYPES[dtype].kind !== 'float') return undefined;
  if (normalizeAxis(attributesOf(node).int('axis'), 1) !== 0) return undefined;
  if (picked.type.shape.length === 0 || !countsFromStart(picked)) return undefined;
  const known = inlineValue(numbers);
  const size = elementCount(shape);
  const bits = WIDTHS.find((width) => 2 ** width >= size && (has3Bits || width !== 3));
  if (known === undefined || bits === undefined) return undefined;
  return { entries: toNumbers(known), indices: picked, bits };
}

/** No index is negative, as far as the compiler sees: they are unsigned, or known. */
function countsFromStart(indices: Constant): boolean {
  const { source } = indices;
  if (source.kind === 'recipe') {
    const [stored] = source.operands;
    const isCast = source.op.traits.includes('conversion');
    return isCast && stored !== undefined && DTYPES[stored.type.dtype].kind === 'uint';
  }
  const known = inlineValue(indices);
  return known !== undefined && toNumbers(known).every((index) => index >= 0);
}

export function lookUp(m: MilBuilder, palette: Palette, type: StaticType): Term {
  const { indices, bits, entries } = palette;
  const { dtype, shape } = type;
  const all = Array.from({ length: 2 ** bits }, (_, index) => entries[index] ?? 0);
  if (m.since('CoreML8')) {
    const lut = table(dtype, [...shape.map(() => 1), all.length, 1], all);
    const parameters = { indices: weight(indices, DTYPE_OF[bits]), lut };
    return m.constexpr('constexpr_lut_to_dense', parameters, type);
  }
  if (bits === 3) throw new Error('indices of three bits came with iOS 18');
  const bytes = Math.ceil((elementCount(shape) * bits) / 8);
  const packed = { ...weight(indices, 'uint8'), type: typed('uint8', [bytes]), packed: bits };
  const dims = weight(dataConstant(tensorFrom('u32', [shape.length], shape)), 'uint32');
  const parameters = { indices: packed, lut: table(dtype, [all.length], all), shape: dims };
  return m.constexpr('constexpr_lut_to_dense', parameters, type);
}
