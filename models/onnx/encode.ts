/** Turns a model description into the protobuf message of an ONNX file (field numbers as in onnx.proto). */

import { encodeAttribute } from './encode-attribute.ts';
import { encodeSparseTensor, encodeTensor } from './encode-tensor.ts';
import { DTYPES } from './dtypes.ts';
import { irVersionFor } from './model.ts';
import type { FileDim, Graph, LocalFunction, Model, Node, Opset, ValueInfo } from './model.ts';
import { Message } from './protobuf.ts';

export function encodeModel(model: Model): Message {
  const opsets = opsetEntries(model.opset);
  const standard = opsets.find(([domain]) => domain === '')?.[1] ?? 1;
  const message = new Message()
    .integer(1, model.irVersion ?? irVersionFor(standard))
    .text(2, model.producerName ?? 'snapc')
    .text(3, model.producerVersion ?? '')
    .message(7, encodeGraph(model));
  for (const entry of opsets) message.message(8, encodeOpset(entry));
  for (const [key, value] of Object.entries(model.metadata ?? {})) {
    message.message(14, new Message().text(1, key).text(2, value));
  }
  for (const definition of model.functions ?? []) message.message(25, encodeFunction(definition));
  return message;
}

function encodeGraph(graph: Graph): Message {
  const message = new Message();
  for (const node of graph.nodes) message.message(1, encodeNode(node));
  message.text(2, graph.name ?? 'graph');
  for (const tensor of graph.initializers ?? []) message.message(5, encodeTensor(tensor));
  for (const value of graph.inputs) message.message(11, encodeValueInfo(value));
  for (const value of graph.outputs) message.message(12, encodeValueInfo(value));
  for (const value of graph.valueInfos ?? []) message.message(13, encodeValueInfo(value));
  for (const sparse of graph.sparseInitializers ?? []) {
    message.message(15, encodeSparseTensor(sparse, sparse.name));
  }
  return message;
}

function encodeNode(node: Node): Message {
  const message = new Message();
  for (const name of node.inputs) message.text(1, name);
  for (const name of node.outputs) message.text(2, name);
  if (node.name !== undefined) message.text(3, node.name);
  message.text(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {})) {
    message.message(5, encodeAttribute(name, value, encodeGraph));
  }
  if (node.domain !== undefined) message.text(7, node.domain);
  return message;
}

function encodeFunction(definition: LocalFunction): Message {
  const message = new Message().text(1, definition.name);
  for (const name of definition.inputs) message.text(4, name);
  for (const name of definition.outputs) message.text(5, name);
  for (const name of definition.attributes ?? []) message.text(6, name);
  for (const node of definition.nodes) message.message(7, encodeNode(node));
  for (const entry of opsetEntries(definition.opset)) message.message(9, encodeOpset(entry));
  return message.text(10, definition.domain);
}

function encodeValueInfo(value: ValueInfo): Message {
  const message = new Message().text(1, value.name);
  if (value.dtype === undefined) return message;
  const tensorType = new Message().integer(1, DTYPES[value.dtype].code);
  if (value.shape !== undefined) {
    const shape = new Message();
    for (const dim of value.shape) shape.message(1, encodeDim(dim));
    tensorType.message(2, shape);
  }
  return message.message(2, new Message().message(1, tensorType));
}

function encodeDim(dim: FileDim): Message {
  const message = new Message();
  if (typeof dim === 'number') return message.integer(1, dim);
  return dim === null ? message : message.text(2, dim);
}

function opsetEntries(opset: Opset): readonly (readonly [string, number])[] {
  return typeof opset === 'number' ? [['', opset]] : Object.entries(opset);
}

function encodeOpset([domain, version]: readonly [string, number]): Message {
  return new Message().text(1, domain).integer(2, version);
}
