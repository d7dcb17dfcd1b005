/** A pass of one's own: GELU without the error function, which phones compute faster. */

import { anyValue, applyRules, attr, defineConfig, definePass, defineRule, node } from 'snapc';

const input = anyValue();

export const approximateGelu = definePass({
  name: 'approximate-gelu',
  describe: 'replaces the error function in GELU by a form that phones compute faster',
  options: { form: attr.oneOf(['tanh', 'sigmoid'], 'tanh') },
  // It changes numbers on purpose; --validate-each holds it to this.
  tolerance: 1e-2,
  run: (graph, { form }) => {
    const rule = defineRule({
      name: 'exact gelu',
      pattern: node('gelu', [input], ({ approximate }) => approximate === 'none'),
      build: (builder, match) => builder.gelu({ input: match.get(input) }, { approximate: form }),
    });
    applyRules(graph, [rule], 'approximate-gelu');
  },
});

export default defineConfig({
  // GELU is one node from this pass on, and becomes part of a larger one later.
  passes: [{ pass: approximateGelu.with({ form: 'tanh' }), after: 'raise-gelu' }],
});
