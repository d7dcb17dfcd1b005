/** Weights that are mostly zero stay a mask and the other elements in the package, those in few bits where they are. */

import { blockCounts } from '../../../compiler/compressed/blocks.ts';
import type { CompressedForm } from '../../../compiler/compressed/form.ts';
import { dataOf, withBlocks, blocksOf } from '../../../compiler/compressed/recipe.ts';
import type { SparseForm } from '../../../compiler/compressed/sparse.ts';
import { constantOf } from '../../../compiler/passes/shared/constant-folding.ts';
import { dataConstant } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import { masked_values } from '../../../ir/ops/recipe/masked-values.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import type { MilDType, MilValue } from '../syntax.ts';
import { typed, weight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { lookedUp } from './palette.ts';
import { scaledData } from './scaled.ts';

/** How the opset may store a constant in few bits. */
type FormOf = (constant: Constant) => CompressedForm | undefined;

export function sparseToDense(
  m: MilBuilder,
  form: SparseForm,
  dtype: MilDType,
  formOf: FormOf,
): Term {
  const { shape } = form.type;
  const type = typed(dtype, shape);
  if (m.since('CoreML8')) {
    const few = inFewBits(m, form, dtype, formOf);
    if (few !== undefined) return m.constantOf('constexpr_sparse_to_dense', few, type);
    const parameters = {
      nonzero_data: weight(form.values, dtype),
      mask: weight(form.mask, 'uint1'),
    };
    return m.constexpr('constexpr_sparse_to_dense', parameters, type);
  }
  const bytes = Math.ceil(elementCount(shape) / 8);
  const mask = {
    ...weight(form.mask, 'uint8'),
    type: typed('uint8', [bytes]),
    packed: 1,
  } as const;
  const dims = weight(dataConstant(tensorFrom('u32', [shape.length], shape)), 'uint32');
  const parameters = { nonzero_data: weight(form.values, dtype), mask, shape: dims };
  return m.constexpr('constexpr_sparse_to_dense', parameters, type);
}

/** The other elements as an operation that gives them as floats, behind the mask. */
function inFewBits(m: MilBuilder, sparse: SparseForm, dtype: MilDType, formOf: FormOf) {
  const found = storedValues(sparse, formOf);
  if (found === undefined) return undefined;
  const { form, counts } = found;
  const { shape } = sparse.mask.type;
  const results = [typed('uint1', shape), typed(dtype, sparse.values.type.shape)] as const;
  const marks = weight(sparse.mask, 'uint1');
  let values: readonly MilValue[];
  if (form.kind === 'palette') {
    const { indices, lut } = lookedUp(form, dtype, counts);
    const parameters = { indices_mask: marks, indices_nonzero_data: indices, lut };
    values = m.constantsOf('constexpr_lut_to_sparse', parameters, results);
  } else {
    const { data, ...scales } = scaledData(form, dtype, counts);
    const parameters = { data_mask: marks, nonzero_data: data, ...scales };
    values = m.constantsOf('constexpr_sparse_blockwise_shift_scale', parameters, results);
  }
  const [mask, nonzero_data] = values;
  if (mask === undefined || nonzero_data === undefined) throw new Error('two results');
  return { mask, nonzero_data };
}

/** Few bits for each element of the list, and how many blocks there are along each axis of the weight. */
function storedValues({ values, mask }: SparseForm, formOf: FormOf) {
  const { source } = values;
  const [dense] = source.kind === 'recipe' && source.op === masked_values ? source.operands : [];
  const whole = dense && formOf(dense);
  if (whole !== undefined) {
    const [count] = values.type.shape;
    const data = constantOf(masked_values, [dataOf(whole), mask], { count });
    const counts = blockCounts({ shape: whole.type.shape, sizes: whole.blocks });
    return { form: withBlocks(whole, data, blocksOf(whole)), counts };
  }
  const form = formOf(values);
  const single = form !== undefined && form.blocks[0] === values.type.shape[0];
  return single ? { form, counts: mask.type.shape.map(() => 1) } : undefined;
}
