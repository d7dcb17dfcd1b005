/** Norms whose squares overflow: what they norm is divided by a power of two, and epsilon by its square. */

import { mergeOrigins } from '../../../ir/graph.ts';
import type { Node } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { scalarConstant } from '../../passes/shared/constants.ts';
import { LEAST_EPSILON, LIMIT } from '../halves.ts';
import { entryOf } from '../report.ts';
import { ruleOf } from '../rules/index.ts';
import { expected } from '../sites.ts';
import type { Site } from '../sites.ts';
import { exponentFor, observeScaled } from './repair.ts';
import type { RepairContext } from './repair.ts';

export function rescaleNorms(context: RepairContext): void {
  for (const site of context.sites) {
    if (site.kind !== 'square' || !context.graph.contains(site.node)) continue;
    const exponent = rescaled(site, context);
    if (exponent === undefined) continue;
    const reason = `divided by 2^${exponent} before its squares`;
    context.done.push(entryOf(site, { repair: 'norm', reason }));
  }
}

function rescaled(site: Site, context: RepairContext): number | undefined {
  const { graph } = context;
  const { node } = site;
  const most = expected(site);
  if (!Number.isFinite(most)) return undefined;
  const exponent = exponentFor(Math.sqrt(most), Math.sqrt(LIMIT));
  const attributes = ruleOf(node.op)?.rescaled?.(node.attributes, 2 ** -exponent);
  if (attributes === undefined || exponent === 0) return undefined;
  // What fp16 makes 0 of is no epsilon.
  if ((attributes['epsilon'] as number) < LEAST_EPSILON) return undefined;
  const input = operandAt(node, 0);
  const origin = mergeOrigins([node.origin], 'set-precision');
  const factor = scalarConstant(graph, input.type.dtype, 2 ** -exponent);
  const scaled = graph.insert(
    { op: builtinOps.mul, operands: { a: input, b: factor }, origin },
    node,
  );
  const [smaller] = scaled.results;
  if (smaller === undefined) throw new Error('a product has a result');
  observeScaled(context, smaller, input, 2 ** -exponent);
  remadeNorm(context, node, attributes, smaller);
  return exponent;
}

/** The norm under other attributes, of another input. */
export function remadeNorm(
  context: RepairContext,
  node: Node,
  attributes: Node['attributes'],
  input = operandAt(node, 0),
): Node {
  const { graph } = context;
  const operands = namedOperands(node.op, node.operands.with(0, input));
  const origin = mergeOrigins([node.origin], 'set-precision');
  const names = node.results.map(({ name }) => name);
  const made = graph.insert({ op: node.op, operands, attributes, origin, names }, node);
  node.results.forEach((result, index) => {
    const twin = made.results[index];
    if (twin === undefined) return;
    observeScaled(context, twin, result, 1);
    graph.replaceAllUses(result, twin);
  });
  graph.remove(node);
  return made;
}
