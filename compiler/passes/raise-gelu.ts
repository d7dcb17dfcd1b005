/** Recognises GELU in its exact form by erf, its tanh form and its sigmoid form (quick_gelu). */

import { anyValue, either, node, scalar } from '../../ir/pattern.ts';
import type { NodePattern, PatternLike } from '../../ir/pattern.ts';
import type { GeluForm } from '../../ir/gelu-forms.ts';
import { definePass } from '../pass.ts';
import { applyRules, defineRule } from '../rewrite.ts';
import type { Rule } from '../rewrite.ts';

const x = anyValue();

/** x / sqrt(2) */
const overRoot = either(
  node('div', [x, scalar(Math.SQRT2)]),
  node('mul', [x, scalar(Math.SQRT1_2)]),
);

const square = either(node('mul', [x, x]), node('pow', [x, scalar(2)]));
const cube = either(node('mul', [square, x]), node('pow', [x, scalar(3)]));
const CUBIC = 0.044715;
const ROOT = Math.sqrt(2 / Math.PI);

/** sqrt(2 / pi) * (x + 0.044715 x^3), in the three orders that are in use. */
const tanhArgument = either(
  node('mul', [node('add', [x, node('mul', [cube, scalar(CUBIC)])]), scalar(ROOT)]),
  node('mul', [
    node('mul', [x, scalar(ROOT)]),
    node('add', [
      either(
        node('mul', [square, scalar(CUBIC)]),
        node('mul', [node('mul', [x, scalar(CUBIC)]), x]),
      ),
      scalar(1),
    ]),
  ]),
  node('mul', [x, node('add', [node('mul', [square, scalar(CUBIC * ROOT)]), scalar(ROOT)])]),
);

/** x * 0.5 * (1 + inner), in each order of the factors. */
function halves(inner: PatternLike): NodePattern[] {
  const bracket = node('add', [inner, scalar(1)]);
  const half = scalar(0.5);
  return [
    node('mul', [node('mul', [x, bracket]), half]),
    node('mul', [node('mul', [x, half]), bracket]),
    node('mul', [x, node('mul', [bracket, half])]),
    node('mul', [x, node('add', [node('mul', [inner, half]), half])]),
  ];
}

function rules(form: GeluForm, patterns: readonly NodePattern[]): Rule[] {
  return patterns.map((pattern, index) =>
    defineRule({
      name: `gelu ${form} ${index + 1}`,
      pattern,
      build: (b, match) => b.gelu({ input: match.get(x) }, { approximate: form }),
    }),
  );
}

const RULES = [
  ...rules('none', halves(node('erf', [overRoot]))),
  ...rules('tanh', halves(node('tanh', [tanhArgument]))),
  ...rules('sigmoid', [node('mul', [x, node('sigmoid', [node('mul', [x, scalar(1.702)])])])]),
];

export const raiseGelu = definePass({
  name: 'raise-gelu',
  describe: 'recognises GELU by erf, by tanh, and as x * sigmoid(1.702 x)',
  tolerance: 1e-3,
  run: (graph) => {
    applyRules(graph, RULES, 'raise-gelu');
  },
});
