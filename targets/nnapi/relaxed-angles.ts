/** Floats that a driver may compute in halves, where a sine is computed from them. */

import { hasTrait } from '../../ir/define.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { relaxedAngles } from './diagnostics.ts';
import type { LowerContext } from './lowering.ts';

export function angleRemarks(graph: Graph, { relaxed }: LowerContext): readonly Diagnostic[] {
  if (!relaxed) return [];
  const sines = [...graph.nodes()].filter(
    ({ op, operands }) => hasTrait(op, 'precise') && operands[0]?.type.dtype === 'f32',
  );
  const [first] = sines;
  return first === undefined ? [] : [relaxedAngles(sines.length, first.origin)];
}
