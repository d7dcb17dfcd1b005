/** Takes factors of query and key into the scale of their attention. */

import { hasTrait } from '../../../ir/define.ts';
import type { Graph, Value } from '../../../ir/graph.ts';
import { attention } from '../../../ir/ops/composite/attention.ts';
import { typeEquals } from '../../../ir/types.ts';
import { operandAt, soleUser, viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';
import { factorOf } from './scores.ts';

export const absorbScale: Simplification = (node, { graph, build }) => {
  const view = viewAs(attention, node);
  if (view === undefined) return undefined;
  const { query, key, value, mask } = view.operands;
  for (const operand of [query, key]) {
    const found = scaledSource(graph, operand);
    if (found === undefined || query === key) continue;
    const builder = build(found.node);
    graph.replaceAllUses(found.scaled, found.source);
    graph.remove(found.node);
    const scale = view.attributes.scale * found.factor;
    const operands = { query, key, value, mask };
    // Where the factor stood directly before the attention, its operand is another one now.
    for (const name of ['query', 'key'] as const) {
      if (operands[name] === found.scaled) operands[name] = found.source;
    }
    return builder.attention(operands, { ...view.attributes, scale });
  }
  return undefined;
};

/** A product with one number behind movements that nobody else reads. */
function scaledSource(graph: Graph, operand: Value) {
  let value = operand;
  for (;;) {
    const { producer } = value;
    if (producer === undefined || soleUser(graph, value) === undefined) return undefined;
    const source = operandAt(producer, 0);
    const factor = factorOf(producer, source);
    if (factor !== undefined) {
      const same = typeEquals(source.type, value.type);
      return same ? { node: producer, scaled: value, source, factor } : undefined;
    }
    if (!hasTrait(producer.op, 'movement') || producer.operands.length !== 1) return undefined;
    value = source;
  }
}
