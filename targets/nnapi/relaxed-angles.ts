/** Angles of sines that a driver may compute in halves, where they are no products of a step with constants. */

import { hasTrait } from '../../ir/define.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { isOfTurns } from './decompose/angles.ts';
import { relaxedAngles } from './diagnostics.ts';
import type { LowerContext } from './lowering.ts';

export function angleRemarks(graph: Graph, { relaxed }: LowerContext): readonly Diagnostic[] {
  if (!relaxed) return [];
  const sines = [...graph.nodes()].filter(
    ({ op, operands: [angle] }) =>
      hasTrait(op, 'precise') && angle?.type.dtype === 'f32' && !isOfTurns(angle),
  );
  const [first] = sines;
  return first === undefined ? [] : [relaxedAngles(sines.length, first.origin)];
}
