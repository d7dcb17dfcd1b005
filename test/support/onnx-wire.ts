/** ONNX messages in wire form, small and valid unless a test replaces a part. */

import { concat, bytes, floats, integer, text, unpacked } from './wire.ts';

export const FLOAT = 1;

interface ModelParts {
  readonly ir?: Uint8Array;
  readonly opsets?: Uint8Array;
  readonly graph?: Uint8Array;
  readonly rest?: Uint8Array;
}

export function opset(version: number | bigint, domain = ''): Uint8Array {
  return bytes(8, domain === '' ? none : text(1, domain), integer(2, version));
}

/** An absent part. */
export const none = new Uint8Array(0);

/** `rest` is put at the end of the file. */
export function model(parts: ModelParts = {}): Uint8Array {
  return concat(
    parts.ir ?? integer(1, 8),
    text(2, 'test'),
    parts.graph ?? bytes(7, graph()),
    parts.opsets ?? opset(17),
    parts.rest ?? none,
  );
}

/** One Relu from `x` to `y`; `rest` is put at the end of the graph. */
export function graph(...rest: readonly Uint8Array[]): Uint8Array {
  return concat(
    bytes(1, node('Relu', ['x'], ['y'])),
    text(2, 'g'),
    bytes(11, valueInfo('x', [2])),
    bytes(12, valueInfo('y', [2])),
    ...rest,
  );
}

/** A model whose graph has these parts besides the Relu. */
export function modelWith(...rest: readonly Uint8Array[]): Uint8Array {
  return model({ graph: bytes(7, graph(...rest)) });
}

export function node(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  ...rest: readonly Uint8Array[]
): Uint8Array {
  return concat(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, opType),
    ...rest,
  );
}

/** A node with one attribute message made of these parts. */
export function modelWithAttribute(...attribute: readonly Uint8Array[]): Uint8Array {
  return modelWith(bytes(1, node('Op', ['x'], ['z'], bytes(5, ...attribute))));
}

export function valueInfo(name: string, dims: readonly (number | bigint | string)[]): Uint8Array {
  return concat(text(1, name), bytes(2, tensorType(FLOAT, dims)));
}

export function tensorType(code: number, dims: readonly (number | bigint | string)[]): Uint8Array {
  const shape = dims.map((dim) =>
    bytes(1, typeof dim === 'string' ? text(2, dim) : integer(1, dim)),
  );
  return bytes(1, integer(1, code), bytes(2, join(shape)));
}

/** The head of a TensorProto; its data follows in `data`. */
export function tensor(
  name: string,
  code: number,
  dims: readonly (number | bigint)[],
  ...data: readonly Uint8Array[]
): Uint8Array {
  return concat(unpacked(1, dims), integer(2, code), text(8, name), ...data);
}

/** As `concat`, for lists longer than a call may have arguments. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length <= 1000) return concat(...parts);
  const half = parts.length >> 1;
  return concat(join(parts.slice(0, half)), join(parts.slice(half)));
}

export function raw(data: Uint8Array): Uint8Array {
  return bytes(9, data);
}

export function initializer(...parts: Parameters<typeof tensor>): Uint8Array {
  return bytes(5, tensor(...parts));
}

/** An f32 list with raw data. */
export function floatInitializer(name: string, values: readonly number[]): Uint8Array {
  return initializer(name, FLOAT, [values.length], raw(floats(values)));
}

/** A tensor whose data lies in another file. */
export function externalTensor(
  name: string,
  dims: readonly (number | bigint)[],
  entries: readonly (readonly [string, string])[],
): Uint8Array {
  return initializer(
    name,
    FLOAT,
    dims,
    ...entries.map(([key, value]) => bytes(13, text(1, key), text(2, value))),
    integer(14, 1),
  );
}
