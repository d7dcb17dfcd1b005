/** The built-in passes by name. */

import type { Pass } from '../pass.ts';
import { editBlocks } from '../blocks/edit-blocks.ts';
import { pruneChannels } from '../prune/prune-channels.ts';
import { correctBiases } from '../quantize/correct-biases.ts';
import { palettizeWeights } from '../quantize/palettize-weights.ts';
import { quantizeActivations } from '../quantize/quantize-activations.ts';
import { quantizeWeights } from '../quantize/quantize-weights.ts';
import { smoothActivations } from '../quantize/smooth-activations.ts';
import { sparsifyWeights } from '../quantize/sparsify-weights.ts';
import { canonicalize } from './canonicalize.ts';
import { decomposeComposites } from './decompose-composites.ts';
import { eliminateCommonSubexpressions } from './eliminate-common-subexpressions.ts';
import { eliminateDeadCode } from './eliminate-dead-code.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import { foldConstants } from './fold-constants.ts';
import { foldUpsample } from './fold-upsample.ts';
import { fuseEpilogues } from './fuse-epilogues.ts';
import { fusePointwise } from './fuse-pointwise.ts';
import { mergeMatmuls } from './merge-matmuls.ts';
import { narrowIntegers } from './narrow-integers.ts';
import { orderForMemory } from './order-for-memory.ts';
import { raiseAttention } from './raise-attention.ts';
import { raiseGeglu } from './raise-geglu.ts';
import { raiseGelu } from './raise-gelu.ts';
import { raiseGroupNorm } from './raise-group-norm.ts';
import { raiseLayerNorm } from './raise-layer-norm.ts';
import { raiseLinearGeglu } from './raise-linear-geglu.ts';
import { raiseRmsNorm } from './raise-rms-norm.ts';
import { raiseSilu } from './raise-silu.ts';
import { raiseSoftmax } from './raise-softmax.ts';
import { setLayout } from './set-layout.ts';
import { setPrecision } from './set-precision.ts';
import { simplifyMovement } from './simplify-movement.ts';
import { splitOversize } from './split-oversize.ts';
import { widenFirstLayers } from './widen-first-layers.ts';

export const passes: Readonly<Record<string, Pass>> = {
  canonicalize,
  'correct-biases': correctBiases,
  'decompose-composites': decomposeComposites,
  'edit-blocks': editBlocks,
  'eliminate-common-subexpressions': eliminateCommonSubexpressions,
  'eliminate-dead-code': eliminateDeadCode,
  'fold-batch-norm': foldBatchNorm,
  'fold-constants': foldConstants,
  'fold-upsample': foldUpsample,
  'fuse-epilogues': fuseEpilogues,
  'fuse-pointwise': fusePointwise,
  'merge-matmuls': mergeMatmuls,
  'narrow-integers': narrowIntegers,
  'order-for-memory': orderForMemory,
  'palettize-weights': palettizeWeights,
  'prune-channels': pruneChannels,
  'quantize-activations': quantizeActivations,
  'quantize-weights': quantizeWeights,
  'raise-attention': raiseAttention,
  'raise-geglu': raiseGeglu,
  'raise-gelu': raiseGelu,
  'raise-group-norm': raiseGroupNorm,
  'raise-layer-norm': raiseLayerNorm,
  'raise-linear-geglu': raiseLinearGeglu,
  'raise-rms-norm': raiseRmsNorm,
  'raise-silu': raiseSilu,
  'raise-softmax': raiseSoftmax,
  'set-layout': setLayout,
  'set-precision': setPrecision,
  'simplify-movement': simplifyMovement,
  'smooth-activations': smoothActivations,
  'sparsify-weights': sparsifyWeights,
  'split-oversize': splitOversize,
  'widen-first-layers': widenFirstLayers,
};
