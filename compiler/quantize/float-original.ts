/** What was before few bits: of a weight the floats that its recipe starts from, of an activation the value itself. */

import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Value } from '../../ir/graph.ts';
import { dequantize_linear } from '../../ir/ops/composite/dequantize-linear.ts';
import { quantize_linear } from '../../ir/ops/composite/quantize-linear.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { shapeEquals } from '../../ir/types.ts';
import { producedBy } from '../passes/shared/nodes.ts';
import { recipeOf } from './options.ts';

/** The constant itself where it is stored in floats. */
export function originalWeight(constant: Constant): Constant {
  const { source, type } = constant;
  if (source.kind !== 'recipe') return constant;
  const [inner] = source.operands;
  if (inner === undefined) return constant;
  if (source.op === cast) {
    const original = originalWeight(inner);
    if (original === inner) return constant;
    return original.type.dtype === type.dtype
      ? original
      : recipeOf(cast, [original], { to: type.dtype });
  }
  if (!hasTrait(source.op, 'expansion') || inner.source.kind !== 'recipe') return constant;
  const [original] = inner.source.operands;
  return original !== undefined && shapeEquals(original.type.shape, type.shape)
    ? original
    : constant;
}

/** What is rounded to integers and back; undefined for other values. */
export function originalActivation(value: Value): Value | undefined {
  const back = producedBy(dequantize_linear, value);
  return producedBy(quantize_linear, back?.operands.input)?.operands.input;
}
