/** Takes a normalization between a widening and a narrowing cast into the narrow dtype. */

import type { OpDefinition } from '../../../ir/define.ts';
import { operandsOf } from '../../../ir/graph.ts';
import type { Value } from '../../../ir/graph.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { DTYPES } from '../../../ir/types.ts';
import { operandAt, producedBy, soleUser, viewAs } from './nodes.ts';
import type { Simplification } from './rewriter.ts';

/** Whether a scale of ones or a bias of zeros, or none, does nothing. */
export function isNeutral(parameter: Value | undefined, neutral: number): boolean {
  return parameter === undefined || uniformValue(parameter) === neutral;
}

/** Nothing changes: the op computes in f32 at least whatever its dtype. With scale and bias it stays as it is. */
export function narrowed(op: OpDefinition): Simplification {
  return (node, { graph, build }) => {
    const after = viewAs(cast, node);
    const norm = after?.operands.input.producer;
    if (after === undefined || norm?.op !== op) return undefined;
    const before = producedBy(cast, operandAt(norm, 0));
    const source = before?.operands.input;
    if (before === undefined || source?.type.dtype !== after.attributes.to) return undefined;
    const { bits, kind } = DTYPES[source.type.dtype];
    if (kind !== 'float' || bits >= DTYPES[before.attributes.to].bits) return undefined;
    const { scale, bias } = operandsOf(norm) as Readonly<Record<string, Value | undefined>>;
    if (!isNeutral(scale, 1) || !isNeutral(bias, 0)) return undefined;
    if (soleUser(graph, after.operands.input) !== node) return undefined;
    return build(norm, before.node).node(op, { input: source }, norm.attributes)[0];
  };
}
