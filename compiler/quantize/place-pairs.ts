/** Puts what is rounded to integers in the place of the values that sites read. */

import { createBuilder } from '../../ir/builder.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { insertPair } from './pairs.ts';
import type { Grid } from './pairs.ts';
import type { Site } from './sites.ts';

/** With `apart`, the parts of a concatenation instead of the whole. */
export function valuesToMeasure(sites: readonly Site[], apart: boolean): ReadonlySet<Value> {
  return new Set(sites.flatMap(({ value }) => (apart ? partsOf(value) : undefined) ?? [value]));
}

/** Resolves to the number of values that have become integers; `gridFor` may leave some out. */
export function placePairs(
  graph: Graph,
  sites: readonly Site[],
  apart: boolean,
  gridFor: (value: Value) => Grid | undefined,
  pass: string,
): number {
  const wanted = new Map<Node, Set<Value>>();
  for (const { node, value } of sites) {
    wanted.set(node, (wanted.get(node) ?? new Set()).add(value));
  }
  const made = new Map<Value, Value>();
  let count = 0;
  const pairOf = (value: Value, before: Node): Value => {
    const known = made.get(value);
    if (known !== undefined) return known;
    const grid = gridFor(value);
    const pair = grid === undefined ? value : insertPair(graph, value, grid, before, pass);
    if (pair !== value) count++;
    made.set(value, pair);
    return pair;
  };
  const joined = new Map<Value, Value>();
  const concatOf = (value: Value, parts: readonly Value[], before: Node): Value => {
    const known = joined.get(value);
    if (known !== undefined) return known;
    const origin = mergeOrigins(value.producer === undefined ? [] : [value.producer.origin], pass);
    const b = createBuilder(builtinOps, graph, { origin, before });
    const axis = Number(value.producer?.attributes['axis']);
    const whole = b.concat({ inputs: parts.map((part) => pairOf(part, before)) }, { axis });
    joined.set(value, whole);
    return whole;
  };
  // In order, so that what the first reader has is there for the others.
  for (const node of Array.from(graph.nodes())) {
    for (const value of wanted.get(node) ?? []) {
      const parts = apart ? partsOf(value) : undefined;
      const rounded = parts === undefined ? pairOf(value, node) : concatOf(value, parts, node);
      graph.replaceOperand(node, value, rounded);
    }
  }
  return count;
}

/** What a concatenation is made of; undefined for other values, and where a part is a constant. */
function partsOf({ producer }: Value): readonly Value[] | undefined {
  if (producer?.op !== concat) return undefined;
  const parts = producer.operands.filter((part) => part !== undefined);
  return parts.some(({ constant }) => constant !== undefined) ? undefined : parts;
}
