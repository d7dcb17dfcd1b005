/** Applies rewrite rules to a graph until none matches. */

import { createBuilder } from '../ir/builder.ts';
import type { BuilderBase, OpMethods } from '../ir/builder.ts';
import { dimEquals } from '../ir/dim.ts';
import { mergeOrigins } from '../ir/graph.ts';
import type { Graph, Node, Value } from '../ir/graph.ts';
import { builtinOps } from '../ir/ops/index.ts';
import type { BuiltinOps } from '../ir/ops/index.ts';
import { matchNode } from '../ir/pattern.ts';
import type { Match, NodePattern } from '../ir/pattern.ts';
import { printType, shapeEquals, typeEquals } from '../ir/types.ts';

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

const watched = new WeakMap<Graph, Set<NodePattern>>();

/** The patterns of the rules that are applied to the graph from now on, whether or not they match. */
export function watchPatterns(graph: Graph): ReadonlySet<NodePattern> {
  const patterns = watched.get(graph) ?? new Set<NodePattern>();
  watched.set(graph, patterns);
  return patterns;
}

/** The passes in which a rule fires are recorded in the origin of what it builds. Returns how often any fired. */
export function applyRules(graph: Graph, rules: readonly Rule[], pass: string): number {
  for (const { pattern } of rules) watched.get(graph)?.add(pattern);
  const mostNodes = MOST_GROWTH * (graph.size + 16);
  let total = 0;
  let last: Rule | undefined;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let fired = 0;
    for (const node of graph.nodes()) {
      const rule = applyAt(graph, node, rules, pass);
      if (rule === undefined) continue;
      fired++;
      last = rule;
      if (graph.size > mostNodes) {
        throw new Error(`the rule "${rule.name}" makes the graph grow to ${graph.size} nodes`);
      }
    }
    total += fired;
    if (fired === 0) return total;
  }
  throw new Error(`the rule "${last?.name}" still fires after ${MAX_ROUNDS} rounds`);
}

const MAX_ROUNDS = 100;
/** A rule may write one node as many, but a graph that grows further has a rule that feeds itself. */
const MOST_GROWTH = 64;

/** The rule that fired. */
function applyAt(graph: Graph, node: Node, rules: readonly Rule[], pass: string): Rule | undefined {
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
    if (isStretched(built, node, match.nodes)) {
      if (built.producer !== undefined) removeUnused(graph, [built.producer]);
      continue;
    }
    replaceNode(graph, node, built);
    removeUnused(graph, match.nodes);
    return rule;
  }
  return undefined;
}

/** The value would have to be broadcast, since a constant of the match has more or larger axes than what is computed. */
function isStretched(
  { type }: Value,
  { results: [result] }: Node,
  matched: readonly Node[],
): boolean {
  if (result === undefined || shapeEquals(type.shape, result.type.shape)) return false;
  const { shape } = result.type;
  const added = shape.length - type.shape.length;
  const fits = type.shape.every((dim, axis) => {
    const wanted = shape[axis + added];
    return dim === 1 || (wanted !== undefined && dimEquals(dim, wanted));
  });
  const constants = matched.flatMap(({ operands }) =>
    operands.filter((operand) => operand?.constant !== undefined),
  );
  return fits && constants.some((constant) => (constant?.type.shape.length ?? 0) > 0);
}

/** Readers of the node's first result read `value` instead, which takes over its name; the node stays. */
export function replaceNode(graph: Graph, node: Node, value: Value): void {
  const [result] = node.results;
  if (result === undefined) throw new Error(`${node.op.name} has no result`);
  if (!typeEquals(result.type, value.type)) {
    const types = `${printType(value.type)}, not of ${printType(result.type)}`;
    throw new Error(`${node.op.name} is replaced by a value of ${types}`);
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
