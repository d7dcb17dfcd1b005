/** Numbers of 8 bits as floats; of constants at load time, of what is computed from iOS 17 on. */

import { constantBehind, isStorable, storedConstant } from '../build/compressed.ts';
import { isQuantizable, quantization } from '../build/quantization.ts';
import { lowering } from '../lowering.ts';
import { carrierDType, dtypeOf, text, typed } from '../terms.ts';
import { resultOf } from '../../../ir/graph.ts';

export const dequantize_linear = lowering(
  (request) => {
    const { m, node, raw, result } = request;
    const float = carrierDType(result.dtype);
    const constant = constantBehind(resultOf(node));
    if (constant !== undefined && float !== undefined && isStorable(resultOf(node), m.opset)) {
      return storedConstant(m, constant, float);
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
    accepts: (node, context) =>
      isStorable(resultOf(node), context.opset) || isQuantizable(node, context),
  },
);
