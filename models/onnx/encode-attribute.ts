/** AttributeProto: one field per kind of value, and the kind's number. */

import { encodeSparseTensor, encodeTensor } from './encode-tensor.ts';
import type { Attribute, Graph } from './model.ts';
import { Message } from './protobuf.ts';

/** AttributeProto.AttributeType. */
const KIND_NUMBER = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
  sparse_tensor: 11,
} as const satisfies Record<Exclude<Attribute['kind'], 'reference'>, number>;

/** The graph encoder is handed in, because graphs hold nodes and nodes hold attributes. */
export function encodeAttribute(
  name: string,
  attribute: Attribute,
  encodeGraph: (graph: Graph) => Message,
): Message {
  const message = new Message().text(1, name);
  switch (attribute.kind) {
    case 'float':
      message.float(2, attribute.value);
      break;
    case 'int':
      message.integer(3, attribute.value);
      break;
    case 'string':
      message.text(4, attribute.value);
      break;
    case 'tensor':
      message.message(5, encodeTensor(attribute.value));
      break;
    case 'graph':
      message.message(6, encodeGraph(attribute.value));
      break;
    case 'floats':
      for (const value of attribute.value) message.float(7, value);
      break;
    case 'ints':
      for (const value of attribute.value) message.integer(8, value);
      break;
    case 'strings':
      for (const value of attribute.value) message.text(9, value);
      break;
    case 'tensors':
      for (const value of attribute.value) message.message(10, encodeTensor(value));
      break;
    case 'graphs':
      for (const value of attribute.value) message.message(11, encodeGraph(value));
      break;
    case 'sparse_tensor':
      message.message(22, encodeSparseTensor(attribute.value, ''));
      break;
    case 'reference':
      return message.integer(20, KIND_NUMBER[attribute.of]).text(21, attribute.value);
  }
  return message.integer(20, KIND_NUMBER[attribute.kind]);
}
