/** Pruning of every exported model: channels that say nothing new can go without any change of the outputs. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { costOfGraph } from '../../compiler/cost.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { raiseGroupNorm } from '../../compiler/passes/raise-group-norm.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { chooseChannels } from '../../compiler/prune/choose.ts';
import { createPruneChannels } from '../../compiler/prune/create-prune-channels.ts';
import { weightImportance } from '../../compiler/prune/importance.ts';
import { channelRules } from '../../compiler/prune/rules/index.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { FIXTURES, importedFile } from '../blocks/models.ts';
import { readTensors } from '../numbers/product.ts';
import { largestError } from '../support/difference.ts';
import { evaluateWithTwins, everySecond } from './twins.ts';

const folders = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'vae_encoder_op14_sampled_dyn')
  .map(({ name }) => name);

/** One for each way to write attention. */
const WHOLE = /clip_op1[46]|unet_(sd15|split|sdxl)/;

describe.each(folders)('%s', (folder) => {
  it.each(WHOLE.test(folder) ? (['features', 'whole'] as const) : (['features'] as const))(
    'loses what repeats: heads %s',
    async (heads) => {
      const model = join(FIXTURES, folder, 'model.onnx');
      const inputs = readTensors(join(FIXTURES, folder, 'inputs.npz'));
      const graph = await importedFile(model);
      await runPipeline(
        graph,
        [foldConstants, raiseGroupNorm].map((pass) => ({ pass, options: {} })),
      );
      const choice = await chooseChannels(graph, {
        rules: channelRules,
        wholeHeads: heads === 'whole',
        scores: (analysis) => weightImportance(analysis, everySecond, undefined),
        ratio: ({ size }) => (size < 2 ? 0 : 0.5),
        multipleOf: 1,
      });
      const expected = await evaluateWithTwins(graph, choice, inputs);

      const pruned = await importedFile(model);
      const size = costOfGraph(pruned).parameters;
      const pass = createPruneChannels({ importance: everySecond });
      const done = await runPipeline(pruned, [
        { pass, options: { ratio: 0.5, heads, smallest: 2 } },
      ]);
      expect(done.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(verifyGraph(pruned)).toEqual([]);
      expect(costOfGraph(pruned).parameters).toBeLessThan(0.75 * size);
      const half = [...inputs.values()].some(({ dtype }) => dtype === 'f16');
      const actual = await evaluateGraph(pruned, inputs);
      expect(largestError(actual, expected)).toBeLessThan(half ? 1e-2 : 1e-4);
    },
  );
});
