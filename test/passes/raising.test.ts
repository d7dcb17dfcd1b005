/** What the raisings make of exported models: every attention, norm and activation of the architecture, nothing loose. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { readNpz } from '../../compiler/npz.ts';
import { passes } from '../../compiler/passes/index.ts';
import { parseSteps } from '../../compiler/passes/parse-steps.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { largestError } from '../../compiler/validate.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

const CLEAN = 'fold-constants, canonicalize, eliminate-common-subexpressions, eliminate-dead-code';
const PIPELINE = [
  CLEAN,
  'raise-softmax, raise-silu, raise-gelu, raise-geglu, raise-layer-norm, raise-rms-norm',
  'raise-group-norm, raise-attention, simplify-movement',
  CLEAN,
].join(', ');

interface Counts {
  readonly attention?: number;
  readonly group_norm?: number;
  readonly layer_norm?: number;
  readonly geglu?: number;
  readonly gelu?: number;
  readonly silu?: number;
}

/**
 * A transformer block has two attentions, three layer norms and one gated feed-forward. `norms` counts the
 * group norms: two for each residual block, one for each transformer, one before the last convolution. SiLU
 * follows each but those of the transformers, and stands twice in the time embedding: within, and behind
 * it, where all residual blocks share one.
 */
function unet(blocks: number, transformers: number, residuals: number, embeddings = 1): Counts {
  return {
    attention: 2 * blocks,
    layer_norm: 3 * blocks,
    geglu: blocks,
    group_norm: 2 * residuals + transformers + 1,
    silu: 2 * residuals + 1 + embeddings + 1,
  };
}

/** One attention with a group norm of its own in the middle. */
function vae(residuals: number): Counts {
  return { attention: 1, group_norm: 2 * residuals + 2, silu: 2 * residuals + 1 };
}

/** Two norms for each layer and one at the end. */
function clip(layers: number): Counts {
  return { attention: layers, layer_norm: 2 * layers + 1, gelu: layers };
}

const EXPECTED: Readonly<Record<string, Counts>> = {
  clip_op13_masked_fill_int32: clip(2),
  clip_op14_fill_triu_int64_dyn: clip(2),
  clip_op14_sdpa_dyn: clip(2),
  clip_op16_infinite_where_dyn: clip(2),
  clip_op17_projection: clip(2),
  clip_tiny_oldmask_dyn: clip(2),
  clip_tiny_op14: clip(2),
  unet_sd15_op11_int64: unet(4, 4, 8),
  unet_sd15_op12_matmul_dyn: unet(4, 4, 8),
  unet_sd15_op13_sliced: unet(4, 4, 8),
  unet_sd15_op14_sdpa_dyn_external: unet(7, 7, 11),
  unet_sd15_op15_functions: unet(4, 4, 8),
  unet_sd2_op17_external_many: unet(4, 4, 8),
  unet_sdxl_op17_dyn_aligned: unet(8, 4, 8, 2),
  unet_snapfusion_op17_fp16_external: unet(14, 14, 17),
  unet_snapfusion_op18_dyn: unet(14, 14, 17),
  unet_split_einsum_op18: unet(4, 4, 8),
  unet_tiny_fp16: unet(6, 6, 10),
  unet_tiny_op14_dyn: unet(6, 6, 10),
  unet_tiny_snap_op17: unet(6, 6, 12),
  vae_dec_tiny_op14: vae(6),
  vae_dec_tiny_op17_dyn: vae(6),
  vae_decoder_op16_block: vae(8),
  vae_decoder_pruned_op11_dyn: vae(8),
  vae_decoder_pruned_op17_fp16: vae(8),
  vae_encoder_op17_parameters_dyn: vae(5),
};

/** Ops that only the inside of a norm, an activation or an attention has in these models. */
const LOOSE = [
  'softmax',
  'exp',
  'erf',
  'tanh',
  'sigmoid',
  'sqrt',
  'pow',
  'reduce_mean',
  'is_nan',
  'einsum',
];

test.each(Object.entries(EXPECTED))('%s', async (name, counts) => {
  const folder = join(FIXTURES, name);
  const source = valueOf(await openModelFile(join(folder, 'model.onnx')));
  try {
    const inputs = valueOf(readNpz(readFileSync(join(folder, 'inputs.npz'))));
    const outputs = valueOf(readNpz(readFileSync(join(folder, 'outputs.npz'))));
    const inputShapes = new Map([...inputs].map(([input, { shape }]) => [input, shape]));
    const { graph } = valueOf(await importOnnx(source, { inputShapes }));
    valueOf(
      await runPipeline(graph, valueOf(parseSteps(PIPELINE, passes)), [], { verifyEach: true }),
    );
    const found = new Map<string, number>();
    for (const { op } of graph.nodes()) found.set(op.name, (found.get(op.name) ?? 0) + 1);
    const raised = Object.keys(counts).map((op) => [op, found.get(op) ?? 0]);
    expect(Object.fromEntries(raised)).toEqual(counts);
    expect(LOOSE.filter((op) => found.has(op))).toEqual([]);
    const tolerance = name.includes('fp16') ? 1e-2 : 1e-4;
    const actual = await evaluateGraph(graph, inputs);
    for (const [output, expected] of outputs) {
      const value = actual.get(output);
      const error = value === undefined ? Infinity : largestError(value, expected);
      expect(error, output).toBeLessThanOrEqual(tolerance);
    }
  } finally {
    await source.close();
  }
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}
