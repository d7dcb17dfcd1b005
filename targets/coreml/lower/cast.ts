/** Conversion: floats truncate, integers wrap, anything but 0 is true. */

import { DTYPES } from '../../../ir/types.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { compressedWeight, isCompressedWeight } from '../build/compressed.ts';
import { lookUp, paletteOf } from '../build/palette.ts';
import { wrapped } from '../build/pointwise.ts';
import { lowering } from '../lowering.ts';
import type { LowerRequest } from '../lowering.ts';
import type { MilDType } from '../syntax.ts';
import { carrierDType, isFloat, typed } from '../terms.ts';
import type { Term } from '../terms.ts';

export const cast = lowering((request) => {
  const { math, type, required, result, refuse } = request;
  const from = type(0).dtype;
  const to = result.dtype;
  const target = carrierDType(to);
  if (target === undefined) return refuse(`Core ML has no ${to}`, 'convert the model before');
  const stored = castWeight(request, target);
  if (stored !== undefined) return stored;
  const x = required(0);
  if (from === 'bool' || from === to) return math.cast(x, target);
  if (to === 'bool') return math.isNonzero(x);
  if (from === 'u32' && DTYPES[to].kind === 'float') {
    return refuse('unsigned 32-bit integers cannot become floats', 'use int32');
  }
  return wrapped(math, math.cast(x, target), to);
});

/** A weight of few bits in another float, so that it stays a constant. */
function castWeight({ m, node, context, result }: LowerRequest, dtype: MilDType): Term | undefined {
  const producer = node.operands[0]?.producer;
  if (producer === undefined || !isFloat(dtype)) return undefined;
  const type = typed(dtype, result.shape);
  const palette = paletteOf(producer, m.since('CoreML8'));
  if (palette !== undefined) return lookUp(m, palette, type);
  const isCompressed =
    producer.op === builtinOps.dequantize_linear && isCompressedWeight(producer, context);
  return isCompressed ? compressedWeight(m, producer, type) : undefined;
}
