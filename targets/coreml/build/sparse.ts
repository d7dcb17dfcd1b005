/** Weights that are mostly zero stay a mask and the other elements in the package. */

import type { SparseForm } from '../../../compiler/compressed/sparse.ts';
import { dataConstant } from '../../../ir/constant.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import type { MilDType } from '../syntax.ts';
import { typed, weight } from '../terms.ts';
import type { Term } from '../terms.ts';

export function sparseToDense(m: MilBuilder, form: SparseForm, dtype: MilDType): Term {
  const { shape } = form.type;
  const type = typed(dtype, shape);
  const nonzero_data = weight(form.values, dtype);
  if (m.since('CoreML8')) {
    const parameters = { nonzero_data, mask: weight(form.mask, 'uint1') };
    return m.constexpr('constexpr_sparse_to_dense', parameters, type);
  }
  const bytes = Math.ceil(elementCount(shape) / 8);
  const mask = {
    ...weight(form.mask, 'uint8'),
    type: typed('uint8', [bytes]),
    packed: 1,
  } as const;
  const dims = weight(dataConstant(tensorFrom('u32', [shape.length], shape)), 'uint32');
  const parameters = { nonzero_data, mask, shape: dims };
  return m.constexpr('constexpr_sparse_to_dense', parameters, type);
}
