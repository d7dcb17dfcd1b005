/** Reads ONNX bytes with the published schema and turns raw tensor data into numbers. */

import onnxProto from 'onnx-proto';
import type { onnx } from 'onnx-proto';
import { onnxModel } from '../../models/onnx/index.ts';
import type { Model, Node, Tensor } from '../../models/onnx/index.ts';

const { ModelProto } = onnxProto.onnx;

export function decode(bytes: Uint8Array): onnx.ModelProto {
  return ModelProto.decode(bytes);
}

/** Writes a model and reads it again. */
export function roundTrip(model: Partial<Model>): onnx.ModelProto {
  return decode(onnxModel({ opset: 17, inputs: [], outputs: [], nodes: [], ...model }));
}

export function graphOf(model: onnx.ModelProto): onnx.IGraphProto {
  if (model.graph === null || model.graph === undefined) throw new Error('no graph');
  return model.graph;
}

export function roundTripNode(node: Node): onnx.INodeProto {
  const [read] = graphOf(roundTrip({ nodes: [node] })).node ?? [];
  if (read === undefined) throw new Error('no node');
  return read;
}

export function roundTripTensor(tensor: Tensor): onnx.ITensorProto {
  const [read] = graphOf(roundTrip({ initializers: [tensor] })).initializer ?? [];
  if (read === undefined) throw new Error('no tensor');
  return read;
}

/** A fresh, aligned copy of the raw bytes. */
export function rawBytes(tensor: onnx.ITensorProto): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(tensor.rawData ?? []);
}

export function externalOf(tensor: onnx.ITensorProto): Readonly<Record<string, string>> {
  const entries = tensor.externalData ?? [];
  return Object.fromEntries(entries.map(({ key, value }) => [key ?? '', value ?? '']));
}
