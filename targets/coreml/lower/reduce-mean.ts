/** Mean along axes; that of integers truncates. */

import { elementCount } from '../../../ir/types.ts';
import { integerQuotient } from '../build/integers.ts';
import { refuseUnsigned } from '../build/pointwise.ts';
import { reduce, reduceNode } from '../build/reduce.ts';
import { lowering } from '../lowering.ts';
import { int, isFloat, dtypeOf } from '../terms.ts';
import { dataConstant } from '../../../ir/constant.ts';
import { scalarTensor } from '../../../ir/tensor.ts';

export const reduce_mean = lowering((request) => {
  const { m, math, required, type, result } = request;
  if (isFloat(dtypeOf(required(0)))) {
    return reduceNode(request, (x, axes) => reduce(m, 'reduce_mean', x, axes));
  }
  refuseUnsigned(request);
  const sum = reduceNode(request, (x, axes) => reduce(m, 'reduce_sum', x, axes));
  const count = elementCount(type(0).shape) / elementCount(result.shape);
  return integerQuotient(math, sum, int(count), dataConstant(scalarTensor('i32', count)));
});
