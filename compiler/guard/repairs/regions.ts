/** Makes what overflows smaller where the factor disappears again in weights, biases and norms. */

import { dataConstant } from '../../../ir/constant.ts';
import { mergeOrigins } from '../../../ir/graph.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { scalarTensor } from '../../../ir/tensor.ts';
import { constantOf } from '../../passes/shared/constant-folding.ts';
import { scalarConstant } from '../../passes/shared/constants.ts';
import { LEAST_EPSILON, LIMIT } from '../halves.ts';
import { entryOf } from '../report.ts';
import { ruleOf } from '../rules/index.ts';
import { isMoved } from '../floats.ts';
import { expected } from '../sites.ts';
import { remadeNorm } from './norms.ts';
import { linearOf, regionAround } from './region.ts';
import type { Region } from './region.ts';
import { exponentFor, observeScaled } from './repair.ts';
import type { RepairContext } from './repair.ts';

/** Beyond, small numbers are lost instead. */
const MOST = 12;

export function scaleRegions(context: RepairContext): void {
  const sizes = sizesAtRisk(context);
  const atRisk = new Set(sizes.keys());
  const done = new Set<Value>();
  for (const value of atRisk) {
    if (done.has(value) || value.producer === undefined || linearOf(value.producer) === undefined)
      continue;
    const region = regionAround(context.graph, value, atRisk);
    const inside = [...region.members].filter((member) => atRisk.has(member));
    inside.forEach((member) => done.add(member));
    const largest = Math.max(...inside.map((member) => sizes.get(member) ?? 0));
    const exponent = exponentFor(largest, LIMIT);
    if (exponent === 0 || exponent > MOST || !isWorth(region, atRisk)) continue;
    const sites = context.sites.filter(
      (site) => site.kind !== 'square' && region.members.has(site.value),
    );
    apply(region, 2 ** -exponent, context);
    const reason = `2^${exponent} times smaller, from the weights before it to the norms and weights behind it`;
    for (const site of sites) context.done.push(entryOf(site, { repair: 'factor', reason }));
  }
}

/** By value what it comes to; what is only moved is as large as what it comes from. */
function sizesAtRisk({ graph, sites }: RepairContext): ReadonlyMap<Value, number> {
  const sizes = new Map<Value, number>();
  for (const site of sites) {
    if (site.kind !== 'value' && site.kind !== 'sum') continue;
    const size = expected(site);
    if (!Number.isFinite(size) || !graph.contains(site.node)) continue;
    sizes.set(site.value, Math.max(size, sizes.get(site.value) ?? 0));
  }
  for (const node of graph.nodes()) {
    const [result] = node.results;
    const from = node.operands.map((operand) => (operand && sizes.get(operand)) ?? 0);
    const size = Math.max(0, ...from);
    if (isMoved(node) && result !== undefined && size > 0) sizes.set(result, size);
  }
  return sizes;
}

/** As few new nodes as were at risk, none of which divides what overflows anyway. */
function isWorth(region: Region, atRisk: ReadonlySet<Value>): boolean {
  const divided = [...region.divided.values()].flatMap((values) => [...values]);
  if (divided.some((value) => atRisk.has(value))) return false;
  if ([...region.outputs].some(({ type }) => type.dtype === 'f16')) return false;
  const restored = [...region.restored.values()].reduce((sum, { size }) => sum + size, 0);
  const inside = [...region.members].filter((member) => atRisk.has(member)).length;
  return divided.length + restored + region.outputs.size <= inside;
}

function apply(region: Region, factor: number, context: RepairContext): void {
  const { graph, halves, wide } = context;
  const multiplied = (value: Value, by: number, node: Node | undefined): Value => {
    const constant = scalarConstant(graph, value.type.dtype, by);
    const origin = mergeOrigins(
      value.producer === undefined ? [] : [value.producer.origin],
      'set-precision',
    );
    const made = graph.insert(
      { op: builtinOps.mul, operands: { a: value, b: constant }, origin },
      node,
    );
    const [result] = made.results;
    if (result === undefined) throw new Error('a product has a result');
    observeScaled(context, result, value, by);
    // Restored, it is as large as before.
    if (by > 1) wide.add(made);
    return result;
  };
  for (const [node, places] of region.constants) {
    for (const [place, power] of places) {
      const value = node.operands[place];
      if (value?.constant === undefined) throw new Error('only constants are scaled');
      const by = dataConstant(scalarTensor(value.type.dtype, factor ** power));
      const made = graph.addConstant(
        constantOf(builtinOps.mul, [value.constant, by], {}),
        value.name,
      );
      graph.replaceOperand(node, value, made);
    }
  }
  for (const [node, values] of region.divided) {
    for (const value of values) graph.replaceOperand(node, value, multiplied(value, factor, node));
  }
  for (const [node, values] of region.restored) {
    for (const value of values)
      graph.replaceOperand(node, value, multiplied(value, 1 / factor, node));
  }
  const restored = new Map(
    Array.from(region.outputs, (value) => [value, multiplied(value, 1 / factor, undefined)]),
  );
  graph.setOutputs(
    graph.outputs.map(({ name, value }) => ({ name, value: restored.get(value) ?? value })),
  );
  for (const member of region.members) observeScaled(context, member, member, factor);
  for (const node of region.norms) {
    const attributes = ruleOf(node.op)?.rescaled?.(node.attributes, factor);
    if (attributes === undefined) throw new Error(`${node.op.name} takes no factor`);
    const made = remadeNorm(context, node, attributes);
    const lost = (attributes['epsilon'] as number) < LEAST_EPSILON;
    if (lost && halves.squares === 'fp16') wide.add(made);
  }
}
