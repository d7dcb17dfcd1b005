/** The passes of the Core ML target in order: the only place where that order is decided. */

import { canonicalize } from '../../compiler/passes/canonicalize.ts';
import { eliminateCommonSubexpressions } from '../../compiler/passes/eliminate-common-subexpressions.ts';
import { eliminateDeadCode } from '../../compiler/passes/eliminate-dead-code.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { narrowIntegers } from '../../compiler/passes/narrow-integers.ts';
import { raiseAttention } from '../../compiler/passes/raise-attention.ts';
import { raiseGeglu } from '../../compiler/passes/raise-geglu.ts';
import { raiseGelu } from '../../compiler/passes/raise-gelu.ts';
import { raiseGroupNorm } from '../../compiler/passes/raise-group-norm.ts';
import { raiseLayerNorm } from '../../compiler/passes/raise-layer-norm.ts';
import { raiseSilu } from '../../compiler/passes/raise-silu.ts';
import { raiseSoftmax } from '../../compiler/passes/raise-softmax.ts';
import { setPrecision } from '../../compiler/passes/set-precision.ts';
import { widenFirstLayers } from '../../compiler/passes/widen-first-layers.ts';
import { staticShapes } from '../../compiler/invariants.ts';
import type { Invariant } from '../../compiler/invariants.ts';
import type { Pass, PassStep } from '../../compiler/pass.ts';
import type { TargetContext } from '../target.ts';
import { lowerContext } from './lower-context.ts';
import { decomposeFor } from './lowerings.ts';
import type { options } from './options.ts';
import { setInterface } from './set-interface.ts';

/** Dims are bound before a target sees the graph. */
export const given: readonly Invariant[] = [staticShapes];

export function pipeline(context: TargetContext<typeof options>): readonly PassStep[] {
  const { precision } = context;
  const { io, residuals, first_layers: layers } = context.options;
  return [
    ...cleanUp(),
    // What exporters wrote as many nodes becomes one again: Core ML has operations for most of it.
    ...[raiseLayerNorm, raiseGroupNorm, raiseGelu, raiseSilu, raiseGeglu].map(step),
    ...[raiseSoftmax, raiseAttention].map(step),
    // The dtypes of multi-arrays, before decompositions choose their working precision.
    setPrecision.with({ precision, residuals }),
    ...(precision === 'fp16' ? [widenFirstLayers.with({ layers })] : []),
    setInterface.with({ io }),
    step(narrowIntegers),
    step(decomposeFor(lowerContext(context))),
    ...cleanUp(),
  ];
}

/** Brings a graph into its smallest form after it has been changed. */
function cleanUp(): readonly PassStep[] {
  return [foldConstants, canonicalize, eliminateCommonSubexpressions, eliminateDeadCode].map(step);
}

function step(pass: Pass): PassStep {
  return { pass, options: {} };
}
