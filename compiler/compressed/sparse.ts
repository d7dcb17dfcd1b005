/** Weights of which most elements are 0: what a constant's recipe says of it, whatever moves it afterwards. */

import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import { lookup } from '../../ir/ops/composite/lookup.ts';
import { masked_values } from '../../ir/ops/recipe/masked-values.ts';
import { sparse_to_dense } from '../../ir/ops/recipe/sparse-to-dense.ts';
import { elementCount } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';

export interface SparseForm {
  readonly type: StaticTensorType;
  /** Of the form's shape: true where elements are stored. */
  readonly mask: Constant;
  /** A list in row-major order; its dtype may be wider than the form's, to which it is rounded. */
  readonly values: Constant;
}

/** Undefined for a weight that is stored in another way. Nothing is computed. */
export function sparseForm({ type, source }: Constant): SparseForm | undefined {
  if (source.kind !== 'recipe') return undefined;
  const { op, operands, attributes } = source;
  const [first, second] = operands;
  if (op === sparse_to_dense && first !== undefined && second !== undefined) {
    return { type, mask: second, values: first };
  }
  const form = first && operands.length === 1 ? sparseForm(first) : undefined;
  if (form === undefined) return undefined;
  if (hasTrait(op, 'conversion')) {
    const isFloat = type.dtype === 'f32' || type.dtype === 'f16';
    return isFloat && form.type.dtype === 'f32' ? { ...form, type } : undefined;
  }
  // What drops or repeats elements has another number of them.
  const all = elementCount(type.shape) === elementCount(form.type.shape);
  if (!hasTrait(op, 'movement') || !all) return undefined;
  const mask = constantOf(op, [form.mask], attributes);
  // A list keeps its order in another shape; what it is taken from has to have that shape too.
  if (hasTrait(op, 'view') && !isTaken(form.values)) return { ...form, type, mask };
  const [count] = form.values.type.shape;
  const moved = constantOf(op, [denseOf(form)], attributes);
  return { type, mask, values: constantOf(masked_values, [moved, mask], { count }) };
}

function isTaken({ source }: Constant): boolean {
  return source.kind === 'recipe' && source.op === masked_values;
}

/** A tensor of which the list is what the mask marks; in few bits where the list is. */
function denseOf({ values, mask }: SparseForm): Constant {
  const { source } = values;
  if (source.kind === 'recipe') {
    const { op, operands, attributes } = source;
    const [list, ...others] = operands;
    if (op === masked_values && list !== undefined) return list;
    // One scale or table for a list serves a tensor too.
    const ranks = op === lookup ? [1] : [0];
    const shared = others.every((one) => !one || ranks.includes(one.type.shape.length));
    if (list !== undefined && hasTrait(op, 'expansion') && op !== sparse_to_dense && shared) {
      const spread = constantOf(sparse_to_dense, [list, mask], {});
      return constantOf(op, [spread, ...others], attributes);
    }
  }
  return constantOf(sparse_to_dense, [values, mask], {});
}
