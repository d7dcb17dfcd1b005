/** Layers that lose most in integers and cost least in floats: the first, the last, and those of the timestep. */

import type { Graph, Node, Value } from '../../ir/graph.ts';
import { isTimestep } from '../calibrate/record.ts';

export interface LayerEnds {
  /** The only layer that reads an input of the model, with no other layer between. */
  readonly first: ReadonlySet<Node>;
  /** The only layer that an output is computed from, with no other layer between. */
  readonly last: ReadonlySet<Node>;
  /** Computed from the timestep alone. */
  readonly time: ReadonlySet<Node>;
}

export function layerEnds(graph: Graph, layers: ReadonlySet<Node>): LayerEnds {
  const timely = timelyValues(graph);
  return {
    first: readersOf(graph, layers),
    last: writersOf(graph, layers),
    time: new Set([...layers].filter(({ results }) => results.every((value) => timely.has(value)))),
  };
}

function readersOf(graph: Graph, layers: ReadonlySet<Node>): ReadonlySet<Node> {
  /** The inputs that reach a value. */
  const reaching = new Map<Value, Set<Value>>();
  const readers = new Map<Value, Set<Node>>();
  for (const input of graph.inputs) if (!isTimestep(input)) reaching.set(input, new Set([input]));
  for (const node of graph.nodes()) {
    const found = unionOf(node.operands, reaching);
    if (layers.has(node)) {
      for (const input of found) addTo(readers, input, node);
    } else if (found.size > 0) {
      for (const result of node.results) reaching.set(result, found);
    }
  }
  return onlyOnes(readers);
}

function writersOf(graph: Graph, layers: ReadonlySet<Node>): ReadonlySet<Node> {
  /** The outputs that a value reaches. */
  const reached = new Map<Value, Set<string>>();
  const writers = new Map<string, Set<Node>>();
  for (const { name, value } of graph.outputs) addTo(reached, value, name);
  for (const node of graph.nodesReversed()) {
    const found = unionOf(node.results, reached);
    for (const name of found) {
      if (layers.has(node)) addTo(writers, name, node);
      else for (const operand of node.operands) if (operand) addTo(reached, operand, name);
    }
  }
  return onlyOnes(writers);
}

/** The values that depend on the timestep and on no other input. */
export function timelyValues(graph: Graph): ReadonlySet<Value> {
  const timely = new Set(graph.inputs.filter(isTimestep));
  for (const { operands, results } of graph.nodes()) {
    const computed = operands.filter((operand) => operand && operand.constant === undefined);
    const depends = computed.length > 0 && computed.every((item) => item && timely.has(item));
    if (depends) for (const result of results) timely.add(result);
  }
  return timely;
}

function unionOf<K, T>(keys: readonly (K | undefined)[], sets: ReadonlyMap<K, Set<T>>): Set<T> {
  const union = new Set<T>();
  for (const key of keys) {
    if (key === undefined) continue;
    for (const item of sets.get(key) ?? []) union.add(item);
  }
  return union;
}

function addTo<K, T>(sets: Map<K, Set<T>>, key: K, item: T): void {
  const own = sets.get(key);
  if (own === undefined) sets.set(key, new Set([item]));
  else own.add(item);
}

function onlyOnes<K>(sets: ReadonlyMap<K, ReadonlySet<Node>>): ReadonlySet<Node> {
  return new Set([...sets.values()].flatMap((nodes) => (nodes.size === 1 ? [...nodes] : [])));
}
