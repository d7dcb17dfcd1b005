/** SparseTensorProto to a dense constant, within a bound on its size. */

import { dataConstant, materialize } from '../../../../ir/constant.ts';
import type { Place } from '../../../../ir/diagnostics.ts';
import { allocate, getElement, setElement } from '../../../../ir/tensor.ts';
import type { Tensor } from '../../../../ir/tensor.ts';
import { byteSize, elementCount } from '../../../../ir/types.ts';
import type { ReadContext } from './context.ts';
import { LIMITS } from './limits.ts';
import { readIntegers } from './lists.ts';
import { refuse } from './refuse.ts';
import { SPARSE_TENSOR } from './rules.ts';
import { cutFields } from './scan.ts';
import type { ByteRange } from './source.ts';
import { checkedType, readTensor } from './tensor.ts';
import type { NamedTensor } from './tensor.ts';
import { sparseShape, sparseTooLarge } from './tensor-diagnostics.ts';

/** The name is that of its values. */
export async function readSparseTensor(
  context: ReadContext,
  range: ByteRange,
  owner: Place = {},
): Promise<NamedTensor> {
  const scanned = await context.scan(range, SPARSE_TENSOR);
  const [valuesField] = cutFields(scanned, 1);
  const [indicesField] = cutFields(scanned, 2);
  const here = { ...context.at(range), ...owner };
  if (valuesField === undefined) refuse(sparseShape('it has no values', here));
  if (indicesField === undefined) refuse(sparseShape('it has no indices', here));
  const values = await readTensor(context, valuesField, owner);
  const indices = await readTensor(context, indicesField, owner);
  const place = { ...here, ...(values.name === '' ? {} : { value: values.name }) };
  const dims = await readIntegers(context.source, cutFields(scanned, 3), 'dims', LIMITS.rank);
  const { dtype } = values.constant.type;
  const { type, bytes } = checkedType(dtype, dims, place);
  if (bytes > LIMITS.denseBytes) refuse(sparseTooLarge(bytes, LIMITS.denseBytes, place));
  const rank = type.shape.length;
  const [count = 0, ...rest] = values.constant.type.shape;
  if (values.constant.type.shape.length !== 1 || rest.length > 0) {
    refuse(sparseShape('its values are no list', place));
  }
  if (count > elementCount(type.shape)) {
    refuse(sparseShape(`it has ${count} values in a space of ${elementCount(type.shape)}`, place));
  }
  const { dtype: indexType, shape: indexShape } = indices.constant.type;
  const linear = indexShape.length === 1;
  const fits = linear || (indexShape.length === 2 && indexShape[1] === rank);
  if (indexType !== 'i64' || indexShape[0] !== count || !fits) {
    const found = `${indexType}[${indexShape.join(',')}]`;
    refuse(sparseShape(`its indices are ${found} for ${count} values of rank ${rank}`, place));
  }
  if (byteSize(indices.constant.type) > LIMITS.denseBytes) {
    refuse(sparseTooLarge(byteSize(indices.constant.type), LIMITS.denseBytes, place));
  }
  const dense = allocate(dtype, type.shape);
  const held = await materialize(values.constant);
  const at = await materialize(indices.constant);
  let previous = -1;
  for (let index = 0; index < count; index++) {
    const offset = linear
      ? offsetOf(at, index, 1, [elementCount(type.shape)], place)
      : offsetOf(at, index, rank, type.shape, place);
    if (offset <= previous) refuse(sparseShape('its indices are not in rising order', place));
    previous = offset;
    setElement(dense, offset, getElement(held, index));
  }
  return { name: values.name, constant: dataConstant(dense) };
}

function offsetOf(
  indices: Tensor,
  row: number,
  rank: number,
  shape: readonly number[],
  place: Place,
): number {
  let offset = 0;
  for (const [axis, size] of shape.entries()) {
    const index = Number(getElement(indices, row * rank + axis));
    if (index < 0 || index >= size) {
      refuse(sparseShape(`the index ${index} is not below ${size}`, place));
    }
    offset = offset * size + index;
  }
  return offset;
}
