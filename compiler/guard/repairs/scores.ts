/** Products of two computed tensors that are scaled down afterwards: the first of the two is scaled instead. */

import { hasTrait } from '../../../ir/define.ts';
import { mergeOrigins } from '../../../ir/graph.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { elementsOf, scalarConstant } from '../../passes/shared/constants.ts';
import { entryOf } from '../report.ts';
import type { Site } from '../sites.ts';
import { observeScaled } from './repair.ts';
import type { RepairContext } from './repair.ts';

const { mul, div } = builtinOps;

/** Costs nothing where the first operand is the smaller one, as queries are, so it needs no calibration. */
export function scaleScoresFirst(context: RepairContext): void {
  const scored = new Set<Node>();
  for (const site of context.sites) {
    if (!context.graph.contains(site.node) && !scored.has(site.node)) continue;
    if (scored.has(site.node) || repaired(site, context)) {
      scored.add(site.node);
      const reason = 'the scale comes before the product';
      context.done.push(entryOf(site, { repair: 'scores', reason }));
    }
  }
}

function repaired({ node, value }: Site, context: RepairContext): boolean {
  const { graph } = context;
  const [query, key] = node.operands;
  if (!hasTrait(node.op, 'contraction') || node.operands.length !== 2) return false;
  if (query === undefined || query.constant !== undefined || key?.constant !== undefined)
    return false;
  const users = [...value.users];
  const [factor, ...others] = new Set(users.map((user) => factorOf(user, value)));
  if (factor === undefined || others.length > 0 || graph.isOutput(value)) return false;
  if (Math.abs(factor) >= 1 || factor === 0) return false;
  const constant = scalarConstant(graph, query.type.dtype, factor);
  const origin = mergeOrigins(
    [node, ...users].map((one) => one.origin),
    'set-precision',
  );
  const scaled = graph.insert({ op: mul, operands: { a: query, b: constant }, origin }, node);
  const [scaledQuery] = scaled.results;
  const operands = namedOperands(node.op, [scaledQuery, key]);
  const made = graph.insert({ op: node.op, operands, attributes: node.attributes, origin }, node);
  const [scores] = made.results;
  if (scaledQuery === undefined || scores === undefined) throw new Error('one result each');
  observeScaled(context, scaledQuery, query, factor);
  observeScaled(context, scores, value, factor);
  for (const user of users) {
    for (const result of user.results) {
      if (result.name !== undefined) graph.nameValue(scores, result.name);
      graph.replaceAllUses(result, scores);
    }
    graph.remove(user);
  }
  graph.remove(node);
  return true;
}

/** The number that the node multiplies the value with. */
function factorOf(node: Node, value: Value): number | undefined {
  const [a, b] = node.operands;
  const other = a === value ? b : a;
  if (other === value || (node.op !== mul && node.op !== div)) return undefined;
  const elements = elementsOf(other);
  const [number] = elements ?? [];
  if (number === undefined || elements?.length !== 1) return undefined;
  // More axes than the scores have would come with it.
  if ((other?.type.shape.length ?? 0) > value.type.shape.length) return undefined;
  if (node.op === mul) return number;
  return a === value && number !== 0 ? 1 / number : undefined;
}
