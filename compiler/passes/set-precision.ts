/**
 * Computes with floats of one width. Inputs and outputs keep their dtype, with casts at the border. In f16,
 * what an op with the trait `precise` computes from stays f32: the angle of a sine needs more digits. So can the
 * residual stream.
 */

import { attr } from '../../ir/attr.ts';
import { defineDiagnostic } from '../../ir/diagnostics.ts';
import { DTYPES } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { PRECISIONS } from '../target.ts';
import { convert, roundWeights } from './set-precision/constants.ts';
import { preciseNodes, residualNodes } from './set-precision/islands.ts';
import { retypeGraph } from './shared/retype.ts';

const clamped = defineDiagnostic('SNAPC3151', 'warning', (count: number) => ({
  message: `${count} constants hold numbers beyond fp16 and were brought to 65504`,
  hint: 'masks mean the same afterwards; compile with --precision fp32 if `snapc diff` shows a difference',
}));

export const setPrecision = definePass({
  name: 'set-precision',
  describe: 'computes with floats of one width, fp32 or fp16',
  options: {
    precision: attr.oneOf(PRECISIONS, 'fp32'),
    /** Of the residual stream and the norms that read it, where the rest is fp16. */
    residuals: attr.oneOf(PRECISIONS, 'fp16'),
  },
  tolerance: 1e-2,
  run: (graph, { precision, residuals }, { report }) => {
    const islands = new Set(precision === 'fp16' ? preciseNodes(graph) : []);
    if (precision === 'fp16' && residuals === 'fp32') {
      const stream = residualNodes(graph);
      roundWeights(graph, stream);
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
    if (count > 0) report(clamped(count));
  },
});
