/** The passes of the WebGPU target in order: the only place where that order is decided. */

import { canonicalize } from '../../compiler/passes/canonicalize.ts';
import { decomposeExcept } from '../../compiler/passes/decompose-composites.ts';
import { eliminateCommonSubexpressions } from '../../compiler/passes/eliminate-common-subexpressions.ts';
import { eliminateDeadCode } from '../../compiler/passes/eliminate-dead-code.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { narrowIntegers } from '../../compiler/passes/narrow-integers.ts';
import { raiseAttention } from '../../compiler/passes/raise-attention.ts';
import { raiseGeglu } from '../../compiler/passes/raise-geglu.ts';
import { raiseGelu } from '../../compiler/passes/raise-gelu.ts';
import { raiseGroupNorm } from '../../compiler/passes/raise-group-norm.ts';
import { raiseLayerNorm } from '../../compiler/passes/raise-layer-norm.ts';
import { raiseRmsNorm } from '../../compiler/passes/raise-rms-norm.ts';
import { raiseSilu } from '../../compiler/passes/raise-silu.ts';
import { raiseSoftmax } from '../../compiler/passes/raise-softmax.ts';
import { setPrecision } from '../../compiler/passes/set-precision.ts';
import { simplifyMovement } from '../../compiler/passes/simplify-movement.ts';
import { staticShapes } from '../../compiler/invariants.ts';
import type { Invariant } from '../../compiler/invariants.ts';
import type { Pass, PassStep } from '../../compiler/pass.ts';
import type { Precision } from '../target.ts';
import { lowerings } from './lower/index.ts';
import { widenFloats } from './widen-floats.ts';

/** Dims are bound before a target sees the graph. */
export const given: readonly Invariant[] = [staticShapes];

export function pipeline({ precision }: { readonly precision: Precision }): readonly PassStep[] {
  return [
    ...cleanUp(),
    // What exporters wrote as many nodes becomes one again, before anything moves its parts about.
    ...[raiseGroupNorm, raiseLayerNorm, raiseRmsNorm, raiseGelu, raiseSilu, raiseGeglu].map(step),
    ...[raiseSoftmax, raiseAttention].map(step),
    step(decomposeExcept(Object.keys(lowerings))),
    // The device's own dtypes, so that every later pass sees the casts that this needs.
    setPrecision.with({ precision }),
    widenFloats.with({ keep_fp16: precision === 'fp16' }),
    step(narrowIntegers),
    ...cleanUp(),
    step(simplifyMovement),
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
