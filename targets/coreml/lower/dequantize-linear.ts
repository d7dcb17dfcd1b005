/** Numbers of 8 bits as floats; of constants at load time, of what is computed from iOS 17 on. */

import { compressedWeight, isCompressedWeight } from '../build/compressed.ts';
import { isQuantizable, quantization } from '../build/quantization.ts';
import { lowering } from '../lowering.ts';
import { carrierDType, dtypeOf, text, typed } from '../terms.ts';

export const dequantize_linear = lowering(
  (request) => {
    const { m, node, raw, result } = request;
    const [, scaleValue] = node.operands;
    const float = scaleValue && carrierDType(scaleValue.type.dtype);
    if (float !== undefined && isCompressedWeight(node, request.context)) {
      return compressedWeight(m, node, typed(float, result.shape));
    }
    const dtype = node.operands[0]?.type.dtype === 'i8' ? 'int8' : 'uint8';
    const given = raw(0);
    const input =
      dtypeOf(given) === dtype
        ? given
        : m.op('cast', { x: given, dtype: text(dtype) }, typed(dtype, result.shape));
    const { scale, zeroPoint, axis } = quantization(node);
    const inputs = { input, zero_point: zeroPoint, scale, axis };
    return m.op('dequantize', inputs, typed(dtypeOf(scale), result.shape));
  },
  {
    accepts: (node, context) => isCompressedWeight(node, context) || isQuantizable(node, context),
  },
);
