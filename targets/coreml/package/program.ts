/** A program as the message that Core ML reads: literals become `const` operations, values get their names. */

import type { Argument, Binding, Block, Operation, Program, Value } from '../schema/mil.ts';
import type {
  Argument as MilArgument,
  Literal,
  MilFunction,
  MilOperation,
  MilProgram,
} from '../syntax.ts';
import { isLiteral } from '../terms.ts';
import type { BlobPlan } from './blobs.ts';
import { FunctionNames } from './function-names.ts';
import { isConstexpr, isTuple, membersOf } from './literals-of.ts';
import { bytesValue, fileValue, stringValue, stringsValue, valueType } from './value.ts';

/** An operation under its name in the package. */
export interface NamedOperation {
  readonly function: string;
  readonly name: string;
  readonly operation: MilOperation;
}

export interface WrittenProgram {
  readonly program: Program;
  readonly operations: readonly NamedOperation[];
}

/** Where literals stand; `bytes` are those of the ones that stand in the program. */
export interface LiteralPlaces {
  readonly blobOf: BlobPlan['blobOf'];
  readonly bytes: ReadonlyMap<Literal, Uint8Array<ArrayBuffer>>;
}

export function programMessage(program: MilProgram, places: LiteralPlaces): WrittenProgram {
  const written = program.functions.map((one) => new FunctionWriter(one, places));
  const functions = written.map(({ name, inputs, block }) => {
    const { opset } = program;
    const blockSpecializations = new Map([[opset, block]]);
    return [name, { inputs, opset, blockSpecializations, attributes: new Map() }] as const;
  });
  return {
    program: { version: 1, functions: new Map(functions), attributes: new Map() },
    operations: written.flatMap(({ named }) => named),
  };
}

class FunctionWriter {
  readonly name: string;
  readonly named: readonly NamedOperation[];
  readonly inputs: Block['inputs'];
  readonly block: Block;
  readonly #places: LiteralPlaces;
  readonly #names: FunctionNames;
  readonly #operations: Operation[] = [];
  /** What stands in the file is one constant for all that read it in one shape. */
  readonly #shared = new Map<string, string>();

  constructor(one: MilFunction, places: LiteralPlaces) {
    this.name = one.name;
    this.#places = places;
    this.#names = new FunctionNames(one);
    this.inputs = one.inputs.map(({ name, value }) => ({ name, type: valueType(value.type) }));
    this.named = one.operations.map((operation) => {
      this.#write(operation);
      return { function: one.name, name: this.#names.operation(operation), operation };
    });
    this.block = {
      inputs: [],
      outputs: one.outputs.map(({ value }) => this.#names.value(value)),
      operations: this.#operations,
      attributes: new Map(),
    };
  }

  #write(operation: MilOperation): void {
    const name = this.#names.operation(operation);
    const inPlace = isConstexpr(operation);
    const inputs = Object.entries(operation.inputs).map(([parameter, argument]) => {
      const bound = this.#argument(`${name}_${parameter}`, argument, inPlace);
      return [parameter, bound] as const;
    });
    const attributes = Object.entries(operation.attributes ?? {}).map(
      ([parameter, literal]) => [parameter, this.#value(literal)] as const,
    );
    this.#operations.push({
      type: operation.type,
      inputs: new Map(inputs),
      outputs: operation.outputs.map((value) => ({
        name: this.#names.value(value),
        type: valueType(value.type),
      })),
      blocks: [],
      attributes: new Map([...attributes, ['name', stringValue(name)]]),
    });
  }

  #argument(name: string, argument: MilArgument, inPlace: boolean): Argument {
    const bindings = membersOf(argument).map((member, index): Binding => {
      if (!isLiteral(member)) return { name: this.#names.value(member) };
      if (inPlace) return { value: this.#value(member) };
      return { name: this.#constant(isTuple(argument) ? `${name}_${index}` : name, member) };
    });
    return { arguments: bindings };
  }

  /** The name of a `const` operation, which is written where there is none to share. */
  #constant(wanted: string, literal: Literal): string {
    const blob = this.#places.blobOf(literal);
    const key = blob && `${blob.offset} ${literal.type.dtype} ${literal.type.shape.join()}`;
    const shared = key === undefined ? undefined : this.#shared.get(key);
    if (shared !== undefined) return shared;
    const name = this.#names.take(wanted);
    if (key !== undefined) this.#shared.set(key, name);
    this.#operations.push({
      type: 'const',
      inputs: new Map(),
      outputs: [{ name, type: valueType(literal.type) }],
      blocks: [],
      attributes: new Map([
        ['name', stringValue(name)],
        ['val', this.#value(literal)],
      ]),
    });
    return name;
  }

  #value(literal: Literal): Value {
    const blob = this.#places.blobOf(literal);
    if (blob !== undefined) return fileValue(literal.type, blob.offset);
    if (literal.kind === 'immediate' && literal.type.dtype === 'string') {
      return stringsValue(literal.type, literal.values.map(String));
    }
    const bytes = this.#places.bytes.get(literal);
    if (bytes === undefined) throw new Error('the bytes of a literal are missing');
    return bytesValue(literal.type, bytes);
  }
}
