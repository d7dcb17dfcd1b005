/** Scale and bias of a normalization over trailing axes, where they do not lie along exactly these axes. */

import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import type { Value } from '../../../../ir/graph.ts';
import { shapeEquals } from '../../../../ir/types.ts';

interface Affine {
  readonly scale: Value | undefined;
  readonly bias?: Value | undefined;
}

/**
 * `norm` with scale and bias where they have its dtype and the shape of the axes from `axis` on, else `norm` without
 * them and what they do as arithmetic that broadcasts.
 */
export function withAffine(
  m: Arithmetic,
  input: Value,
  axis: number,
  affine: Affine,
  norm: (affine: Partial<Affine>) => Value,
): Value {
  const { dtype, shape } = input.type;
  const fits = (value: Value | undefined): boolean =>
    value === undefined ||
    (value.type.dtype === dtype && shapeEquals(value.type.shape, shape.slice(axis)));
  if (fits(affine.scale) && fits(affine.bias)) return norm(affine);
  const { scale, bias } = affine;
  let result = norm({});
  if (scale !== undefined) result = m.mul(m.cast(result, scale.type.dtype), scale);
  return bias === undefined ? result : m.add(result, bias);
}
