/** Puts a graph's nodes in an order in which each follows what it reads, and reports what is wrong with them. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { readsOf } from './captures.ts';
import { cycle, danglingInput, missingOutput, twoProducers } from './diagnostics.ts';
import type { OnnxNode } from './model.ts';
import { nodeName } from './names.ts';

export interface NodeList {
  readonly nodes: readonly OnnxNode[];
  /** Tensors that exist before the first node: inputs, initializers, and whatever an outer graph has. */
  readonly isGiven: (name: string) => boolean;
  /** Of those, the ones that no node may produce again. */
  readonly isOwn: (name: string) => boolean;
  readonly outputs: readonly string[];
}

export interface OrderedNodes {
  /** Only nodes that an output needs. */
  readonly nodes: readonly OnnxNode[];
  /** Every tensor that one of them reads, and the outputs. */
  readonly needed: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

export function orderNodes(list: NodeList): OrderedNodes {
  const diagnostics: Diagnostic[] = [];
  const producers = findProducers(list, diagnostics);
  reportDangling(list, producers, diagnostics);
  for (const output of list.outputs) {
    if (!producers.has(output) && !list.isGiven(output)) diagnostics.push(missingOutput(output));
  }
  const { live, needed } = findLive(list, producers);
  const nodes = sort(list, live, producers, diagnostics);
  return { nodes, needed, diagnostics };
}

function findProducers(list: NodeList, diagnostics: Diagnostic[]): Map<string, number> {
  const producers = new Map<string, number>();
  const repeated = new Map<string, string[]>();
  list.nodes.forEach((node, index) => {
    for (const output of node.outputs) {
      if (output === '') continue;
      const before = producers.get(output);
      if (before === undefined && !list.isOwn(output)) producers.set(output, index);
      else {
        const first = before === undefined ? undefined : list.nodes[before];
        const names = repeated.get(output) ?? [
          first === undefined ? 'the inputs' : nodeName(first),
        ];
        repeated.set(output, [...names, nodeName(node)]);
      }
    }
  });
  for (const [value, nodes] of repeated) diagnostics.push(twoProducers(value, nodes));
  return producers;
}

function reportDangling(
  list: NodeList,
  producers: ReadonlyMap<string, number>,
  diagnostics: Diagnostic[],
): void {
  const dangling = new Map<string, string[]>();
  for (const node of list.nodes) {
    for (const read of readsOf(node)) {
      if (producers.has(read) || list.isGiven(read)) continue;
      const readers = dangling.get(read);
      if (readers === undefined) dangling.set(read, [nodeName(node)]);
      else readers.push(nodeName(node));
    }
  }
  for (const [value, readers] of dangling) diagnostics.push(danglingInput(value, readers));
}

function findLive(list: NodeList, producers: ReadonlyMap<string, number>) {
  const needed = new Set(list.outputs);
  const live = new Set<number>();
  for (const name of needed) {
    const index = producers.get(name);
    const node = index === undefined ? undefined : list.nodes[index];
    if (index === undefined || node === undefined || live.has(index)) continue;
    live.add(index);
    for (const read of readsOf(node)) needed.add(read);
  }
  return { live, needed };
}

/** Kahn's algorithm; among nodes that are ready the file's order is kept by running it depth by depth. */
function sort(
  list: NodeList,
  live: ReadonlySet<number>,
  producers: ReadonlyMap<string, number>,
  diagnostics: Diagnostic[],
): readonly OnnxNode[] {
  const indices = [...live].sort((a, b) => a - b);
  const sources = new Map<number, readonly number[]>();
  let sorted = true;
  for (const index of indices) {
    const node = list.nodes[index];
    const from = node === undefined ? [] : readsOf(node).map((read) => producers.get(read));
    const known = [...new Set(from.filter((source) => source !== undefined))];
    sources.set(index, known);
    if (known.some((source) => source >= index)) sorted = false;
  }
  const take = (order: readonly number[]): readonly OnnxNode[] =>
    order.flatMap((index) => list.nodes[index] ?? []);
  if (sorted) return take(indices);

  const waiting = new Map<number, number>();
  const readers = new Map<number, number[]>();
  for (const [index, from] of sources) {
    waiting.set(index, from.length);
    for (const source of from) {
      const others = readers.get(source);
      if (others === undefined) readers.set(source, [index]);
      else others.push(index);
    }
  }
  const order = indices.filter((index) => waiting.get(index) === 0);
  for (const index of order) {
    for (const reader of readers.get(index) ?? []) {
      const left = (waiting.get(reader) ?? 0) - 1;
      waiting.set(reader, left);
      if (left === 0) order.push(reader);
    }
  }
  if (order.length < indices.length) {
    const circle = findCircle(new Set(indices), new Set(order), sources);
    diagnostics.push(cycle(take(circle).map(nodeName)));
  }
  return take(order);
}

/** Follows unsorted sources backwards until a node repeats. */
function findCircle(
  indices: ReadonlySet<number>,
  done: ReadonlySet<number>,
  sources: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const path: number[] = [];
  const seen = new Map<number, number>();
  let current = [...indices].find((index) => !done.has(index));
  while (current !== undefined && !seen.has(current)) {
    seen.set(current, path.length);
    path.push(current);
    current = sources.get(current)?.find((source) => indices.has(source) && !done.has(source));
  }
  const start = current === undefined ? 0 : (seen.get(current) ?? 0);
  return path.slice(start).reverse();
}
