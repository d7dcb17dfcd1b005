/** The outer tensors that a nested graph (a branch, a loop body) reads. */

import type { OnnxGraph, OnnxNode } from './model.ts';

const known = new WeakMap<OnnxGraph, readonly string[]>();

/** The graphs that hang on a node's attributes. */
export function subgraphsOf(node: OnnxNode): readonly OnnxGraph[] {
  const graphs: OnnxGraph[] = [];
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') graphs.push(attribute.value);
  }
  return graphs;
}

/** Every tensor a node needs: its inputs and what its nested graphs capture. Absent inputs are left out. */
export function readsOf(node: OnnxNode): readonly string[] {
  const own = node.inputs.filter((input) => input !== '');
  const graphs = subgraphsOf(node);
  return graphs.length === 0 ? own : [...own, ...graphs.flatMap(capturesOf)];
}

/** Works from the innermost graph outwards with its own stack: nesting may be deep. */
function capturesOf(graph: OnnxGraph): readonly string[] {
  const order: OnnxGraph[] = [graph];
  for (const outer of order) {
    if (!known.has(outer)) for (const node of outer.nodes) order.push(...subgraphsOf(node));
  }
  for (const current of order.reverse()) {
    if (!known.has(current)) known.set(current, freeNames(current));
  }
  return known.get(graph) ?? [];
}

function freeNames(graph: OnnxGraph): readonly string[] {
  const own = new Set(graph.inputs.map((input) => input.name));
  for (const name of graph.initializers.keys()) own.add(name);
  for (const node of graph.nodes) for (const output of node.outputs) own.add(output);
  const free = new Set<string>();
  const read = (name: string): void => {
    if (name !== '' && !own.has(name)) free.add(name);
  };
  for (const node of graph.nodes) {
    for (const input of node.inputs) read(input);
    for (const inner of subgraphsOf(node)) for (const name of known.get(inner) ?? []) read(name);
  }
  for (const output of graph.outputs) read(output.name);
  return [...free];
}
