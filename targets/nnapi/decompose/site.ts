/** A node that is rewritten in the IR before it is lowered: what the rewrites in lower/ and here work with. */

import { arithmetic } from '../../../ir/arithmetic.ts';
import type { Arithmetic } from '../../../ir/arithmetic.ts';
import { createBuilder } from '../../../ir/builder.ts';
import type { AttributeMap } from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { mergeOrigins } from '../../../ir/graph.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import type { DType, StaticTensorType } from '../../../ir/types.ts';
import type { Builder } from '../../../compiler/rewrite.ts';
import { attributesOf } from '../../attributes.ts';
import type { AttributeReader } from '../../attributes.ts';
import { staticShapeOf, staticTypeOf } from '../../shape.ts';
import { cannotLower } from '../diagnostics.ts';
import type { LowerContext } from '../lowering.ts';

export interface Site {
  readonly node: Node;
  readonly context: LowerContext;
  readonly b: Builder;
  readonly m: Arithmetic;
  readonly attributes: AttributeReader;
  readonly operand: (index: number) => Value;
  readonly optional: (index: number) => Value | undefined;
  readonly shape: (index: number) => readonly number[];
  readonly dtype: (index: number) => DType;
  readonly result: StaticTensorType;
  /** The node once more, with other operands or attributes. */
  readonly again: (
    operands: readonly (Value | undefined)[],
    attributes?: AttributeMap,
  ) => readonly Value[];
  /** Whether a value is an output of the model. */
  readonly isOutput: (value: Value) => boolean;
  readonly refuse: (reason: string, cure: string) => never;
}

/** One value for each result, of the same types; undefined, before anything is built, leaves the node. */
export type Rewrite = (site: Site) => Value | readonly Value[] | undefined;

/** The first of the rewrites that applies. */
export function firstOf(...rewrites: readonly Rewrite[]): Rewrite {
  return (site) => {
    for (const rewrite of rewrites) {
      const built = rewrite(site);
      if (built !== undefined) return built;
    }
    return undefined;
  };
}

export function siteOf(graph: Graph, node: Node, context: LowerContext, pass: string): Site {
  const origin = mergeOrigins([node.origin], pass);
  const b = createBuilder(builtinOps, graph, { before: node, origin });
  const operand = (index: number): Value => {
    const value = node.operands[index];
    if (value === undefined) throw new Error(`${node.op.name} has no operand ${index}`);
    return value;
  };
  const [result] = node.results;
  if (result === undefined) throw new Error(`${node.op.name} has no result`);
  return {
    node,
    context,
    b,
    m: arithmetic(b),
    attributes: attributesOf(node),
    operand,
    optional: (index) => node.operands[index],
    shape: (index) => staticShapeOf(operand(index)),
    dtype: (index) => operand(index).type.dtype,
    result: staticTypeOf(result),
    again: (operands, attributes = {}) =>
      b.node(node.op, namedOperands(node.op, operands), { ...node.attributes, ...attributes }),
    isOutput: (value) => graph.isOutput(value),
    refuse: (reason, cure) => {
      throw new DiagnosticError(cannotLower(node.op.name, reason, cure, node.origin));
    },
  };
}
