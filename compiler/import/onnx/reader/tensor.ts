/** TensorProto to Constant: small data is held, large data stays a range of the model or of an external file. */

import type { Constant } from '../../../../ir/constant.ts';
import { dataConstant } from '../../../../ir/constant.ts';
import type { Place } from '../../../../ir/diagnostics.ts';
import { allocate } from '../../../../ir/tensor.ts';
import { decodeTensor } from '../../../../ir/tensor-bytes.ts';
import { DTYPES, printType } from '../../../../ir/types.ts';
import type { StaticTensorType } from '../../../../ir/types.ts';
import type { ReadContext } from './context.ts';
import type { WireField } from './cursor.ts';
import { TYPED_FIELDS, dataTypeOf } from './data-types.ts';
import type { TypedField } from './data-types.ts';
import { LIMITS } from './limits.ts';
import { payloadBytes, readIntegers } from './lists.ts';
import { refuse } from './refuse.ts';
import { STRING_ENTRY, TENSOR } from './rules.ts';
import { cutFields } from './scan.ts';
import type { Scanned } from './scan.ts';
import { DataLocation, decodeStringEntry, decodeTensor as decodeHeader } from './schema.ts';
import { lengthOf } from './source.ts';
import type { ByteRange } from './source.ts';
import {
  negativeDim,
  noData,
  segmented,
  severalData,
  tooManyValues,
  unsupportedData,
  wrongField,
  wrongSize,
} from './tensor-diagnostics.ts';
import { typedConstant } from './typed-data.ts';

export interface NamedTensor {
  readonly name: string;
  readonly constant: Constant;
}

/** `owner` names the tensor in diagnostics where it has no name of its own. */
export async function readTensor(
  context: ReadContext,
  range: ByteRange,
  owner: Place = {},
): Promise<NamedTensor> {
  const scanned = await context.scan(range, TENSOR);
  const header = decodeHeader(scanned, context.file);
  const { name } = header;
  const place = { ...context.at(range), ...owner, ...(name === '' ? {} : { value: name }) };
  if (cutFields(scanned, 3).length > 0) refuse(segmented(place));
  const data = dataTypeOf(header.dataType);
  if (data.dtype === undefined) refuse(unsupportedData(data.unsupported, place));
  const dims = await readIntegers(context.source, cutFields(scanned, 1), 'dims', LIMITS.rank);
  const { type, bytes } = checkedType(data.dtype, dims, place);
  const external = header.dataLocation === DataLocation.EXTERNAL;
  const found = dataFields(scanned, external);
  const [field] = found;
  if (found.length > 1) refuse(severalData(found, place));
  if (field === undefined) {
    if (bytes > 0) refuse(noData(printType(type), bytes, place));
    return { name, constant: dataConstant(allocate(type.dtype, type.shape)) };
  }
  if (field === 'external_data') {
    return { name, constant: await externalConstant(context, scanned, type, bytes, name, place) };
  }
  if (field === 'raw_data') {
    return {
      name,
      constant: await rawConstant(context, cutFields(scanned, 9), type, bytes, place),
    };
  }
  if (field !== data.field) refuse(wrongField(data.dtype, field, data.field, place));
  const fields = cutFields(scanned, TYPED_FIELDS[field]);
  return { name, constant: await typedConstant(context, field, fields, type, bytes, place) };
}

/** Exact in bigints: the dimensions of a file are no numbers to trust. */
export function checkedType(
  dtype: StaticTensorType['dtype'],
  dims: readonly (number | bigint)[],
  place: Place,
): { readonly type: StaticTensorType; readonly bytes: number } {
  const shape: number[] = [];
  let count = 1n;
  for (const dim of dims) {
    if (dim < 0) refuse(negativeDim(dim, place));
    if (typeof dim === 'bigint') refuse(tooManyValues(place));
    shape.push(dim);
    count *= BigInt(dim);
  }
  const bytes = (count * BigInt(DTYPES[dtype].bits) + 7n) / 8n;
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  if (count > largest || bytes > largest) refuse(tooManyValues(place));
  return { type: { dtype, shape }, bytes: Number(bytes) };
}

/** Entries of external_data count only where data_location says so: tools leave them behind after loading. */
function dataFields(
  scanned: Scanned,
  external: boolean,
): (TypedField | 'raw_data' | 'external_data')[] {
  const held = Object.entries(TYPED_FIELDS)
    .filter(([, number]) => payloadBytes(cutFields(scanned, number)) > 0)
    .map(([name]) => name as TypedField);
  const raw = payloadBytes(cutFields(scanned, 9)) > 0;
  return [
    ...(external ? (['external_data'] as const) : []),
    ...(raw ? (['raw_data'] as const) : []),
    ...held,
  ];
}

async function rawConstant(
  context: ReadContext,
  fields: readonly WireField[],
  type: StaticTensorType,
  bytes: number,
  place: Place,
): Promise<Constant> {
  const [field] = fields;
  if (field === undefined) throw new Error('raw_data went away');
  const found = lengthOf(field);
  if (found !== bytes) refuse(wrongSize('raw_data', found, bytes, printType(type), place));
  return rangeConstant(context, field, type);
}

/** Values that lie in the model's file as the IR stores them. */
async function rangeConstant(
  context: ReadContext,
  range: ByteRange,
  type: StaticTensorType,
): Promise<Constant> {
  const length = lengthOf(range);
  if (length > LIMITS.inlineBytes) {
    const { store } = context.source;
    return { type, source: { kind: 'bytes', store, offset: range.start, length } };
  }
  const data = await context.source.read(range);
  return dataConstant(decodeTensor(data, type.dtype, type.shape));
}

async function externalConstant(
  context: ReadContext,
  scanned: Scanned,
  type: StaticTensorType,
  bytes: number,
  name: string,
  place: Place,
): Promise<Constant> {
  const entries = [];
  for (const field of cutFields(scanned, 13)) {
    entries.push(decodeStringEntry(await context.scan(field, STRING_ENTRY), context.file));
  }
  const { externals } = context;
  const found = await externals.find(entries, bytes, printType(type), name, place);
  return { type, source: { kind: 'bytes', ...found, length: bytes } };
}
