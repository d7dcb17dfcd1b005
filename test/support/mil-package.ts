/** Small Core ML packages for tests, put together operation by operation, and run by the reader. */

import { formatDiagnostic } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import {
  interpret,
  packageFromBytes,
  readPackage,
  validate,
} from '../../targets/coreml/read/index.ts';
import { bytes, concat, integer, packed, text } from './wire.ts';
import { immediate, namedType, stateType, tensorType } from './mil-wire.ts';
import type { Items, TestDType, TestType } from './mil-wire.ts';

const ARRAY_TYPES: Partial<Record<TestDType, number>> = {
  fp16: 65552,
  fp32: 65568,
  int32: 131104,
  int8: 131080,
};
const IR_TYPES: Partial<Record<TestDType, DType>> = { fp16: 'f16', fp32: 'f32', int32: 'i32' };
const VERSIONS = { CoreML5: 6, CoreML6: 7, CoreML7: 8, CoreML8: 9, CoreML9: 10 } as const;
export type TestOpset = keyof typeof VERSIONS;

/** The bytes of an operation but for its name: what `TestPackage` adds. */
export type Bindings = Readonly<Record<string, string | readonly string[] | Uint8Array>>;

export class TestPackage {
  readonly opset: TestOpset;
  version: number;
  readonly #inputs: Uint8Array[] = [];
  readonly #features: Uint8Array[] = [];
  readonly #outputFeatures: Uint8Array[] = [];
  readonly #states: Uint8Array[] = [];
  readonly #operations: Uint8Array[] = [];
  readonly #outputs: Uint8Array[] = [];
  weights: Uint8Array | undefined;
  #next = 0;

  constructor(opset: TestOpset = 'CoreML6') {
    this.opset = opset;
    this.version = VERSIONS[opset];
  }

  /** `feature` is what the interface says of it, where that differs from the type. */
  input(name: string, type: TestType, feature = arrayFeature(type)): string {
    this.#inputs.push(namedType(1, name, tensorType(type)));
    this.#features.push(bytes(1, text(1, name), bytes(3, feature)));
    return name;
  }

  state(name: string, type: TestType): string {
    this.#inputs.push(namedType(1, name, stateType(type)));
    const feature = bytes(8, bytes(1, ...arrayFields(type.dtype, type.shape)));
    this.#states.push(bytes(13, text(1, name), bytes(3, feature)));
    return name;
  }

  /** A const, whose value may be given as bytes. */
  constant(type: TestType, value: Items | Uint8Array, name = this.fresh()): string {
    const raw = value instanceof Uint8Array ? value : immediate(type, value);
    this.add('const', {}, [[name, type]], { val: raw });
    return name;
  }

  number(dtype: TestDType, value: number): string {
    return this.constant({ dtype, shape: [] }, [value]);
  }

  text(value: string): string {
    return this.constant({ dtype: 'string', shape: [] }, [value]);
  }

  flag(value: boolean): string {
    return this.constant({ dtype: 'bool', shape: [] }, [value]);
  }

  ints(...values: readonly number[]): string {
    return this.constant({ dtype: 'int32', shape: [values.length] }, values);
  }

  flags(...values: readonly boolean[]): string {
    return this.constant({ dtype: 'bool', shape: [values.length] }, values);
  }

  /** The name of its only output. */
  op(type: string, inputs: Bindings, output: TestType, attributes = {}): string {
    const name = this.fresh();
    this.add(type, inputs, [[name, output]], attributes);
    return name;
  }

  add(
    type: string,
    inputs: Bindings,
    outputs: readonly (readonly [name: string, type: TestType])[],
    attributes: Readonly<Record<string, Uint8Array>> = {},
    name: string | undefined = this.fresh('op_'),
  ): void {
    const named =
      name === undefined
        ? attributes
        : { name: immediate({ dtype: 'string', shape: [] }, [name]), ...attributes };
    this.raw(
      concat(
        text(1, type),
        ...Object.entries(inputs).map(([input, given]) =>
          bytes(2, text(1, input), bytes(2, ...bindings(given))),
        ),
        ...outputs.map(([output, declared]) => namedType(3, output, tensorType(declared))),
        ...Object.entries(named).map(([key, value]) => bytes(5, text(1, key), bytes(2, value))),
      ),
    );
  }

  /** An operation's own bytes. */
  raw(operation: Uint8Array): void {
    this.#operations.push(bytes(3, operation));
  }

  output(name: string, type: TestType, feature = arrayFeature(type)): void {
    this.#outputs.push(text(2, name));
    this.#outputFeatures.push(bytes(10, text(1, name), bytes(3, feature)));
  }

