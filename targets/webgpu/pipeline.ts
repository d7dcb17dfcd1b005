/** The passes of the WebGPU target in order: the only place where that order is decided. */

import { canonicalize } from '../../compiler/passes/canonicalize.ts';
import { eliminateCommonSubexpressions } from '../../compiler/passes/eliminate-common-subexpressions.ts';
import { eliminateDeadCode } from '../../compiler/passes/eliminate-dead-code.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { raiseGeglu } from '../../compiler/passes/raise-geglu.ts';
import { raiseGelu } from '../../compiler/passes/raise-gelu.ts';
import { raiseGroupNorm } from '../../compiler/passes/raise-group-norm.ts';
import { raiseLayerNorm } from '../../compiler/passes/raise-layer-norm.ts';
import { raiseRmsNorm } from '../../compiler/passes/raise-rms-norm.ts';
import { raiseSilu } from '../../compiler/passes/raise-silu.ts';
import { raiseSoftmax } from '../../compiler/passes/raise-softmax.ts';
import { staticShapes } from '../../compiler/invariants.ts';
import type { Invariant } from '../../compiler/invariants.ts';
import type { Pass, PassStep } from '../../compiler/pass.ts';

/** Dims are bound before a target sees the graph. */
export const given: readonly Invariant[] = [staticShapes];

export function pipeline(): readonly PassStep[] {
  return [
    ...cleanUp(),
    step(raiseGroupNorm),
    step(raiseLayerNorm),
    step(raiseRmsNorm),
    step(raiseSoftmax),
    step(raiseGelu),
    step(raiseSilu),
    step(raiseGeglu),
    ...cleanUp(),
  ];
}

/** What brings a graph into its smallest form after it has been changed. */
function cleanUp(): readonly PassStep[] {
  return [
    step(foldConstants),
    step(canonicalize),
    step(eliminateCommonSubexpressions),
    step(eliminateDeadCode),
  ];
}

function step(pass: Pass): PassStep {
  return { pass, options: {} };
}
