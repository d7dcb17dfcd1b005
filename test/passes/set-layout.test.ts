/** The laws of set-layout on random image graphs: the layout is set, numbers stay, and the way back is free. */

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { passes } from '../../compiler/passes/index.ts';
import { parseSteps } from '../../compiler/passes/parse-steps.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compareGraphs } from '../../compiler/validate.ts';
import { cloneGraph } from '../../ir/clone.ts';
import type { Graph } from '../../ir/graph.ts';
import { printGraph } from '../../ir/print.ts';
import { randomImages } from './random-images.ts';

const TOLERANCE = 1e-4;
const RUNS = { numRuns: 150, seed: 20_261_123 };

async function run(graph: Graph, text: string): Promise<void> {
  const steps = parseSteps(text, passes);
  if (!steps.ok) throw new Error(steps.diagnostics[0]?.message);
  const done = await runPipeline(graph, steps.value, [], { verifyEach: true });
  expect(done.diagnostics).toEqual([]);
}

function count(graph: Graph, op: string): number {
  return [...graph.nodes()].filter((node) => node.op.name === op).length;
}

test('every layout is set, and what the graph computes stays', async () => {
  await fc.assert(
    fc.asyncProperty(randomImages(true), async (graph) => {
      const after = cloneGraph(graph);
      await run(after, 'set-layout');
      for (const { op, attributes } of after.nodes()) {
        if ('layout' in op.attributes) expect(attributes['layout']).toBe('channels_last');
      }
      for (const { output, error } of await compareGraphs(graph, after)) {
        expect(error, `${output} of\n${printGraph(after)}`).toBeLessThanOrEqual(TOLERANCE);
      }
      const text = printGraph(after);
      await run(after, 'set-layout');
      expect(printGraph(after)).toBe(text);
    }),
    RUNS,
  );
});

test('a graph without transposes has none when it has gone to the other layout and back', async () => {
  await fc.assert(
    fc.asyncProperty(randomImages(false), async (graph) => {
      const there = cloneGraph(graph);
      await run(there, 'set-layout');
      const back = cloneGraph(there);
      await run(back, 'set-layout {layout=channels_first}, eliminate-dead-code');
      const text = `${printGraph(graph)}\n${printGraph(there)}\n${printGraph(back)}`;
      expect(count(back, 'transpose'), text).toBe(0);
      for (const { error } of await compareGraphs(graph, back)) {
        expect(error, text).toBeLessThanOrEqual(TOLERANCE);
      }
    }),
    RUNS,
  );
});

test('with what moves and fuses after it, what the graph computes stays', async () => {
  const clean =
    'fold-constants, canonicalize, eliminate-common-subexpressions, eliminate-dead-code';
  await fc.assert(
    fc.asyncProperty(randomImages(true), async (graph) => {
      const after = cloneGraph(graph);
      await run(after, `set-layout, simplify-movement, ${clean}, fuse-epilogues, fuse-pointwise`);
      for (const { output, error } of await compareGraphs(graph, after)) {
        expect(error, `${output} of\n${printGraph(after)}`).toBeLessThanOrEqual(TOLERANCE);
      }
    }),
    RUNS,
  );
});
