/** Recognises division by the root of the mean square, with its constant scale, as rms_norm. */

import { rms_norm } from '../../ir/ops/composite/rms-norm.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { definePass } from '../pass.ts';
import { applyRules, defineRule } from '../rewrite.ts';
import { absorbAffine } from './shared/affine.ts';
import { narrowed } from './shared/narrowed.ts';
import { simplify } from './shared/rewriter.ts';
import { scaledByRootMeanSquare } from './shared/standardized.ts';

const { patterns, read } = scaledByRootMeanSquare();

const RULES = patterns.map((pattern) =>
  defineRule({
    name: 'division by the root mean square',
    pattern,
    build: (b, match) => {
      const found = read(match);
      const [first] = found?.axes ?? [];
      if (found === undefined || first === undefined) return undefined;
      const { input, axes, epsilon } = found;
      // The axes are in ascending order, so this says that they are the last ones.
      if (first + axes.length !== input.type.shape.length) return undefined;
      return b.rms_norm({ input }, { axis: first, epsilon });
    },
  }),
);

const affine = absorbAffine({
  op: rms_norm,
  parameterAxes: ({ attributes, results }) => {
    const rank = results[0]?.type.shape.length ?? 0;
    const first = normalizeAxis(Number(attributes['axis']), rank);
    return Array.from({ length: rank - first }, (_, index) => first + index);
  },
});

export const raiseRmsNorm = definePass({
  name: 'raise-rms-norm',
  describe: 'recognises x / sqrt(mean(x^2) + epsilon) with its scale as rms_norm',
  // Half-precision models round before scale and bias; one norm rounds once.
  tolerance: 2e-3,
  run: (graph) => {
    applyRules(graph, RULES, 'raise-rms-norm');
    simplify(graph, [narrowed(rms_norm), affine], 'raise-rms-norm');
  },
});
