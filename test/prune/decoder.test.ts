/** A decoder with half its channels: PyTorch's numbers, whose weights were cut by hand, and the published widths. */

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { costOfGraph } from '../../compiler/cost.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { createPruneChannels } from '../../compiler/prune/create-prune-channels.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { importedFile } from '../blocks/models.ts';
import { readTensors } from '../numbers/product.ts';
import { largestError } from '../support/difference.ts';
import { everySecond } from './twins.ts';

/** models/export/halved_decoder.py wrote the numbers. */
it('computes what PyTorch computes with weights cut by hand', async () => {
  const folder = join(import.meta.dirname, 'decoder');
  const graph = await importedFile(join(folder, 'model.onnx'));
  const inputs = readTensors(join(folder, 'inputs.npz'));
  const before = await evaluateGraph(graph, inputs);
  expect(largestError(before, readTensors(join(folder, 'outputs.npz')))).toBeLessThan(1e-4);
  const { parameters } = costOfGraph(graph);
  const pass = createPruneChannels({ importance: everySecond });
  const done = await runPipeline(graph, [{ pass, options: { ratio: 0.5 } }]);
  // A ratio that keeps the groups of norms redraws none and leaves nothing uncut.
  expect(done.diagnostics.map(({ code }) => code)).toEqual(['SNAPC3310']);
  expect(costOfGraph(graph).parameters).toBeLessThan(0.3 * parameters);
  const after = await evaluateGraph(graph, inputs);
  expect(largestError(after, readTensors(join(folder, 'halved.npz')))).toBeLessThan(1e-4);
  expect(largestError(before, readTensors(join(folder, 'halved.npz')))).toBeGreaterThan(1e-2);
});
