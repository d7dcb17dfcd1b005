/** Makes the pass set-precision, with what its guard is given besides options. */

import { defineDiagnostic } from '../../../ir/diagnostics.ts';
import { DTYPES } from '../../../ir/types.ts';
import { guardGraph } from '../../guard/guard.ts';
import { precisionOptions, settingsOf } from '../../guard/options.ts';
import type { GuardMeans } from '../../guard/options.ts';
import { definePass } from '../../pass.ts';
import type { DefinedPass } from '../../pass.ts';
import { convert, roundWeights } from './constants.ts';
import { preciseNodes, residualNodes } from './islands.ts';
import { retypeGraph } from '../shared/retype.ts';

const clamped = defineDiagnostic('SNAPC3151', 'warning', (count: number) => ({
  message: `${count} constants hold numbers beyond fp16 and were brought to 65504`,
  hint: 'masks mean the same afterwards; compile with --precision fp32 if `snapc diff` shows a difference',
}));

/** With calibration data, and with what was measured for other targets. */
export function createSetPrecision(means: GuardMeans = {}): DefinedPass<typeof precisionOptions> {
  return definePass({
    name: 'set-precision',
    describe: 'computes with floats of one width, fp32 or fp16',
    options: precisionOptions,
    tolerance: 1e-2,
    run: async (graph, options, context) => {
      const { precision, residuals, guard } = options;
      const guarded =
        precision === 'fp16' && guard !== 'off'
          ? await guardGraph(graph, settingsOf(options, means), context)
          : undefined;
      if (guarded !== undefined) means.onReport?.(guarded.report);
      const islands = new Set(precision === 'fp16' ? preciseNodes(graph) : []);
      for (const node of guarded?.islands ?? []) islands.add(node);
      if (precision === 'fp16' && residuals === 'fp32') {
        const stream = residualNodes(graph);
        roundWeights(
          graph,
          [...stream].filter((node) => !islands.has(node)),
        );
        for (const node of stream) islands.add(node);
      }
      let count = 0;
      retypeGraph(graph, {
        pass: 'set-precision',
        interface: false,
        dtype: (dtype, node) => {
          if (DTYPES[dtype].kind !== 'float') return dtype;
          return precision === 'fp32' || (node && islands.has(node)) ? 'f32' : 'f16';
        },
        constant: (constant, dtype) => {
          const { converted, clamps } = convert(constant, dtype);
          if (clamps) count++;
          return converted;
        },
      });
      if (count > 0) context.report(clamped(count));
    },
  });
}
