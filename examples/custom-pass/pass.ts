/** Two passes of one's own: one brings in the op of op.ts, the other relies on that and tells what became of it. */

import {
  anyValue,
  applyRules,
  attr,
  defineDiagnostic,
  defineInvariant,
  definePass,
  defineRule,
  node,
} from 'snapc';
import { parabolicGelu } from './op.ts';

/** A fact about a graph that passes can promise and ask for. */
const noErrorFunction = defineInvariant({
  name: 'no-error-function',
  describe: 'no GELU takes the error function',
  check: (graph) => {
    const exact = [...graph.nodes()].filter(
      ({ op, attributes }) => op.name === 'gelu' && attributes['approximate'] === 'none',
    );
    return exact.length === 0 ? undefined : `${exact.length} of them still do`;
  },
});

const input = anyValue();

export const approximateGelu = definePass({
  name: 'approximate-gelu',
  describe: 'replaces the error function in GELU by a parabola, which phones compute faster',
  options: { edge: attr.float(1.769), bend: attr.float(0.2888) },
  ensures: [noErrorFunction],
  // It changes numbers on purpose; --validate-each and test-pass hold it to this.
  tolerance: 2.5e-2,
  run: (graph, options) => {
    const rule = defineRule({
      name: 'exact gelu',
      pattern: node('gelu', [input], ({ approximate }) => approximate === 'none'),
      build: (builder, match) => builder.of(parabolicGelu)({ input: match.get(input) }, options),
    });
    applyRules(graph, [rule], 'approximate-gelu');
  },
});

const counted = defineDiagnostic('EXAMPLE0001', 'note', (count: number) => ({
  message: `${count} GELUs are computed by parabolas`,
  hint: 'compare the outputs: snapc diff',
}));

export const countGelus = definePass({
  name: 'count-gelus',
  describe: 'tells how many GELUs are computed by parabolas',
  // Refused, before anything runs, where no earlier pass has promised it.
  requires: [noErrorFunction],
  run: (graph, _, { report }) => {
    const count = [...graph.nodes()].filter(({ op }) => op === parabolicGelu).length;
    if (count > 0) report(counted(count));
  },
});
