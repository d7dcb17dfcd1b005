/** Makes a graph on which something fails as small as it can while that still fails. */

import { dataConstant, inlineValue, splatConstant } from '../../ir/constant.ts';
import { withDefaults } from '../../ir/infer-types.ts';
import type { Graph } from '../../ir/graph.ts';
import { elementCount, isStaticType, typeEquals } from '../../ir/types.ts';
import { rebuildGraph } from './rebuild.ts';
import { resizeAxis, resizeDims } from './resize-dims.ts';

export interface ShrinkOptions {
  /** How many smaller graphs are tried at most. */
  readonly limit?: number;
  readonly onTry?: (tried: number, graph: Graph) => void;
}

/** `fails` says whether a graph still shows the fault. */
export async function shrinkGraph(
  graph: Graph,
  fails: (smaller: Graph) => Promise<boolean>,
  { limit = 2000, onTry }: ShrinkOptions = {},
): Promise<Graph> {
  let smallest = graph;
  let tried = 0;
  let changed = true;
  while (changed) {
    changed = false;
    for (const smaller of smallerGraphs(smallest)) {
      if (tried++ >= limit) return smallest;
      onTry?.(tried, smallest);
      if (!(await fails(smaller))) continue;
      smallest = smaller;
      changed = true;
      break;
    }
  }
  return smallest;
}

/** Each is smaller by the measure below, so that shrinking comes to an end; the greatest steps come first. */
function* smallerGraphs(graph: Graph): Generator<Graph> {
  const size = measure(graph);
  for (const candidate of candidates(graph)) {
    if (candidate !== undefined && measure(candidate) < size) yield candidate;
  }
}

/** Nodes weigh most, then outputs and inputs, then what attributes and constants say, then elements. */
function measure(graph: Graph): number {
  const nodes = [...graph.nodes()];
  const unusual = nodes.flatMap(({ op, attributes }) => {
    const usual = withDefaults(op, {});
    return Object.keys(attributes).filter(
      (name) => JSON.stringify(attributes[name]) !== JSON.stringify(usual[name]),
    );
  });
  const constants = graph.constants();
  const data = constants.filter(({ constant }) => constant?.source.kind !== 'splat').length;
  const types = [...graph.inputs, ...constants].map(({ type }) => type);
  const elements = types.reduce(
    (sum, type) => sum + (isStaticType(type) ? elementCount(type.shape) + type.shape.length : 0),
    0,
  );
  const others = graph.inputs.length + constants.length + 2 * graph.outputs.length;
  return nodes.length * 1e9 + others * 1e7 + unusual.length * 1e5 + data * 1e4 + elements;
}

function* candidates(graph: Graph): Generator<Graph | undefined> {
  if (graph.outputs.length > 1) {
    for (const kept of graph.outputs.keys()) {
      yield rebuildGraph(graph, { output: (index) => index === kept });
    }
    for (const left of graph.outputs.keys()) {
      yield rebuildGraph(graph, { output: (index) => index !== left });
    }
  }
  const nodes = [...graph.nodes()];
  // What comes before a node goes with it.
  for (const cut of nodes.toReversed()) {
    yield rebuildGraph(graph, { instead: (node) => (node === cut ? 'input' : undefined) });
  }
  for (const cut of nodes) {
    for (const place of cut.operands.keys()) {
      yield rebuildGraph(graph, {
        instead: (node, operands) => {
          const type = node.results[0]?.type;
          const operand = operands[place];
          if (node !== cut || type === undefined || operand === undefined) return undefined;
          return typeEquals(operand.type, type) ? operand : undefined;
        },
      });
    }
  }
  yield* simplerConstants(graph);
  yield* simplerAttributes(graph);
  yield* smallerSizes(graph);
}

function* simplerConstants(graph: Graph): Generator<Graph | undefined> {
  for (const chosen of graph.constants()) {
    const { type, constant } = chosen;
    const tensor = constant && inlineValue(constant);
    if (!isStaticType(type) || tensor === undefined) continue;
    for (const number of [1, 0, 2]) {
      const splat = splatConstant(type, number);
      yield rebuildGraph(graph, { constant: (value) => (value === chosen ? splat : undefined) });
    }
    const scalar = dataConstant({ ...tensor, data: tensor.data.slice(0, 1), shape: [] });
    yield rebuildGraph(graph, { constant: (value) => (value === chosen ? scalar : undefined) });
  }
}

function* simplerAttributes(graph: Graph): Generator<Graph | undefined> {
  for (const chosen of graph.nodes()) {
    for (const [name, { default: usual }] of Object.entries(chosen.op.attributes)) {
      if (usual === undefined) continue;
      yield rebuildGraph(graph, {
        attributes: (node) => (node === chosen ? { ...node.attributes, [name]: usual } : undefined),
      });
    }
  }
}

function* smallerSizes(graph: Graph): Generator<Graph | undefined> {
  const values = [...graph.inputs, ...graph.constants()];
  const sizes = values.flatMap(({ type }) => (isStaticType(type) ? type.shape : []));
  for (const size of [...new Set(sizes)].sort((a, b) => b - a)) {
    for (const smaller of below(size)) yield resizeDims(graph, size, smaller);
  }
  const shapes = values.flatMap(({ type }) => (isStaticType(type) ? [type.shape] : []));
  const axes = Math.max(0, ...shapes.map((shape) => shape.length));
  for (let axis = 0; axis < axes; axis++) {
    const size = Math.max(...shapes.map((shape) => shape.at(-1 - axis) ?? 1));
    for (const smaller of below(size)) yield resizeAxis(graph, axis, smaller);
  }
}

function below(size: number): readonly number[] {
  const tried = new Set([1, 2, 3, size >> 1, size - 1]);
  return [...tried].filter((smaller) => smaller >= 1 && smaller < size);
}
