/** Quantisation to 8 bits from iOS 17 on; before, and for blocks or other widths, in core ops. */

import { isQuantizable, quantization } from '../build/quantization.ts';
import { lowering } from '../lowering.ts';
import { text, typed } from '../terms.ts';

export const quantize_linear = lowering(
  ({ m, node, required, result }) => {
    const input = required(0);
    const dtype = result.dtype === 'i8' ? 'int8' : 'uint8';
    const { scale, zeroPoint, axis } = quantization(node);
    return m.op(
      'quantize',
      { input, zero_point: zeroPoint, scale, axis, output_dtype: text(dtype) },
      typed(dtype, result.shape),
    );
  },
  { accepts: isQuantizable },
);
