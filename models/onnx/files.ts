/** The files of a model: one ONNX file, and with external data one or many weight files beside it. */

import { concatenated, gathered, readAll, zeros } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';
import { encodeModel } from './encode.ts';
import type { Model } from './model.ts';
import type { Tensor } from './tensor.ts';

export interface ModelFile {
  /** Relative to the model's folder, with forward slashes. */
  readonly path: string;
  readonly byteLength: number;
  /** Makes the content while it is read; every call starts anew. */
  chunks(): AsyncIterable<Uint8Array>;
}

export interface ExternalData {
  /** All tensors in one file of this name, or a file per tensor in a folder of this name. */
  readonly location: string;
  readonly layout: 'one-file' | 'file-per-tensor';
  /** Offsets are multiples of this. */
  readonly alignment: number;
  /** Smaller tensors stay in the ONNX file. */
  readonly minimumByteLength: number;
}

export const EXTERNAL_DATA: ExternalData = {
  location: 'weights.pb',
  layout: 'one-file',
  alignment: 4096,
  minimumByteLength: 1024,
};

/** Protobuf readers refuse messages from 2 GiB on. */
const PROTOBUF_LIMIT = 2 ** 31 - 1;

/** A whole model in one array. */
export function onnxModel(model: Model): Uint8Array {
  return readAll(encodeModel(model).source());
}

/** A model as files; without `external` everything stands in the ONNX file. */
export function onnxFiles(
  model: Model,
  options: { readonly path?: string; readonly external?: ExternalData } = {},
): readonly ModelFile[] {
  const path = options.path ?? 'model.onnx';
  if (options.external === undefined) return [modelFile(path, model)];
  const moved = moveOut(model.initializers ?? [], options.external);
  return [modelFile(path, { ...model, initializers: moved.initializers }), ...moved.files];
}

function modelFile(path: string, model: Model): ModelFile {
  const source = encodeModel(model).source();
  if (source.byteLength > PROTOBUF_LIMIT) {
    throw new RangeError(`${path} would have ${source.byteLength} bytes: use external data`);
  }
  return fileOf(path, source);
}

function fileOf(path: string, source: ByteSource): ModelFile {
  return {
    path,
    byteLength: source.byteLength,
    async *chunks() {
      yield* gathered(source.chunks());
    },
  };
}

interface MovedOut {
  readonly initializers: readonly Tensor[];
  readonly files: readonly ModelFile[];
}

function moveOut(initializers: readonly Tensor[], external: ExternalData): MovedOut {
  const contents = new Map<string, ByteSource[]>();
  const lengths = new Map<string, number>();
  const remaining = initializers.map((tensor): Tensor => {
    if (tensor.content.kind !== 'raw') return tensor;
    const { bytes } = tensor.content;
    if (bytes.byteLength < external.minimumByteLength) return tensor;
    const location = locationOf(tensor, external);
    const sources = contents.get(location) ?? [];
    const end = lengths.get(location) ?? 0;
    const offset = Math.ceil(end / external.alignment) * external.alignment;
    if (offset > end) sources.push(zeros(offset - end));
    sources.push(bytes);
    contents.set(location, sources);
    lengths.set(location, offset + bytes.byteLength);
    const range = { location, offset, length: bytes.byteLength };
    return { ...tensor, content: { kind: 'external', range } };
  });
  const files = [...contents].map(([path, sources]) => fileOf(path, concatenated(sources)));
  return { initializers: remaining, files };
}

function locationOf(tensor: Tensor, external: ExternalData): string {
  return external.layout === 'one-file' ? external.location : `${external.location}/${tensor.name}`;
}
