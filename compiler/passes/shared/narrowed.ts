/** Takes a normalization between a widening and a narrowing cast into the narrow dtype. */

import type { OpDefinition } from '../../../ir/define.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { DTYPES } from '../../../ir/types.ts';
import { operandAt, producedBy, soleUser, viewAs } from './nodes.ts';
import type { Simplification } from './rewriter.ts';

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
    if (norm.operands.slice(1).some((parameter) => parameter !== undefined)) return undefined;
    if (soleUser(graph, after.operands.input) !== node) return undefined;
    return build(norm, before.node).node(op, { input: source }, norm.attributes)[0];
  };
}
