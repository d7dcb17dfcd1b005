/** The passes of the WebGPU target in order: the only place where that order is decided. */

import { canonicalize } from '../../compiler/passes/canonicalize.ts';
import { decomposeExcept } from '../../compiler/passes/decompose-composites.ts';
import { eliminateCommonSubexpressions } from '../../compiler/passes/eliminate-common-subexpressions.ts';
import { eliminateDeadCode } from '../../compiler/passes/eliminate-dead-code.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { foldUpsample } from '../../compiler/passes/fold-upsample.ts';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import { fusePointwise } from '../../compiler/passes/fuse-pointwise.ts';
import { mergeMatmuls } from '../../compiler/passes/merge-matmuls.ts';
import { narrowIntegers } from '../../compiler/passes/narrow-integers.ts';
import { orderForMemory } from '../../compiler/passes/order-for-memory.ts';
import { raiseAttention } from '../../compiler/passes/raise-attention.ts';
import { raiseGeglu } from '../../compiler/passes/raise-geglu.ts';
import { raiseGelu } from '../../compiler/passes/raise-gelu.ts';
import { raiseGroupNorm } from '../../compiler/passes/raise-group-norm.ts';
import { raiseLayerNorm } from '../../compiler/passes/raise-layer-norm.ts';
import { raiseLinearGeglu } from '../../compiler/passes/raise-linear-geglu.ts';
import { raiseRmsNorm } from '../../compiler/passes/raise-rms-norm.ts';
import { raiseSilu } from '../../compiler/passes/raise-silu.ts';
import { raiseSoftmax } from '../../compiler/passes/raise-softmax.ts';
import { setLayout } from '../../compiler/passes/set-layout.ts';
import { setPrecision } from '../../compiler/passes/set-precision.ts';
import { splitOversize } from '../../compiler/passes/split-oversize.ts';
import { simplifyMovement } from '../../compiler/passes/simplify-movement.ts';
import { staticShapes } from '../../compiler/invariants.ts';
import type { Invariant } from '../../compiler/invariants.ts';
import type { Pass, PassStep } from '../../compiler/pass.ts';
import type { Precision } from '../target.ts';
import type { Device } from '../devices/device.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { raiseIntegerProducts } from './integer-products/raise.ts';
import { deviceLimits } from './limits.ts';
import { lowerings } from './lower/index.ts';
import { computesHalf } from './weight-form.ts';
import { widenFloats } from './widen-floats.ts';

/** Dims are bound before a target sees the graph. */
export const given: readonly Invariant[] = [staticShapes];

/** Storages that a kernel binds beside the operands of a fused node: its result and a scratch of its own. */
const OWN_STORAGES = 2;

/** Scales, and sums of weights, of a product of integers. */
const INTEGER_STORAGES = 2;

/** What an activation goes through before a product of integers. */
const PAIR: readonly string[] = ['quantize_linear', 'dequantize_linear'];

interface Context {
  readonly device: Device;
  readonly precision: Precision;
  readonly options: { readonly residuals: Precision };
}

export function pipeline({ device, precision, options }: Context): readonly PassStep[] {
  const limits = deviceLimits(device);
  const integers = device.webgpu?.kernels?.integerDots?.value === true;
  const own = OWN_STORAGES + (integers ? INTEGER_STORAGES : 0);
  const maxOperands = limits.maxStorageBuffersPerShaderStage - own;
  return [
    ...cleanUp(),
    // What exporters wrote as many nodes becomes one again, before anything moves its parts about.
    ...[raiseLayerNorm, raiseGroupNorm, raiseRmsNorm, raiseGelu, raiseSilu, raiseGeglu].map(step),
    ...[raiseSoftmax, raiseAttention, mergeMatmuls].map(step),
    // The device's own dtypes, before decompositions choose their working precision.
    setPrecision.with({ precision, residuals: options.residuals }),
    widenFloats.with({ keep_fp16: precision === 'fp16' && computesHalf(device) }),
    step(narrowIntegers),
    step(decomposeExcept((op, own) => isLowered(op, own) || (integers && PAIR.includes(op)))),
    ...cleanUp(),
    // Before anything is fused, and while the moves that it leaves can still cancel.
    step(setLayout),
    step(simplifyMovement),
    ...(integers ? [step(raiseIntegerProducts), step(decomposeExcept(isLowered))] : []),
    ...cleanUp(),
    splitOversize.with({ maxBytes: limits.maxStorageBufferBindingSize }),
    step(foldUpsample),
    step(raiseLinearGeglu),
    fuseEpilogues.with({ maxOperands }),
    fusePointwise.with({ maxOperands }),
    step(eliminateDeadCode),
    step(orderForMemory),
  ];
}

function isLowered(op: string, own: OpDefinition): boolean {
  return Object.hasOwn(lowerings, op) || own.lowerings?.['webgpu'] !== undefined;
}

/** Brings a graph into its smallest form after it has been changed. */
function cleanUp(): readonly PassStep[] {
  return [foldConstants, canonicalize, eliminateCommonSubexpressions, eliminateDeadCode].map(step);
}

function step(pass: Pass): PassStep {
  return { pass, options: {} };
}
