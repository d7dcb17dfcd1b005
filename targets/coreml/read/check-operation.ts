/** An operation against its signature, and its declared outputs against those inferred. */

import { DiagnosticError, isError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { FunctionOptions } from './check-function.ts';
import { knownResults } from './known-results.ts';
import { valuesOf } from './operands.ts';
import type { Operands } from './operands.ts';
import type { OpDefinition } from './ops/op.ts';
import { LARGEST_SIZE, printShape } from './ops/shapes.ts';
import {
  badOperand,
  badStructure,
  otherType,
  undefinedValue,
  unwrittenDefault,
  unwrittenDefaultWarning,
} from './program-diagnostics.ts';
import type { Where } from './program-diagnostics.ts';
import { printType } from './scope.ts';
import type { Bound, Entry } from './scope.ts';
import type { Parameter, Signature } from './signature.ts';
import type { Operation, TensorType } from './spec.ts';
import type { MilTensor } from './tensor.ts';
import type { ElementType } from './elements.ts';

export interface SignatureCheck {
  readonly found: readonly Diagnostic[];
  /** Undefined where a fault leaves nothing to infer from. */
  readonly operands: Operands | undefined;
}

export function checkSignature(
  operation: Operation,
  { parameters, asAttributes }: Signature,
  bound: Bound,
  { where, strict }: { readonly where: Where; readonly strict: boolean },
): SignatureCheck {
  const found: Diagnostic[] = [];
  const operands = new Map<string, readonly Entry[]>();
  const letters = new Map<string, { readonly input: string; readonly dtype: ElementType }>();
  for (const [input, entries] of bound) {
    const parameter = parameters.get(input);
    const given = entries.filter((entry) => entry !== undefined);
    if (given.length < entries.length)
      found.push(...undefinedNames(operation, input, bound, where));
    if (parameter === undefined) {
      const known = [...parameters.keys()].join(', ');
      found.push(badOperand(where, input, 'is not known', `it takes ${known}`));
    } else if (given.length === entries.length) {
      const faults = faultsOf(parameter, given, where, letters);
      found.push(...faults);
      if (faults.length === 0) operands.set(input, given);
    }
  }
  for (const [input, { optional, written }] of parameters) {
    if (bound.has(input)) continue;
    const told = strict ? unwrittenDefault : unwrittenDefaultWarning;
    if (!optional) found.push(badOperand(where, input, 'is missing', 'bind a value to it'));
    else if (written) found.push(told(where, input));
  }
  const others = [...operation.attributes.keys()].filter((name) => name !== 'name');
  if (!asAttributes && others.length > 0) {
    const what = `it has the attribute ${JSON.stringify(others[0])}`;
    found.push(badStructure(where, what, 'parameters are operands in this opset'));
  }
  if (asAttributes && operation.inputs.size > 0) {
    const hint = 'before CoreML8 all parameters of this operation are attributes';
    found.push(badStructure(where, 'it has operands', hint));
  }
  const broken = found.some((d) => isError(d) && d.code !== UNWRITTEN);
  return { found, operands: broken ? undefined : operands };
}

/** A default that is left out keeps no type from being inferred. */
const UNWRITTEN = 'SNAPC4430';

function undefinedNames(
  operation: Operation,
  input: string,
  bound: Bound,
  where: Where,
): Diagnostic[] {
  const bindings = operation.inputs.get(input) ?? [];
  return bindings.flatMap((binding, index) =>
    binding.kind === 'name' && bound.get(input)?.[index] === undefined
      ? [undefinedValue(where, binding.name, 'is not defined before this operation')]
      : [],
  );
}

function faultsOf(
  parameter: Parameter,
  entries: readonly Entry[],
  where: Where,
  letters: Map<string, { readonly input: string; readonly dtype: ElementType }>,
): Diagnostic[] {
  const { name, tuple, state, domain, letter, constant } = parameter;
  const fault = (what: string, hint: string): Diagnostic[] => [badOperand(where, name, what, hint)];
  if (entries.length === 0) return fault('binds nothing', 'bind a value to it');
  if (!tuple && entries.length > 1) {
    return fault(`binds ${entries.length} values`, 'bind one value');
  }
  const [entry] = entries;
  if (entry === undefined) return [];
  const kind = state ? 'state' : 'tensor';
  const other = entries.find(({ type }) => type.kind !== kind);
  if (other !== undefined) {
    return fault(`is ${printType(other.type)}`, `it must be a ${kind}`);
  }
  if (entry.type.kind !== 'tensor') return [];
  const { dtype } = entry.type;
  if (domain !== undefined && !domain.includes(dtype)) {
    return fault(`is of ${dtype}`, `it may be of ${domain.join(', ')}`);
  }
  const same = letter === undefined ? undefined : letters.get(letter);
  if (letter !== undefined && same === undefined) letters.set(letter, { input: name, dtype });
  if (same !== undefined && same.dtype !== dtype) {
    return fault(
      `is of ${dtype}, and ${same.input} is of ${same.dtype}`,
      'give both the same element type',
    );
  }
  if (constant && !entry.constant) {
    return fault('is computed', 'it must be a const, or what a constexpr operation gives');
  }
  const rank = entry.type.shape.length;
  if (isFlagOrWord(parameter) && rank > 0) return fault(`has rank ${rank}`, 'it is a scalar');
  return [];
}

/** Flags and words are scalars, but for the masks of slices. */
function isFlagOrWord({ name, constant, domain = [] }: Parameter): boolean {
  const [only, ...others] = domain;
  if (!constant || others.length > 0 || name.endsWith('_mask')) return false;
  return only === 'bool' || only === 'string';
}

export interface Inference {
  readonly found: readonly Diagnostic[];
  readonly types: readonly TensorType[] | undefined;
  /** Elements of the results, where they were asked for and are known. */
  readonly tensors: readonly MilTensor[];
}

function isSize(dim: number): boolean {
  return Number.isInteger(dim) && dim >= 0 && dim <= LARGEST_SIZE;
}

export function inferOutputs(
  definition: OpDefinition,
  operands: Operands,
  { opset, strict, sizes }: FunctionOptions,
  where: Where,
): Inference {
  try {
    const values = valuesOf(operands, opset, where);
    const types = definition.infer(values);
    for (const { shape } of types) {
      const odd = shape.find((dim) => dim !== undefined && !isSize(dim));
      if (odd !== undefined) values.fail(`its result has the shape ${printShape(shape)}`);
    }
    if (strict) definition.documented?.(values);
    const tensors = sizes && knownResults(definition, where.type ?? '', operands, values, types);
    return { found: [], types, tensors: tensors ?? [] };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return { found: error.diagnostics, types: undefined, tensors: [] };
  }
}

/** A dim that is not known agrees with any; strictly, what follows from the operands is declared too. */
export function compareOutputs(
  { outputs }: Operation,
  types: readonly TensorType[],
  { where, strict }: { readonly where: Where; readonly strict: boolean },
): Diagnostic[] {
  if (outputs.length !== types.length) {
    const what = `it declares ${outputs.length} outputs and gives ${types.length}`;
    return [badStructure(where, what, 'declare each output that it gives')];
  }
  return outputs.flatMap(({ name, type }, index) => {
    const inferred = types[index];
    if (inferred === undefined || agrees(type, inferred, strict)) return [];
    return [otherType(where, name, printType(type), printType(inferred))];
  });
}

function agrees(
  declared: Operation['outputs'][number]['type'],
  inferred: TensorType,
  strict: boolean,
): boolean {
  if (declared.kind !== 'tensor' || declared.dtype !== inferred.dtype) return false;
  const [own, other] = [declared.shape, inferred.shape];
  return (
    own.length === other.length &&
    own.every((dim, axis) => {
      const known = other[axis];
      if (dim === undefined) return known === undefined || !strict;
      return known === undefined || dim === known;
    })
  );
}
