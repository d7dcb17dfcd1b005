/** defineComposite: an op that is also a small program of core ops, so that a target need not know it. */

import type { CoreBuilder } from './builder.ts';
import { erase } from './define.ts';
import type {
  AttrSpecs,
  Attributes,
  OpDeclaration,
  Operands,
  OperandSpecs,
  TypedOp,
} from './define.ts';
import type { Value } from './graph.ts';

export interface CompositeDeclaration<
  O extends OperandSpecs,
  A extends AttrSpecs,
  R extends readonly string[] | undefined,
> extends OpDeclaration<O, A, R> {
  /** The same in core ops. Operand types are on `value.type`. */
  readonly decompose: (
    builder: CoreBuilder,
    operands: Operands<O, Value>,
    attributes: Attributes<A>,
  ) => R extends readonly string[] ? readonly Value[] : Value;
}

export function defineComposite<
  const O extends OperandSpecs,
  const A extends AttrSpecs,
  const R extends readonly string[] | undefined = undefined,
>(declaration: CompositeDeclaration<O, A, R>): TypedOp<O, A, R> {
  return erase(declaration, 'composite');
}
