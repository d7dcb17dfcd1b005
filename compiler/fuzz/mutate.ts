/** Near misses: small random changes of a graph, each of which leaves it sound. */

import { cloneGraph } from '../../ir/clone.ts';
import { dataConstant, inlineValue, splatConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import { castTensor, getElement, setElement } from '../../ir/tensor.ts';
import { isStaticType, typeEquals } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { randomAttribute } from './attributes.ts';
import { tryInsert } from './grow.ts';
import { isSmall } from './leaves.ts';
import type { Random } from './random.ts';
import { rebuildGraph } from './rebuild.ts';
import { resizeDims } from './resize-dims.ts';

/** Up to three changes; the graph itself where none of them fits. */
export function mutateGraph(random: Random, graph: Graph, ops: OpTable): Graph {
  let current = graph;
  for (let left = 1 + random.below(3); left > 0; left--) {
    const change = random.pick(CHANGES);
    const changed = change?.(random, current, ops);
    if (changed !== undefined && isUsable(changed)) current = changed;
  }
  return current;
}

function isUsable(graph: Graph): boolean {
  for (const node of graph.nodes()) if (!node.results.every(isSmall)) return false;
  return verifyGraph(graph).length === 0;
}

type Change = (random: Random, graph: Graph, ops: OpTable) => Graph | undefined;

const moreReaders: Change = (random, graph, ops) => {
  const copy = cloneGraph(graph);
  const value = random.pick(resultsOf(copy));
  if (value === undefined) return undefined;
  const unary = Object.values(ops).filter(isUnary);
  const op = random.chance(0.5) ? random.pick(unary) : undefined;
  const operands = op && namedOperands(op, [value]);
  const node = op && operands && tryInsert(copy, op, operands, {});
  addOutput(copy, node?.results[0] ?? value);
  return copy;
};

const otherOperand: Change = (random, graph) => {
  const copy = cloneGraph(graph);
  const node = random.pick([...copy.nodes()]);
  const from = random.pick(node?.operands ?? []);
  if (node === undefined || from === undefined) return undefined;
  const known = [...copy.inputs, ...definedBefore(copy, node), ...copy.constants()];
  const to = random.pick(known.filter((value) => typeEquals(value.type, from.type)));
  if (to === undefined || to === from) return undefined;
  copy.replaceOperand(node, from, to);
  return copy;
};

const swappedOperands: Change = (random, graph) => {
  const copy = cloneGraph(graph);
  const node = random.pick([...copy.nodes()].filter(({ operands }) => operands.length > 1));
  if (node === undefined || (!hasTrait(node.op, 'commutative') && random.chance(0.5)))
    return undefined;
  const [a, b, ...rest] = node.operands;
  return replaced(copy, node, [b, a, ...rest]);
};

const otherAttribute: Change = (random, graph) => {
  const chosen = random.pick([...graph.nodes()]);
  const name = random.pick(Object.keys(chosen?.op.attributes ?? {}));
  const spec = name === undefined ? undefined : chosen?.op.attributes[name];
  if (chosen === undefined || name === undefined || spec === undefined) return undefined;
  const shape = chosen.operands[0]?.type.shape.map(Number) ?? [];
  const value = randomAttribute(random, spec, chosen.attributes[name], shape);
  return rebuildGraph(graph, {
    attributes: (node) =>
      node === chosen && value !== undefined ? { ...node.attributes, [name]: value } : undefined,
  });
};

const otherConstant: Change = (random, graph) => {
  const chosen = random.pick(graph.constants());
  const changed = chosen?.constant && otherNumbers(random, chosen.constant);
  return rebuildGraph(graph, {
    constant: (value) => (value === chosen ? changed : undefined),
  });
};

function otherNumbers(random: Random, constant: Constant): Constant | 'input' | undefined {
  const tensor = inlineValue(constant);
  if (tensor === undefined || random.chance(0.3)) return 'input';
  const { dtype, shape } = tensor;
  const number = random.pick([0, 1, -1, 2, 0.5, 0.999]) ?? 1;
  if (random.chance(0.3)) return splatConstant({ dtype, shape }, isFraction(dtype) ? number : 1);
  if (random.chance(0.3)) {
    return dataConstant({ ...tensor, data: tensor.data.slice(), shape: [1, ...shape] });
  }
  const data = { ...tensor, data: tensor.data.slice() };
  if (data.data.length === 0) return undefined;
  const place = random.below(data.data.length);
  const old = getElement(data, place);
  if (typeof old === 'number') setElement(data, place, isFraction(dtype) ? old * 1.5 + 0.1 : old);
  return dataConstant(data);
}

function isFraction(dtype: DType): boolean {
  return ['f64', 'f32', 'f16', 'bf16'].includes(dtype);
}

/** A node less: a reader reads what the node read. */
const bypassed: Change = (random, graph) => {
  const chosen = random.pick([...graph.nodes()]);
  return rebuildGraph(graph, {
    instead: (node, operands) => {
      const type = node.results[0]?.type;
      if (node !== chosen || type === undefined) return undefined;
      return operands.find((operand) => operand !== undefined && typeEquals(operand.type, type));
    },
  });
};

/** A node more, between a value and one of its readers. */
const between: Change = (random, graph, ops) => {
  const copy = cloneGraph(graph);
  const node = random.pick([...copy.nodes()]);
  const value = random.pick(node?.operands ?? []);
  const op = random.pick(Object.values(ops).filter(isUnary));
  if (node === undefined || value === undefined || op === undefined) return undefined;
  const made = tryInsert(copy, op, namedOperands(op, [value]), {}, node);
  const [result] = made?.results ?? [];
  if (result === undefined || !typeEquals(result.type, value.type)) return undefined;
  copy.replaceOperand(node, value, result);
  return copy;
};

/** A twin of a node, read by some of its readers. */
const doubled: Change = (random, graph) => {
  const copy = cloneGraph(graph);
  const node = random.pick([...copy.nodes()].filter(({ op }) => hasTrait(op, 'pure')));
  const [result] = node?.results ?? [];
  const reader = result && random.pick([...result.users]);
  if (node === undefined || result === undefined || reader === undefined) return undefined;
  const operands = namedOperands(node.op, node.operands);
  const twin = tryInsert(copy, node.op, operands, node.attributes, reader);
  if (twin?.results[0] === undefined) return undefined;
  copy.replaceOperand(reader, result, twin.results[0]);
  return copy;
};

const otherDType: Change = (random, graph) => {
  const dtype = random.pick(['f16', 'i32', 'f32'] as const) ?? 'f32';
  const converts = (old: DType): boolean => old === 'f32';
  return rebuildGraph(graph, {
    input: ({ type }) => (converts(type.dtype) ? { ...type, dtype } : undefined),
    constant: ({ constant }) => {
      const tensor = constant && inlineValue(constant);
      return tensor !== undefined && converts(tensor.dtype)
        ? dataConstant(castTensor(tensor, dtype))
        : undefined;
    },
  });
};

const otherSize: Change = (random, graph) => {
  const sizes = graph.inputs.flatMap(({ type }) => (isStaticType(type) ? type.shape : []));
  const from = random.pick(sizes);
  const to = random.pick([1, 2, 3, 4, 8]);
  return from === undefined || to === undefined ? undefined : resizeDims(graph, from, to);
};

const CHANGES: readonly Change[] = [
  moreReaders,
  moreReaders,
  otherOperand,
  swappedOperands,
  otherAttribute,
  otherAttribute,
  otherConstant,
  otherConstant,
  bypassed,
  between,
  doubled,
  otherDType,
  otherSize,
  otherSize,
];

function isUnary(op: OpTable[string]): boolean {
  const specs = Object.values(op.operands);
  const required = specs.filter(({ arity }) => arity === 'one').length;
  return hasTrait(op, 'pure') && required === 1 && specs[0]?.arity === 'one';
}

function resultsOf(graph: Graph): Value[] {
  return [...graph.nodes()].flatMap((node) => node.results);
}

function definedBefore(graph: Graph, node: Node): Value[] {
  const nodes = [...graph.nodes()];
  return nodes.slice(0, nodes.indexOf(node)).flatMap(({ results }) => results);
}

function addOutput(graph: Graph, value: Value): void {
  const taken = new Set(graph.outputs.map(({ name }) => name));
  let count = graph.outputs.length;
  while (taken.has(`y${count}`)) count++;
  graph.setOutputs([...graph.outputs, { name: `y${count}`, value }]);
}

function replaced(
  graph: Graph,
  node: Node,
  operands: readonly (Value | undefined)[],
): Graph | undefined {
  const named = namedOperands(node.op, operands);
  const made = tryInsert(graph, node.op, named, node.attributes, node);
  if (made === undefined) return undefined;
  for (const [index, result] of node.results.entries()) {
    const twin = made.results[index];
    if (twin === undefined || !typeEquals(twin.type, result.type)) return undefined;
    graph.replaceAllUses(result, twin);
  }
  graph.remove(node);
  return graph;
}
