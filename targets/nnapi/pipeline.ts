/** The passes of the NNAPI target in order: the only place where that order is decided. */

import { canonicalize } from '../../compiler/passes/canonicalize.ts';
import { decomposeExcept } from '../../compiler/passes/decompose-composites.ts';
import { eliminateCommonSubexpressions } from '../../compiler/passes/eliminate-common-subexpressions.ts';
import { eliminateDeadCode } from '../../compiler/passes/eliminate-dead-code.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { narrowIntegers } from '../../compiler/passes/narrow-integers.ts';
import { raiseAttention } from '../../compiler/passes/raise-attention.ts';
import { raiseGelu } from '../../compiler/passes/raise-gelu.ts';
import { raiseGroupNorm } from '../../compiler/passes/raise-group-norm.ts';
import { raiseLayerNorm } from '../../compiler/passes/raise-layer-norm.ts';
import { raiseSilu } from '../../compiler/passes/raise-silu.ts';
import { raiseSoftmax } from '../../compiler/passes/raise-softmax.ts';
import { setLayout } from '../../compiler/passes/set-layout.ts';
import { setPrecision } from '../../compiler/passes/set-precision.ts';
import { simplifyMovement } from '../../compiler/passes/simplify-movement.ts';
import { widenFirstLayers } from '../../compiler/passes/widen-first-layers.ts';
import { staticShapes } from '../../compiler/invariants.ts';
import type { Invariant } from '../../compiler/invariants.ts';
import type { Pass, PassStep } from '../../compiler/pass.ts';
import type { Precision } from '../target.ts';
import { decomposeFor } from './decompose/pass.ts';
import { lowerings } from './lower/index.ts';
import type { LowerContext } from './lowering.ts';

/** Dims are bound before a target sees the graph. */
export const given: readonly Invariant[] = [staticShapes];

/** Composite ops that set-layout sees whole; what of them has no operation is decomposed after it. */
const WHOLE: ReadonlySet<string> = new Set(['group_norm', 'layer_norm', 'gelu', 'silu']);

/** What of a graph in fp16 stays fp32. */
export interface WideParts {
  readonly residuals?: Precision;
  /** From the inputs on; -1 for as many as the pass chooses. */
  readonly layers?: number;
}

export function passesFor(
  context: LowerContext,
  precision: Precision,
  { residuals = 'fp16', layers = -1 }: WideParts = {},
): readonly PassStep[] {
  return [
    ...cleanUp(),
    // What exporters wrote as many nodes becomes one again, before anything moves its parts about.
    ...[raiseLayerNorm, raiseGroupNorm, raiseGelu, raiseSilu].map(step),
    ...[raiseSoftmax, raiseAttention].map(step),
    // The dtypes of operands, before decompositions choose their working precision.
    setPrecision.with({ precision, residuals }),
    ...(precision === 'fp16' ? [widenFirstLayers.with({ layers })] : []),
    step(narrowIntegers),
    step(
      decomposeExcept(
        (op, own) =>
          WHOLE.has(op) || Object.hasOwn(lowerings, op) || own.lowerings?.['nnapi'] !== undefined,
      ),
    ),
    ...cleanUp(),
    // While images are still images, and what it leaves can still cancel.
    setLayout.with({ layout: 'channels_last' }),
    step(simplifyMovement),
    ...cleanUp(),
    step(decomposeFor(context)),
    ...cleanUp(),
    // What simplifies a graph may bring back what an operation does not take.
    step(decomposeFor(context)),
    ...[foldConstants, eliminateCommonSubexpressions, eliminateDeadCode].map(step),
  ];
}

/** Brings a graph into its smallest form after it has been changed. */
function cleanUp(): readonly PassStep[] {
  return [foldConstants, canonicalize, eliminateCommonSubexpressions, eliminateDeadCode].map(step);
}

function step(pass: Pass): PassStep {
  return { pass, options: {} };
}
