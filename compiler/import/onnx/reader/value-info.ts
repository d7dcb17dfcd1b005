/** ValueInfoProto to OnnxValueInfo: dtype and shape where the model gives them, words for other types. */

import { printable } from '../../../../ir/diagnostics.ts';
import type { OnnxValueInfo } from '../model.ts';
import type { ReadContext } from './context.ts';
import { dataTypeOf } from './data-types.ts';
import { badDimension, badRank } from './diagnostics.ts';
import { LIMITS } from './limits.ts';
import { refuse } from './refuse.ts';
import { VALUE_INFO } from './rules.ts';
import { decodeValueInfo, integerOf } from './schema.ts';
import type { onnx } from './schema.ts';
import type { ByteRange } from './source.ts';

export async function readValueInfo(
  context: ReadContext,
  range: ByteRange,
): Promise<OnnxValueInfo> {
  const decoded = decodeValueInfo(await context.scan(range, VALUE_INFO), context.file);
  return valueInfo(decoded.name, decoded.type ?? undefined, context.file);
}

function valueInfo(name: string, type: onnx.ITypeProto | undefined, file: string): OnnxValueInfo {
  const unknown = { name, dtype: undefined, shape: undefined, unsupported: undefined };
  if (type === undefined) return unknown;
  const { tensorType } = type;
  if (tensorType === undefined || tensorType === null) {
    return { ...unknown, unsupported: kindOf(type) };
  }
  const code = tensorType.elemType ?? 0;
  const data = code === 0 ? { dtype: undefined, unsupported: undefined } : dataTypeOf(code);
  const { shape } = tensorType;
  return {
    name,
    dtype: data.dtype,
    shape: shape === undefined || shape === null ? undefined : dims(name, shape.dim ?? [], file),
    unsupported:
      data.dtype === undefined && data.unsupported !== undefined
        ? `tensor of ${data.unsupported}`
        : undefined,
  };
}

function kindOf(type: onnx.ITypeProto): string {
  if (type.sequenceType) return 'sequence';
  if (type.mapType) return 'map';
  if (type.optionalType) return 'optional';
  return type.sparseTensorType ? 'sparse tensor' : 'type that ONNX 1.10 does not have';
}

/** Some exporters write -1 for a dimension that they do not know. */
function dims(
  name: string,
  list: readonly onnx.TensorShapeProto.IDimension[],
  file: string,
): (number | string | undefined)[] {
  if (list.length > LIMITS.rank) refuse(badRank(name, list.length, LIMITS.rank, file));
  return list.map(({ dimValue, dimParam }) => {
    if (dimValue === undefined || dimValue === null) {
      return dimParam === undefined || dimParam === null || dimParam === '' ? undefined : dimParam;
    }
    const value = integerOf(dimValue);
    if (value === -1) return undefined;
    if (typeof value === 'bigint' || value < 0) refuse(badDimension(name, value, file));
    return value;
  });
}

/** Words for a declared type, such as `f32[2,?,width]`. */
export function printValueInfo(info: OnnxValueInfo): string {
  const shape = info.shape?.map((dim) => (typeof dim === 'string' ? printable(dim) : (dim ?? '?')));
  return `${info.dtype ?? info.unsupported ?? '?'}${shape === undefined ? '' : `[${shape.join(',')}]`}`;
}
