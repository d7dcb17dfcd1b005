/** The further sites of a graph that is to stay in integers: what reads results of layers and of pointwise ops. */

import { hasTrait } from '../../ir/define.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { dequantize_linear } from '../../ir/ops/composite/dequantize-linear.ts';
import { quantize_linear } from '../../ir/ops/composite/quantize-linear.ts';
import { FLOATS } from '../../ir/types.ts';
import type { PassContext } from '../pass.ts';
import { raiseAttention } from '../passes/raise-attention.ts';
import { raiseGelu } from '../passes/raise-gelu.ts';
import { raiseGroupNorm } from '../passes/raise-group-norm.ts';
import { raiseLayerNorm } from '../passes/raise-layer-norm.ts';
import { raiseSilu } from '../passes/raise-silu.ts';
import { raiseSoftmax } from '../passes/raise-softmax.ts';
import { timelyValues } from './layer-ends.ts';
import { layerOf } from './sites.ts';
import type { Reason, Site } from './sites.ts';

/** What exporters wrote as many nodes is one again, so that no pair comes between them. */
export async function raiseForFull(graph: Graph, context: PassContext): Promise<void> {
  const passes = [raiseLayerNorm, raiseGroupNorm, raiseGelu, raiseSilu, raiseSoftmax];
  for (const pass of [...passes, raiseAttention]) await pass.run(graph, {}, context);
}

/** Beside `sites`: every reader of a result that has a range of its own. */
export function fullSites(
  graph: Graph,
  sites: readonly Site[],
  left: ReadonlyMap<Reason, readonly string[]>,
): readonly Site[] {
  const layers = new Set(sites.map(({ node }) => node));
  const known = new Map<Node, Set<Value>>();
  for (const { node, value } of sites) {
    known.set(node, (known.get(node) ?? new Set()).add(value));
  }
  const found: Site[] = [];
  const timely = left.has('time') ? timelyValues(graph) : new Set<Value>();
  for (const node of graph.nodes()) {
    const [result] = node.results;
    if (result === undefined || timely.has(result) || !FLOATS.includes(result.type.dtype)) continue;
    if (!(layers.has(node) || isArithmetic(node)) || isBiased(graph, node)) continue;
    for (const user of result.users) {
      if (user.op === concat || user.op === quantize_linear) continue;
      // A layer that stays in floats reads floats.
      if (layerOf(user) !== undefined && !layers.has(user)) continue;
      if (known.get(user)?.has(result) !== true) found.push({ node: user, value: result });
    }
  }
  return found;
}

function isArithmetic(node: Node): boolean {
  return (
    hasTrait(node.op, 'pointwise') &&
    node.op !== dequantize_linear &&
    node.operands.some((operand) => operand && operand.constant === undefined)
  );
}

/** Only a bias is added to it, and the sum has a range of its own. */
function isBiased(graph: Graph, { results: [result] }: Node): boolean {
  if (result === undefined || graph.isOutput(result) || result.users.size !== 1) return false;
  const [user] = result.users;
  return (
    user?.op.name === 'add' && user.operands.some((operand) => operand?.constant !== undefined)
  );
}
