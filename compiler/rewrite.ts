/** Applies rewrite rules to a graph until none matches. */

import { createBuilder } from '../ir/builder.ts';
import type { BuilderBase, OpMethods } from '../ir/builder.ts';
import { mergeOrigins } from '../ir/graph.ts';
import type { Graph, Node, Value } from '../ir/graph.ts';
import { builtinOps } from '../ir/ops/index.ts';
import type { BuiltinOps } from '../ir/ops/index.ts';
import { matchNode } from '../ir/pattern.ts';
import type { Match, NodePattern } from '../ir/pattern.ts';
import { typeEquals } from '../ir/types.ts';

/** Builds any built-in op, and user ops by `node`. */
export type Builder = BuilderBase & OpMethods<BuiltinOps>;

export interface Rule {
  readonly name: string;
  readonly pattern: NodePattern;
  /** Inner nodes of the match may have other readers. */
  readonly shared?: boolean;
  /** Returns the replacement of the root's result, of the same type; undefined, before anything is built, leaves it. */
  readonly build: (builder: Builder, match: Match) => Value | undefined;
}

/** Typed identity, so that a rule reads as a declaration. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** The passes in which a rule fires are recorded in the origin of what it builds. Returns how often any fired. */
export function applyRules(graph: Graph, rules: readonly Rule[], pass: string): number {
  let total = 0;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let fired = 0;
    for (const node of graph.nodes()) if (applyAt(graph, node, rules, pass)) fired++;
    total += fired;
    if (fired === 0) return total;
  }
  throw new Error(`the rules of ${pass} still fire after ${MAX_ROUNDS} rounds`);
}

const MAX_ROUNDS = 100;

function applyAt(graph: Graph, node: Node, rules: readonly Rule[], pass: string): boolean {
  for (const rule of rules) {
    if (rule.pattern.op !== node.op.name) continue;
    const match = matchNode(rule.pattern, node, { shared: rule.shared === true, graph });
    if (match === undefined) continue;
    const origin = mergeOrigins(
      match.nodes.map((matched) => matched.origin),
      pass,
    );
    const built = rule.build(createBuilder(builtinOps, graph, { before: node, origin }), match);
    if (built === undefined) continue;
    replaceNode(graph, node, built);
    removeUnused(graph, match.nodes);
    return true;
  }
  return false;
}

/** Readers of the node's first result read `value` instead, which takes over its name; the node stays. */
export function replaceNode(graph: Graph, node: Node, value: Value): void {
  const [result] = node.results;
  if (result === undefined) throw new Error(`${node.op.name} has no result`);
  if (!typeEquals(result.type, value.type)) {
    throw new Error(`${node.op.name} is replaced by a value of another type`);
  }
  if (result.name !== undefined && value.producer !== undefined)
    graph.nameValue(value, result.name);
  graph.replaceAllUses(result, value);
}

/** Removes those of the nodes that nobody reads any more, and what only they read. */
export function removeUnused(graph: Graph, nodes: Iterable<Node>): void {
  const pending = [...nodes];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (!graph.contains(node) || !node.results.every((result) => graph.isUnused(result))) continue;
    const producers = node.operands.flatMap((operand) => operand?.producer ?? []);
    graph.remove(node);
    pending.push(...producers);
  }
}
