/** Options that the passes over weights share, and what they do with each chosen weight. */

import { attr } from '../../ir/attr.ts';
import type { Constant } from '../../ir/constant.ts';
import type { AttributeMap, OpDefinition } from '../../ir/define.ts';
import type { Graph } from '../../ir/graph.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import type { PassContext } from '../pass.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import { noSuchWeight } from './diagnostics.ts';
import { chosenWeights } from './weights.ts';
import type { Choice, LayerWeight } from './weights.ts';

export const CHOICE = {
  /** Names of nodes and weights, `*` and `?` standing for others, with commas between; all when empty. */
  include: attr.string(''),
  exclude: attr.string(''),
  /** Smaller weights stay as they are. */
  min_elements: attr.int(4096),
  /** Tables of embeddings too. */
  embeddings: attr.bool(false),
};

/** The recipe of an op over constants; absent operands at the end and attributes with defaults may be left out. */
export function recipeOf(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  attributes: AttributeMap,
): Constant {
  const filled = Object.entries(op.attributes).map(([name, spec]) => [
    name,
    attributes[name] ?? spec.default,
  ]);
  const last = operands.findLastIndex((operand) => operand !== undefined);
  return constantOf(op, operands.slice(0, last + 1), Object.fromEntries(filled));
}

/** Puts what `compress` makes of each chosen weight in its place. */
export function compressWeights(
  graph: Graph,
  choice: Choice,
  { report }: PassContext,
  compress: (weight: LayerWeight) => Constant,
): void {
  const chosen = chosenWeights(graph, choice);
  if (chosen.length === 0 && choice.include !== '') {
    const others = chosenWeights(graph, { ...choice, include: '' });
    report(noSuchWeight(choice.include, others[0]?.names[0]));
  }
  for (const weight of chosen) {
    const { value, constant } = weight;
    const made = compress(weight);
    if (made === constant) continue;
    const { dtype } = constant.type;
    const same = made.type.dtype === dtype ? made : constantOf(cast, [made], { to: dtype });
    graph.replaceAllUses(value, graph.addConstant(same, value.name));
  }
}
