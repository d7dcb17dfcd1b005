/** From the messages of a model file to the reader's own types; what has no place in them is told. */

import { failure, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { decodeModel } from '../schema/decode.ts';
import type * as Mil from '../schema/mil.ts';
import type * as Wire from '../schema/model.ts';
import { interfacesOf } from './decode-interface.ts';
import { badModelFile, notAProgram } from './diagnostics.ts';
import { IMMEDIATE_FIELDS, elementByCode } from './elements.ts';
import type {
  Binding,
  Block,
  Dim,
  NamedType,
  Operation,
  PackageModel,
  ProgramFunction,
  TensorType,
  Value,
  ValueType,
} from './spec.ts';

/** No operation knows more, and rules compare axes with axes. */
const MOST_AXES = 16;

export function decodePackageModel(bytes: Uint8Array, file: string): Result<PackageModel> {
  const decoded = decodeModel(bytes, file);
  if (!decoded.ok) return decoded;
  const { mlProgram: program, description, specificationVersion } = decoded.value;
  if (program === undefined) return failure([notAProgram(kindOfModel(decoded.value))]);
  const found: Diagnostic[] = [];
  const functions = new Map<string, ProgramFunction>();
  for (const [name, item] of program.functions) {
    const blocks = [...item.blockSpecializations].map(
      ([opset, block]) => [opset, blockOf(block)] as const,
    );
    const inputs = item.inputs.map(namedType);
    functions.set(name, { name, inputs, opset: item.opset, blocks: new Map(blocks) });
  }
  if (description === undefined) found.push(badModelFile(file, 'it describes no interface'));
  if (decoded.value.isUpdatable) {
    found.push(badModelFile(file, 'it is updatable, which ML Programs are not'));
  }
  if (functions.size === 0) found.push(badModelFile(file, 'its program has no function'));
  if (description === undefined || found.length > 0) return failure(found);
  return success({
    generator: description.metadata?.userDefined.get('generator'),
    specificationVersion,
    ...interfacesOf(description),
    programVersion: Number(program.version),
    functions,
  });
}

function kindOfModel({ specificationVersion }: Wire.Model): string {
  return specificationVersion < 6
    ? `of specification version ${specificationVersion}`
    : 'of another kind, such as a pipeline or a neural network';
}

function blockOf({ inputs, outputs, operations }: Mil.Block): Block {
  return { inputs: inputs.map(namedType), outputs, operations: operations.map(operationOf) };
}

function operationOf({ type, inputs, outputs, blocks, attributes }: Mil.Operation): Operation {
  return {
    type,
    inputs: new Map([...inputs].map(([name, item]) => [name, item.arguments.map(bindingOf)])),
    outputs: outputs.map(namedType),
    blocks: blocks.length,
    attributes: new Map([...attributes].map(([name, value]) => [name, valueOf(value)])),
  };
}

/** A binding of neither kind names the value "", which nothing defines. */
function bindingOf({ name, value }: Mil.Binding): Binding {
  return value === undefined
    ? { kind: 'name', name: name ?? '' }
    : { kind: 'value', value: valueOf(value) };
}

function namedType({ name, type }: Mil.NamedValueType): NamedType {
  return { name, type: typeOf(type) };
}

function typeOf(type: Mil.ValueType | undefined): ValueType {
  if (type?.tensorType !== undefined) return tensorType(type.tensorType);
  if (type?.stateType !== undefined) {
    const wrapped = typeOf(type.stateType.wrappedType);
    if (wrapped.kind === 'tensor') return { kind: 'state', wrapped };
    return { kind: 'other', what: 'a state of something else than a tensor' };
  }
  if (type?.listType !== undefined) return { kind: 'other', what: 'a list' };
  if (type?.tupleType !== undefined) return { kind: 'other', what: 'a tuple' };
  return { kind: 'other', what: 'of no known type' };
}

function tensorType({ dataType, rank, dimensions }: Mil.TensorType): ValueType {
  const dtype = elementByCode(dataType);
  if (dtype === undefined) return other(`a tensor of element type ${dataType}, which is not known`);
  if (dimensions.some(({ unknown }) => unknown?.variadic === true) || Number(rank) < 0) {
    return other('a tensor of unknown rank');
  }
  if (dimensions.length > MOST_AXES) return other(`a tensor of rank ${dimensions.length}`);
  if (Number(rank) !== dimensions.length) {
    return other(`a tensor of rank ${rank} with ${dimensions.length} dims`);
  }
  const shape: Dim[] = [];
  for (const { constant, unknown } of dimensions) {
    const size = constant === undefined ? undefined : Number(constant.size);
    if (size === undefined && unknown === undefined) return other('a tensor with a dim of no size');
    if (size !== undefined && (!Number.isSafeInteger(size) || size < 0)) {
      return other('a tensor with a dim beyond all bounds');
    }
    shape.push(size);
  }
  const elements = shape.reduce<number>((product, dim) => product * Math.max(1, dim ?? 1), 1);
  if (elements > Number.MAX_SAFE_INTEGER / 64) return other('a tensor beyond all bounds');
  return { kind: 'tensor', dtype, shape } satisfies TensorType;
}

function other(what: string): ValueType {
  return { kind: 'other', what };
}

function valueOf({ type, immediateValue, blobFileValue }: Mil.Value): Value {
  if (blobFileValue !== undefined) {
    const { fileName, offset } = blobFileValue;
    const content = { kind: 'blob', file: fileName, offset: Number(offset) } as const;
    return { type: typeOf(type), content };
  }
  const tensor = immediateValue?.tensor;
  if (tensor === undefined) {
    const what = immediateValue === undefined ? 'no value' : 'a list or tuple';
    return { type: typeOf(type), content: { kind: 'other', what } };
  }
  return { type: typeOf(type), content: immediateOf(tensor) };
}

function immediateOf(tensor: Mil.TensorValue): Value['content'] {
  for (const field of IMMEDIATE_FIELDS) {
    const values = tensor[field]?.values;
    if (values !== undefined) return { kind: 'immediate', field, values };
  }
  return { kind: 'other', what: 'no elements' };
}
