/** Laws of every pass on random graphs: it keeps what they compute, leaves them sound, and is done after one run. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isError } from '../../ir/diagnostics.ts';
import { parseSteps } from '../../compiler/passes/parse-steps.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compareGraphs, seededInputs } from '../../compiler/validate.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { calibratedPasses } from '../support/calibrated-passes.ts';
import { randomGraph } from './random-graph.ts';

/** Those that measure see other inputs than their results are compared on. */
const passes = calibratedPasses((graph) => [seededInputs(graph, 7)].values());

/** Other options than the defaults that are worth a run. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'decompose-composites': ['decompose-composites', 'decompose-composites {keep="silu, softmax"}'],
  'fuse-pointwise': ['fuse-pointwise', 'fuse-pointwise {maxOperands=2, maxNodes=3}'],
  'set-layout': ['set-layout', 'set-layout {layout=channels_first}'],
  'set-precision': [
    'set-precision',
    'set-precision {precision=fp16}',
    'set-precision {precision=fp16, residuals=fp32}',
  ],
};

const CLEAN = 'fold-constants, canonicalize, eliminate-common-subexpressions, eliminate-dead-code';

/** Passes in an order that targets use. */
const PIPELINE = [
  CLEAN,
  'raise-softmax, raise-silu, raise-gelu, raise-geglu, raise-layer-norm, raise-rms-norm',
  'raise-group-norm, raise-attention, fold-batch-norm, set-layout, simplify-movement',
  CLEAN,
  'fuse-epilogues, fuse-pointwise',
].join(', ');

const RUNS = [...Object.keys(passes).flatMap((name) => OPTIONS[name] ?? [name]), PIPELINE];

const SEEDS = { numRuns: 60, seed: 20_261_122 };

test.each(RUNS)('%s', async (run) => {
  const parsed = parseSteps(run, passes);
  if (!parsed.ok) throw new Error(parsed.diagnostics[0]?.message);
  const steps = parsed.value;
  const given = steps[0]?.pass.requires ?? [];
  // Half precision loses more in a random graph than in a model, whose numbers stay near 1.
  const tolerance = Math.max(
    ...steps.map(({ pass, options }) => (options['precision'] === 'fp16' ? 0.1 : pass.tolerance)),
  );
  await fc.assert(
    fc.asyncProperty(randomGraph, async (graph) => {
      const before = cloneGraph(graph);
      const after = cloneGraph(graph);
      const done = await runPipeline(after, steps, given);
      expect(done.diagnostics.filter(isError)).toEqual([]);
      for (const { output, error } of await compareGraphs(before, after)) {
        expect(error, `${output} of\n${printGraph(after)}`).toBeLessThanOrEqual(tolerance);
      }
      const text = printGraph(after);
      const again = parseGraph(text);
      expect(again.ok && printGraph(again.value)).toBe(text);
      // A list may find more to do where an early pass sees what a late one left.
      if (steps.length > 1) return;
      await runPipeline(after, steps, given);
      expect(printGraph(after)).toBe(text);
    }),
    SEEDS,
  );
});