  fresh(prefix = 'v'): string {
    return `${prefix}${this.#next++}`;
  }

  /** The function's message; `opset` and the block's name may be set apart. */
  function(blockName: string = this.opset): Uint8Array {
    const block = concat(...this.#outputs, ...this.#operations);
    return concat(
      ...this.#inputs,
      text(2, this.opset),
      bytes(3, text(1, blockName), bytes(2, block)),
    );
  }

  program(programVersion = 1): Uint8Array {
    const main = bytes(2, text(1, 'main'), bytes(2, this.function()));
    return bytes(502, integer(1, programVersion), main);
  }

  description(): Uint8Array {
    return bytes(2, ...this.#features, ...this.#outputFeatures, ...this.#states);
  }

  model(program = this.program(), description = this.description()): Uint8Array {
    return concat(integer(1, this.version), description, program);
  }

  files(model = this.model()): Record<string, Uint8Array> {
    return packageFiles(model, this.weights);
  }

  async problems(strict = true): Promise<readonly Diagnostic[]> {
    return problemsOf(this.files(), strict);
  }

  /** The elements of the only output; numbers of the inputs in their declared types. */
  async run(
    inputs: Readonly<Record<string, readonly [TestType, readonly number[]]>> = {},
    precision: 'declared' | 'fp32' = 'declared',
  ): Promise<number[]> {
    const [output] = (await this.runAll(inputs, precision)).values();
    if (output === undefined) throw new Error('no output');
    return toNumbers(output);
  }

  async runAll(
    inputs: Readonly<Record<string, readonly [TestType, readonly number[]]>> = {},
    precision: 'declared' | 'fp32' = 'declared',
  ): Promise<ReadonlyMap<string, Tensor>> {
    const read = await readPackage(packageFromBytes(this.files()));
    if (!read.ok) throw new Error(read.diagnostics.map(formatDiagnostic).join('\n'));
    const given = Object.entries(inputs).map(([name, [{ dtype, shape }, values]]) => {
      const kind = typeof dtype === 'number' ? undefined : IR_TYPES[dtype];
      const dims = shape.map((dim) => dim ?? 0);
      return [name, tensorFrom(kind ?? 'f32', dims, values)] as const;
    });
    const result = await interpret(read.value, new Map(given), { precision });
    if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
    return result.value;
  }
}

export async function problemsOf(
  files: Readonly<Record<string, Uint8Array>>,
  strict = true,
): Promise<readonly Diagnostic[]> {
  const read = await readPackage(packageFromBytes(files));
  if (!read.ok) return read.diagnostics;
  return [...read.diagnostics, ...(await validate(read.value, { strict }))];
}

function bindings(given: string | readonly string[] | Uint8Array): Uint8Array[] {
  if (given instanceof Uint8Array) return [bytes(1, bytes(2, given))];
  return [given].flat().map((name) => bytes(1, text(1, name)));
}

/** FeatureType with a multi-array of the type's shape; none where a dim is not known. */
export function arrayFeature({ dtype, shape }: TestType, ...more: Uint8Array[]): Uint8Array {
  return bytes(5, ...arrayFields(dtype, shape), ...more);
}

function arrayFields(dtype: TestType['dtype'], shape: TestType['shape']): Uint8Array[] {
  const code = typeof dtype === 'number' ? dtype : ARRAY_TYPES[dtype];
  const known = shape.flatMap((dim) => (dim === null ? [] : [dim]));
  const dims = known.length === shape.length ? [packed(1, known)] : [];
  return [...dims, integer(2, code ?? 0)];
}

export function manifestOf(weights: boolean): string {
  const item = (name: string): object => ({
    author: 'com.apple.CoreML',
    description: 'a part',
    name,
    path: `com.apple.CoreML/${name}`,
  });
  const items = { a: item('model.mlmodel'), ...(weights ? { b: item('weights') } : {}) };
  return JSON.stringify({
    fileFormatVersion: '1.0.0',
    itemInfoEntries: items,
    rootModelIdentifier: 'a',
  });
}

export function packageFiles(
  model: Uint8Array,
  weights?: Uint8Array,
  manifest: string = manifestOf(weights !== undefined),
): Record<string, Uint8Array> {
  const beside: Record<string, Uint8Array> =
    weights === undefined ? {} : { 'Data/com.apple.CoreML/weights/weight.bin': weights };
  return {
    'Manifest.json': new TextEncoder().encode(manifest),
    'Data/com.apple.CoreML/model.mlmodel': model,
    ...beside,
  };
}
