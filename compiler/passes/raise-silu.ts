/** Recognises x * sigmoid(x) as one op. */

import { anyValue, either, node, scalar } from '../../ir/pattern.ts';
import { definePass } from '../pass.ts';
import { applyRules, defineRule } from '../rewrite.ts';

const x = anyValue();

const product = defineRule({
  name: 'x * sigmoid(x)',
  pattern: node('mul', [x, node('sigmoid', [x])]),
  build: (b, match) => b.silu({ input: match.get(x) }),
});

const negative = either(node('neg', [x]), node('mul', [x, scalar(-1)]));

const quotient = defineRule({
  name: 'x / (1 + exp(-x))',
  pattern: node('div', [x, node('add', [node('exp', [negative]), scalar(1)])]),
  build: (b, match) => b.silu({ input: match.get(x) }),
});

export const raiseSilu = definePass({
  name: 'raise-silu',
  describe: 'recognises x * sigmoid(x) as silu',
  run: (graph) => {
    applyRules(graph, [product, quotient], 'raise-silu');
  },
});
