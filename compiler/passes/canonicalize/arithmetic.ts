/** Simplifications of sums, products, powers, casts and choices. */

import { inlineValue } from '../../../ir/constant.ts';
import type { OpDefinition } from '../../../ir/define.ts';
import type { Value } from '../../../ir/graph.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { add } from '../../../ir/ops/core/add.ts';
import { logical_not } from '../../../ir/ops/core/logical-not.ts';
import { max } from '../../../ir/ops/core/max.ts';
import { min } from '../../../ir/ops/core/min.ts';
import { mul } from '../../../ir/ops/core/mul.ts';
import { neg } from '../../../ir/ops/core/neg.ts';
import { pow } from '../../../ir/ops/core/pow.ts';
import { sub } from '../../../ir/ops/core/sub.ts';
import { div } from '../../../ir/ops/core/div.ts';
import { where } from '../../../ir/ops/core/where.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { broadcastShapes } from '../../../ir/shapes.ts';
import { DTYPES, isStaticType, elementCount, typeEquals } from '../../../ir/types.ts';
import { computed, holdsAll, isConstant, scalarConstant } from '../shared/constants.ts';
import { operandAt, producedBy, soleUser, viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';

/** (x op c) op d becomes x op (c op d), for ops where the order of evaluation is free. */
const mergeConstants: Simplification = (node, { graph, build }) => {
  const op = [add, mul, max, min].find((item) => item === node.op);
  if (op === undefined) return undefined;
  const [left, d] = [operandAt(node, 0), operandAt(node, 1)];
  const inner = left.producer;
  if (inner?.op !== op || !isConstant(d) || soleUser(graph, left) !== node) return undefined;
  const [x, c] = [operandAt(inner, 0), operandAt(inner, 1)];
  if (!isConstant(c) || isConstant(x) || !staysSmall(c, d)) return undefined;
  const merged = computed(graph, op, [c, d]);
  if (!isFinite(merged) && isFinite(c) && isFinite(d)) return undefined;
  return build(inner).node(op, { a: x, b: merged })[0];
};

/** The joint constant is no larger than the larger of the two. */
function staysSmall(c: Value, d: Value): boolean {
  if (!isStaticType(c.type) || !isStaticType(d.type)) return false;
  const joint = broadcastShapes([c.type.shape, d.type.shape]).map(Number);
  const largest = Math.max(elementCount(c.type.shape), elementCount(d.type.shape));
  return elementCount(joint) <= largest;
}

/** No infinity or NaN among the elements that are in memory. */
function isFinite({ constant }: Value): boolean {
  const tensor = constant === undefined ? undefined : inlineValue(constant);
  return (
    tensor === undefined || tensor.data.every((x: number | bigint) => Number.isFinite(Number(x)))
  );
}

/** x - c becomes x + -c, and the quotient by a power of two the product with its exact inverse. */
const constantsInSumsAndProducts: Simplification = (node, { graph, build }) => {
  const [, c] = node.operands;
  if (c?.constant === undefined || DTYPES[c.type.dtype].kind !== 'float') return undefined;
  const a = operandAt(node, 0);
  if (node.op === sub) return build().add({ a, b: computed(graph, neg, [c]) });
  if (node.op !== div || !isPowerOfTwo(uniformValue(c))) return undefined;
  const one = scalarConstant(graph, c.type.dtype, 1);
  return build().mul({ a, b: computed(graph, div, [one, c]) });
};

/** Within the exponents where the inverse is a normal number of every float dtype. */
function isPowerOfTwo(value: number | undefined): boolean {
  return value !== undefined && Number.isInteger(Math.log2(Math.abs(value))) && inHalfRange(value);
}

function inHalfRange(value: number): boolean {
  return Math.abs(value) <= 2 ** 14 && Math.abs(value) >= 2 ** -14;
}

/** Opposites meet: -(-x), not not x, a + -b, a - -b, and products of two negated values. */
const negations: Simplification = (node, { build }) => {
  for (const op of [neg, logical_not]) {
    const inner = viewAs(op, node) && producedBy(op, operandAt(node, 0));
    if (inner !== undefined) return operandAt(inner.node, 0);
  }
  if (node.op !== add && node.op !== sub) return undefined;
  const [a, b] = [operandAt(node, 0), operandAt(node, 1)];
  const right = producedBy(neg, b);
  if (right !== undefined) {
    const opposite: OpDefinition = node.op === add ? sub : add;
    return build(right.node).node(opposite, { a, b: right.operands.input })[0];
  }
  const left = node.op === add ? producedBy(neg, a) : undefined;
  return left && build(left.node).sub({ a: b, b: left.operands.input });
};

/** A cast to a dtype that holds every number of the first one and back again, or on from it. */
const exactCasts: Simplification = (node, { build }) => {
  const outer = viewAs(cast, node);
  const inner = outer && producedBy(cast, outer.operands.input);
  if (inner === undefined || outer === undefined) return undefined;
  const { input } = inner.operands;
  if (!holdsAll(inner.attributes.to, input.type.dtype)) return undefined;
  if (outer.attributes.to === input.type.dtype) return input;
  return build(inner.node).cast({ input }, { to: outer.attributes.to });
};

/** Small whole powers are products, a half is a root. */
const powers: Simplification = (node, { build }) => {
  const view = viewAs(pow, node);
  if (view === undefined) return undefined;
  const { a, b } = view.operands;
  const exponent = uniformValue(b);
  if (!typeEquals(a.type, view.result.type)) return undefined;
  switch (exponent) {
    case 2:
      return build().mul({ a, b: a });
    case 3: {
      const builder = build();
      return builder.mul({ a: builder.mul({ a, b: a }), b: a });
    }
    case 0.5:
      return DTYPES[a.type.dtype].kind === 'float' ? build().sqrt({ input: a }) : undefined;
    default:
      return undefined;
  }
};

/** A choice between equal values is none. */
const equalChoices: Simplification = (node) => {
  const view = viewAs(where, node);
  if (view === undefined) return undefined;
  const { a, b } = view.operands;
  return a === b && typeEquals(a.type, view.result.type) ? a : undefined;
};

export const arithmeticSimplifications: readonly Simplification[] = [
  mergeConstants,
  constantsInSumsAndProducts,
  negations,
  exactCasts,
  powers,
  equalChoices,
];
