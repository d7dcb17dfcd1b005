/** TensorProto and SparseTensorProto: raw data, typed fields, strings or a range of an external file. */

import { DTYPES } from './dtypes.ts';
import { typedFieldValues } from './pack.ts';
import { Message } from './protobuf.ts';
import type { ExternalRange, SparseTensor, Tensor } from './tensor.ts';

const DATA_LOCATION_EXTERNAL = 1;

const textEncoder = new TextEncoder();

export function encodeTensor(tensor: Tensor): Message {
  const message = new Message();
  for (const dim of tensor.shape) message.integer(1, dim);
  message.integer(2, DTYPES[tensor.dtype].code);
  const { content } = tensor;
  if (content.kind === 'typed') writeTypedField(message, tensor, content.values);
  if (content.kind === 'strings') {
    for (const value of content.values) message.bytes(6, textEncoder.encode(value));
  }
  if (tensor.name !== '') message.text(8, tensor.name);
  if (content.kind === 'raw') message.stream(9, content.bytes);
  if (content.kind === 'external') writeExternalRange(message, content.range);
  return message;
}

export function encodeSparseTensor(sparse: SparseTensor, name: string): Message {
  const message = new Message()
    .message(1, encodeTensor({ ...sparse.values, name: name === '' ? sparse.values.name : name }))
    .message(2, encodeTensor(sparse.indices));
  for (const dim of sparse.shape) message.integer(3, dim);
  return message;
}

function writeTypedField(
  message: Message,
  tensor: Tensor,
  scalars: readonly (number | bigint | boolean)[],
): void {
  const values = typedFieldValues(tensor.dtype, scalars);
  switch (DTYPES[tensor.dtype].field) {
    case 'float_data':
      message.packedFloats(4, values.map(Number));
      break;
    case 'int32_data':
      message.packedIntegers(5, values);
      break;
    case 'int64_data':
      message.packedIntegers(7, values);
      break;
    case 'double_data':
      message.packedDoubles(10, values.map(Number));
      break;
    case 'uint64_data':
      message.packedIntegers(11, values);
      break;
    case 'string_data':
      throw new TypeError(`tensor "${tensor.name}" holds strings, not numbers`);
  }
}

function writeExternalRange(message: Message, range: ExternalRange): void {
  const entries: [string, string][] = [['location', range.location]];
  if (range.offset !== undefined) entries.push(['offset', String(range.offset)]);
  if (range.length !== undefined) entries.push(['length', String(range.length)]);
  for (const [key, value] of entries)
    message.message(13, new Message().text(1, key).text(2, value));
  message.integer(14, DATA_LOCATION_EXTERNAL);
}
