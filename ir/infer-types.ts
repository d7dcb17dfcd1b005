/** What an op makes of its operands and attributes: the types of its results, or why they do not fit. */

import { InferenceFault } from './define.ts';
import type { AttributeMap, OpDefinition } from './define.ts';
import { DiagnosticError, defineDiagnostic } from './diagnostics.ts';
import type { Origin, Value } from './graph.ts';
import { OpFault, checkInferred } from './op-fault.ts';
import { namedOperands } from './operands.ts';
import type { TensorType } from './types.ts';

export const doesNotInfer = defineDiagnostic(
  'SNAPC1001',
  'error',
  (op: string, message: string, hint: string | undefined, origin: Origin) => ({
    message: `${op}: ${message}`,
    hint:
      hint ?? 'check the node and what it reads; if its model is valid, export that another way',
    place: origin.onnx[0] === undefined ? { op } : { op, node: origin.onnx[0] },
  }),
);

/** The given attributes with the declaration's defaults for the rest. */
export function withDefaults(op: OpDefinition, given: AttributeMap): AttributeMap {
  const attributes: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(op.attributes)) {
    attributes[name] = given[name] ?? spec.default;
  }
  return attributes;
}

/** Result types of an op; throws a DiagnosticError where `infer` says that something does not fit. */
export function inferTypes(
  op: OpDefinition,
  operands: readonly (Value | undefined)[],
  attributes: AttributeMap,
  origin: Origin,
): readonly TensorType[] {
  const refuse = (message: string, hint?: string): never => {
    throw new DiagnosticError(doesNotInfer(op.name, message, hint, origin));
  };
  const types = namedOperands(
    op,
    operands.map((operand) => operand?.type),
  );
  for (const [name, spec] of Object.entries(op.operands)) {
    const given = types[name];
    if (given === undefined && spec.arity === 'one') refuse(`operand ${name} is missing`);
    for (const type of [given ?? []].flat() as readonly TensorType[]) {
      if (!spec.dtypes.includes(type.dtype)) refuse(`operand ${name} cannot be ${type.dtype}`);
    }
  }
  for (const [name, spec] of Object.entries(op.attributes)) {
    if (attributes[name] === undefined) refuse(`attribute ${name} is missing`);
    if (!spec.check(attributes[name])) refuse(`attribute ${name}: expected ${spec.describe}`);
  }
  try {
    return checkInferred(op, op.infer(types, attributes));
  } catch (error) {
    if (error instanceof InferenceFault) return refuse(error.message, error.hint);
    if (error instanceof RangeError) return refuse(error.message);
    throw error instanceof OpFault ? error : new OpFault(op, 'infer', error);
  }
}
