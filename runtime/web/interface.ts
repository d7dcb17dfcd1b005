/** What a model takes and gives: as people are told of it, and as it is checked before a run. */

import { SnapcError } from './errors.ts';
import type { SnapcErrorCode } from './errors.ts';
import { countOf, encode } from './elements.ts';
import type { Program, ProgramTensor, StoredType } from './program.ts';

/** An input or output as the model declares it. */
export interface TensorInfo {
  /** The name in the ONNX file. */
  readonly name: string;
  /** The name in the API: the property of the inputs or outputs. */
  readonly property: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** How its elements lie in a GPUBuffer, in row-major order. */
  readonly stored: StoredType;
  /** What it takes in a GPUBuffer. */
  readonly bytes: number;
}

/** A GPUBuffer for each input or output. */
export type Buffers<Tensors> = { readonly [property in keyof Tensors]: GPUBuffer };

/** What a run writes into an input: words, or what lies in a buffer. */
export type Feed = ArrayBufferView | GPUBuffer;

/** Flags of GPUBufferUsage; numbers, because not every platform has the name as a global. */
const COPY_SRC = 4;
const COPY_DST = 8;

/** A larger buffer than alignment explains is one of another shape. */
const SLACK = 256;

export function infoOf(tensor: ProgramTensor): TensorInfo {
  const { name, emitted, dtype, shape, stored } = tensor;
  return { name, property: emitted, dtype, shape, stored, bytes: storedSize(tensor) };
}

/** Bytes of the elements, in whole words. */
export function storedSize({ shape, stored }: ProgramTensor): number {
  return Math.ceil((countOf(shape) * (stored === 'f16' ? 2 : 4)) / 4) * 4;
}

/** Checks every input before anything runs. */
export function feedsOf({ inputs }: Program, given: unknown): Feed[] {
  const named = namedValues('input', inputs, given);
  return inputs.map((tensor, index) => {
    const value = named[index];
    if (isBuffer(value)) return checkedBuffer('input', tensor, value, COPY_SRC, 'COPY_SRC');
    if (Object.hasOwn(given as object, tensor.emitted)) return encode(tensor, value);
    throw new SnapcError('input', `input ${JSON.stringify(tensor.emitted)} is missing`);
  });
}

/** The buffers that a caller gives for outputs; undefined for those that stay in the model's own. */
export function targetsOf({ outputs }: Program, given: unknown): (GPUBuffer | undefined)[] {
  if (given === 'gpu') return outputs.map(() => undefined);
  return namedValues('output', outputs, given).map((value, index) => {
    const tensor = outputs[index];
    if (value === undefined || tensor === undefined) return undefined;
    if (isBuffer(value)) return checkedBuffer('output', tensor, value, COPY_DST, 'COPY_DST');
    throw new SnapcError('output', `output ${JSON.stringify(tensor.emitted)} needs a GPUBuffer`);
  });
}

/** The values in the order of the tensors; refuses names that no tensor has. */
function namedValues(
  kind: 'input' | 'output',
  tensors: readonly ProgramTensor[],
  given: unknown,
): unknown[] {
  if (typeof given !== 'object' || given === null) {
    const wanted = kind === 'input' ? 'typed array or GPUBuffer' : 'GPUBuffer';
    throw new SnapcError(kind, `the ${kind}s are an object with a ${wanted} for each ${kind}`);
  }
  for (const key of Object.keys(given)) {
    if (tensors.every(({ emitted }) => emitted !== key)) {
      const names = tensors.map(({ emitted }) => emitted).join(', ');
      throw new SnapcError(kind, `there is no ${kind} ${JSON.stringify(key)}, only: ${names}`);
    }
  }
  const values = given as Readonly<Record<string, unknown>>;
  return tensors.map(({ emitted }) =>
    Object.hasOwn(given, emitted) ? values[emitted] : undefined,
  );
}

export function isBuffer(given: unknown): given is GPUBuffer {
  return typeof given === 'object' && given !== null && 'usage' in given && 'mapState' in given;
}

function checkedBuffer(
  kind: SnapcErrorCode & ('input' | 'output'),
  tensor: ProgramTensor,
  buffer: GPUBuffer,
  usage: number,
  usageName: string,
): GPUBuffer {
  const { name, shape, stored } = tensor;
  const bytes = storedSize(tensor);
  const { size } = buffer;
  const fault =
    size < bytes || size >= bytes + SLACK
      ? `has ${size} bytes; its shape [${shape.join(', ')}] takes ${bytes} as ${stored}`
      : (buffer.usage & usage) === 0
        ? `lacks the usage ${usageName}`
        : undefined;
  if (fault === undefined) return buffer;
  throw new SnapcError(kind, `the GPUBuffer of ${kind} ${JSON.stringify(name)} ${fault}`);
}
