/** Laws of every pass on random graphs: it keeps what they compute, leaves them sound, and is done after one run. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { passes } from '../../compiler/passes/index.ts';
import { parseSteps } from '../../compiler/passes/parse-steps.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compareGraphs } from '../../compiler/validate.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { randomGraph } from './random-graph.ts';

/** The passes whose options have no default, or whose other options are worth a run. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {};

const RUNS = Object.keys(passes).flatMap((name) => OPTIONS[name] ?? [name]);

const SEEDS = { numRuns: 60, seed: 20_261_122 };

test.each(RUNS)('%s', async (run) => {
  const steps = parseSteps(run, passes);
  if (!steps.ok) throw new Error(steps.diagnostics[0]?.message);
  const [step] = steps.value;
  if (step === undefined) throw new Error('no pass');
  await fc.assert(
    fc.asyncProperty(randomGraph, async (graph) => {
      const before = cloneGraph(graph);
      const after = cloneGraph(graph);
      const done = await runPipeline(after, [step], step.pass.requires);
      expect(done.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      for (const { output, error } of await compareGraphs(before, after)) {
        expect(error, `${output} of\n${printGraph(after)}`).toBeLessThanOrEqual(
          step.pass.tolerance,
        );
      }
      const text = printGraph(after);
      const again = parseGraph(text);
      expect(again.ok && printGraph(again.value)).toBe(text);
      await runPipeline(after, [step], step.pass.requires);
      expect(printGraph(after)).toBe(text);
    }),
    SEEDS,
  );
});
