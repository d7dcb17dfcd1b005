/** Weights of few bits in Core ML packages: they have their size there, and give the numbers that the recipes give. */

import { describe, expect, it } from 'vitest';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import type { CompressionRule } from '../../compiler/quantize/compression.ts';
import { sparsifyWeights } from '../../compiler/quantize/sparsify-weights.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { compileGraph, deviceOf, graphOf } from '../coreml/written-package.ts';
import { runFiles } from '../coreml/run-program.ts';
import { largestError } from '../support/samples.ts';

const SOURCE = `graph @layers(%x: f32[1,64,8,8], %ids: i32[5]) {
  @kernel = seeded 1 0.5 : f32[96,64,3,3]
  @bias = seeded 2 0.5 : f32[96]
  @wide = seeded 4 0.5 : f32[64,128]
  @turned = seeded 5 0.5 : f32[96,128]
  @words = seeded 6 0.5 : f32[200,64]
  %c = conv(%x, @kernel, @bias) {pads=[1, 1, 1, 1]} : f32[1,96,8,8]
  %t = gather(@words, %ids) : f32[5,64]
  %a = matmul(%t, @wide) : f32[5,128]
  %b = matmul(%a, @turned) {transpose_b=true} : f32[5,96]
  return c=%c, b=%b
}`;
const ELEMENTS = 96 * 64 * 9 + 64 * 128 + 96 * 128 + 200 * 64;

const stepsOf = (rule: CompressionRule): readonly PassStep[] =>
  compressionSteps({ rules: [rule], embeddings: true });

const inputs = new Map([
  ['x', seededTensor('f32', [1, 64, 8, 8], 9)],
  ['ids', seededTensor('i32', [5], 9, [0, 199])],
]);

async function emitted(steps: readonly PassStep[], specification: number) {
  const graph = graphOf(SOURCE);
  const done = await runPipeline(graph, [{ pass: foldConstants, options: {} }, ...steps]);
  if (!done.ok) throw new Error(done.diagnostics[0]?.message);
  const expected = await evaluateGraph(graph, inputs);
  const device = deviceOf(specification, 'cpuAndGPU');
  const { sink, weights, model } = await compileGraph(graph, { device });
  const inside = [...sink.files].flatMap(([path, bytes]) => {
    const at = path.indexOf('.mlpackage/');
    return at < 0 ? [] : [[path.slice(at), bytes] as const];
  });
  const actual = await runFiles(new Map(inside), inputs);
  const errors = Array.from(expected, ([name, value]) => {
    const other = actual.get(name);
    return other === undefined ? Infinity : largestError(other, value);
  });
  const [main] = model.mlProgram?.functions.values() ?? [];
  const [block] = main?.blockSpecializations.values() ?? [];
  const types = (block?.operations ?? []).map(({ type }) => type);
  return { error: Math.max(...errors), types, bytes: weights.length };
}

const LUT = 'constexpr_lut_to_dense';
const BLOCKWISE = 'constexpr_blockwise_shift_scale';
const AFFINE = 'constexpr_affine_dequantize';

describe('sparse weights', () => {
  it.each([
    [{ share: 0.75 }, 7, 9.1],
    [{ share: 0.75 }, 9, 9.1],
    [{ group: 4, kept: 2 }, 9, 17.1],
  ])('%o in specification %i are a mask and numbers', async (options, specification, bits) => {
    const choice = { ...options, embeddings: true };
    const { error, types, bytes } = await emitted([sparsifyWeights.with(choice)], specification);
    const constants = types.filter((type) => type.startsWith('constexpr'));
    expect(constants).toEqual(Array(4).fill('constexpr_sparse_to_dense'));
    expect((8 * (bytes - 3000)) / ELEMENTS).toBeLessThan(bits);
    expect(error).toBeLessThan(1e-5);
  });
});

describe('weights of few bits', () => {
  it.each([
    // Scales are of 32 bits here.
    [{ form: 'int8' }, 9, BLOCKWISE, 8.2],
    [{ form: 'int8' }, 7, AFFINE, 8.3],
    [{ form: 'int8', symmetric: false }, 7, AFFINE, 8.3],
    [{ form: 'int8', symmetric: false }, 9, BLOCKWISE, 8.3],
    [{ form: 'int8', group: 32 }, 9, BLOCKWISE, 9.1],
    [{ form: 'int4' }, 9, BLOCKWISE, 5.1],
    [{ form: 'int4', symmetric: false, group: 16 }, 9, BLOCKWISE, 6.4],
    [{ form: 'palette1' }, 7, LUT, 1.1],
    [{ form: 'palette2' }, 8, LUT, 2.1],
    [{ form: 'palette3' }, 9, LUT, 3.1],
    [{ form: 'palette3' }, 7, LUT, 4.1],
    [{ form: 'palette4' }, 9, LUT, 4.1],
    [{ form: 'palette6' }, 7, LUT, 6.2],
    [{ form: 'palette6' }, 9, LUT, 6.2],
    [{ form: 'palette8' }, 9, LUT, 8.4],
    [{ form: 'palette4', group: 8 }, 9, LUT, 4.5],
  ] as const)(
    '%o in specification %i are %s of %f bits',
    async (rule, specification, operation, bits) => {
      const { error, types, bytes } = await emitted(stepsOf(rule), specification);
      expect(types.filter((type) => type.startsWith('constexpr'))).toEqual(
        Array(4).fill(operation),
      );
      // The bias, and what aligns blobs.
      expect((8 * (bytes - 3000)) / ELEMENTS).toBeLessThan(bits);
      expect(error).toBeLessThan(1e-5);
    },
  );

  it.each([
    [{ form: 'int4' }, 8],
    [{ form: 'palette4', group: 8 }, 8],
  ] as const)('%o are floats where the phone has no such form', async (rule, specification) => {
    const { error, types, bytes } = await emitted(stepsOf(rule), specification);
    expect(types.filter((type) => type.startsWith('constexpr'))).toEqual([]);
    expect(bytes).toBeGreaterThan(4 * ELEMENTS);
    expect(error).toBeLessThan(1e-5);
  });
});
