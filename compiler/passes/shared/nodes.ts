/** Typed views of nodes for passes: operands and attributes under the types of their op's declaration. */

import type {
  AttrSpecs,
  AttributeMap,
  Attributes,
  Operands,
  OperandSpecs,
  TypedOp,
} from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { operandsOf } from '../../../ir/graph.ts';
import { inferTypes } from '../../../ir/infer-types.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import type { TensorType } from '../../../ir/types.ts';

export interface NodeView<O extends OperandSpecs, A extends AttrSpecs> {
  readonly node: Node;
  readonly operands: Operands<O, Value>;
  readonly attributes: Attributes<A>;
  /** The first result. */
  readonly result: Value;
}

/** The node under the op's types; undefined if it is a node of another op. */
export function viewAs<O extends OperandSpecs, A extends AttrSpecs>(
  op: TypedOp<O, A>,
  node: Node | undefined,
): NodeView<O, A> | undefined {
  const result = node?.results[0];
  if (node === undefined || result === undefined || node.op !== op) return undefined;
  return {
    node,
    operands: operandsOf(node) as Operands<O, Value>,
    attributes: node.attributes as Attributes<A>,
    result,
  };
}

/** The node that computes a value as its first result, if it is one of the op. */
export function producedBy<O extends OperandSpecs, A extends AttrSpecs>(
  op: TypedOp<O, A>,
  value: Value | undefined,
): NodeView<O, A> | undefined {
  const view = viewAs(op, value?.producer);
  return view?.result === value ? view : undefined;
}

/** The only node that reads a value; undefined if there are several, or an output reads it. */
export function soleUser(graph: Graph, value: Value): Node | undefined {
  if (value.users.size !== 1 || graph.isOutput(value)) return undefined;
  const [user] = value.users;
  return user;
}

/** The operand at a place that the op requires. */
export function operandAt(node: Node, index: number): Value {
  const value = node.operands[index];
  if (value === undefined) throw new Error(`${node.op.name} has no operand ${index}`);
  return value;
}

/** The result types that the op would have with other operands or attributes; undefined if they do not fit. */
export function typesWith(
  node: Node,
  operands: readonly (Value | undefined)[],
  attributes: AttributeMap = node.attributes,
): readonly TensorType[] | undefined {
  try {
    return inferTypes(node.op, operands, attributes, node.origin);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}

/** Producers of values, for the origins of what replaces them. */
export function producersOf(values: readonly (Value | undefined)[]): Node[] {
  return values.flatMap((value) => value?.producer ?? []);
}
