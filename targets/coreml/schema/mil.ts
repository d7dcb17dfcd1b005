/** MIL.proto: an ML Program as a Core ML model holds it. */

import { choice, mapOfMessages, message, messages, scalar, scalars } from './field.ts';
import type { Fields, Integer } from './field.ts';

export interface Program {
  /** Always 1. */
  readonly version: Integer;
  readonly functions: ReadonlyMap<string, ProgramFunction>;
  readonly attributes: ReadonlyMap<string, Value>;
}

export interface ProgramFunction {
  readonly inputs: readonly NamedValueType[];
  readonly opset: string;
  /** By opset. */
  readonly blockSpecializations: ReadonlyMap<string, Block>;
  readonly attributes: ReadonlyMap<string, Value>;
}

export interface Block {
  readonly inputs: readonly NamedValueType[];
  readonly outputs: readonly string[];
  readonly operations: readonly Operation[];
  readonly attributes: ReadonlyMap<string, Value>;
}

export interface Operation {
  readonly type: string;
  readonly inputs: ReadonlyMap<string, Argument>;
  readonly outputs: readonly NamedValueType[];
  readonly blocks: readonly Block[];
  readonly attributes: ReadonlyMap<string, Value>;
}

/** One binding, or the members of a tuple. */
export interface Argument {
  readonly arguments: readonly Binding[];
}

/** Either the name of a value or a value in place. */
export interface Binding {
  readonly name?: string;
  readonly value?: Value;
}

export interface NamedValueType {
  readonly name: string;
  readonly type?: ValueType;
}

/** At most one of the types; none where it is a dictionary, which no op of ours has. */
export interface ValueType {
  readonly tensorType?: TensorType;
  readonly listType?: ListType;
  readonly tupleType?: TupleType;
  readonly stateType?: StateType;
}

export interface TensorType {
  /** One of DATA_TYPES. */
  readonly dataType: number;
  readonly rank: Integer;
  readonly dimensions: readonly Dimension[];
  readonly attributes: ReadonlyMap<string, Value>;
}

export interface ListType {
  readonly type?: ValueType;
  readonly length?: Dimension;
}

export interface TupleType {
  readonly types: readonly ValueType[];
}

export interface StateType {
  readonly wrappedType?: ValueType;
}

export interface Dimension {
  readonly constant?: { readonly size: Integer };
  readonly unknown?: { readonly variadic: boolean };
}

export interface Value {
  readonly type?: ValueType;
  readonly immediateValue?: ImmediateValue;
  readonly blobFileValue?: BlobFileValue;
}

export interface ImmediateValue {
  readonly tensor?: TensorValue;
  readonly tuple?: ValueList;
  readonly list?: ValueList;
}

export interface ValueList {
  readonly values: readonly Value[];
}

/** `offset` is that of the blob's metadata. */
export interface BlobFileValue {
  readonly fileName: string;
  readonly offset: Integer;
}

/** One of the lists; which one depends on the element type (see IMMEDIATE_FIELDS). */
export interface TensorValue {
  readonly floats?: { readonly values: readonly number[] };
  readonly ints?: { readonly values: readonly number[] };
  readonly bools?: { readonly values: readonly boolean[] };
  readonly strings?: { readonly values: readonly string[] };
  readonly longInts?: { readonly values: readonly Integer[] };
  readonly doubles?: { readonly values: readonly number[] };
  readonly bytes?: { readonly values: Uint8Array };
}

export const programFields: Fields<Program> = {
  version: scalar(1, 'int64'),
  functions: mapOfMessages(2, () => functionFields),
  attributes: mapOfMessages(4, () => valueFields),
};

const functionFields: Fields<ProgramFunction> = {
  inputs: messages(1, () => namedValueTypeFields),
  opset: scalar(2, 'string'),
  blockSpecializations: mapOfMessages(3, () => blockFields),
  attributes: mapOfMessages(4, () => valueFields),
};

const blockFields: Fields<Block> = {
  inputs: messages(1, () => namedValueTypeFields),
  outputs: scalars(2, 'string'),
  operations: messages(3, () => operationFields),
  attributes: mapOfMessages(4, () => valueFields),
};

const operationFields: Fields<Operation> = {
  type: scalar(1, 'string'),
  inputs: mapOfMessages(2, () => argumentFields),
  outputs: messages(3, () => namedValueTypeFields),
  blocks: messages(4, () => blockFields),
  attributes: mapOfMessages(5, () => valueFields),
};

const argumentFields: Fields<Argument> = { arguments: messages(1, () => bindingFields) };

const bindingFields: Fields<Binding> = {
  name: choice(1, 'string', 'binding'),
  value: message(2, () => valueFields, 'binding'),
};

const namedValueTypeFields: Fields<NamedValueType> = {
  name: scalar(1, 'string'),
  type: message(2, () => valueTypeFields),
};

const valueTypeFields: Fields<ValueType> = {
  tensorType: message(1, () => tensorTypeFields, 'type'),
  listType: message(2, () => listTypeFields, 'type'),
  tupleType: message(3, () => tupleTypeFields, 'type'),
  stateType: message(5, () => stateTypeFields, 'type'),
};

const tensorTypeFields: Fields<TensorType> = {
  dataType: scalar(1, 'int32'),
  rank: scalar(2, 'int64'),
  dimensions: messages(3, () => dimensionFields),
  attributes: mapOfMessages(4, () => valueFields),
};

const listTypeFields: Fields<ListType> = {
  type: message(1, () => valueTypeFields),
  length: message(2, () => dimensionFields),
};

const tupleTypeFields: Fields<TupleType> = { types: messages(1, () => valueTypeFields) };

const stateTypeFields: Fields<StateType> = { wrappedType: message(1, () => valueTypeFields) };

const dimensionFields: Fields<Dimension> = {
  constant: message(1, () => constantFields, 'dimension'),
  unknown: message(2, () => unknownFields, 'dimension'),
};

const constantFields = { size: scalar(1, 'uint64') };
const unknownFields = { variadic: scalar(1, 'bool') };

const valueFields: Fields<Value> = {
  type: message(2, () => valueTypeFields),
  immediateValue: message(3, () => immediateValueFields, 'value'),
  blobFileValue: message(5, () => blobFileValueFields, 'value'),
};

const immediateValueFields: Fields<ImmediateValue> = {
  tensor: message(1, () => tensorValueFields, 'value'),
  tuple: message(2, () => valueListFields, 'value'),
  list: message(3, () => valueListFields, 'value'),
};

const valueListFields: Fields<ValueList> = { values: messages(1, () => valueFields) };

const blobFileValueFields: Fields<BlobFileValue> = {
  fileName: scalar(1, 'string'),
  offset: scalar(2, 'uint64'),
};

const tensorValueFields: Fields<TensorValue> = {
  floats: message(1, () => floatsFields, 'value'),
  ints: message(2, () => intsFields, 'value'),
  bools: message(3, () => boolsFields, 'value'),
  strings: message(4, () => stringsFields, 'value'),
  longInts: message(5, () => longIntsFields, 'value'),
  doubles: message(6, () => doublesFields, 'value'),
  bytes: message(7, () => bytesFields, 'value'),
};

const floatsFields = { values: scalars(1, 'float') };
const intsFields = { values: scalars(1, 'int32') };
const boolsFields = { values: scalars(1, 'bool') };
const stringsFields = { values: scalars(1, 'string') };
const longIntsFields = { values: scalars(1, 'int64') };
const doublesFields = { values: scalars(1, 'double') };
const bytesFields = { values: scalar(1, 'bytes') };
