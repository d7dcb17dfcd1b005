/** Values that can all be a power of two smaller: what is linear between weights and norms lets a factor pass. */

import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { ruleOf } from '../rules/index.ts';
import type { Linear } from '../rules/rule.ts';
import { isFloat } from '../floats.ts';

/** How a factor is taken in at the border of a region. */
export interface Region {
  /** What becomes smaller. */
  readonly members: ReadonlySet<Value>;
  /** What is read as it is, and is divided first: by the node that reads it. */
  readonly divided: ReadonlyMap<Node, ReadonlySet<Value>>;
  /** Members that a node needs at their old size. */
  readonly restored: ReadonlyMap<Node, ReadonlySet<Value>>;
  /** Members that are outputs. */
  readonly outputs: ReadonlySet<Value>;
  /** Constants of nodes, by place, that are multiplied by this power of the factor. */
  readonly constants: ReadonlyMap<Node, ReadonlyMap<number, 1 | -1>>;
  readonly norms: ReadonlySet<Node>;
}

export function linearOf(node: Node): Linear | undefined {
  const linear = ruleOf(node.op)?.linear?.(node);
  if (linear !== undefined) return linear;
  // What only moves elements of its first operand.
  if (!node.op.traits.includes('movement')) return undefined;
  const others = node.operands
    .slice(1)
    .every((operand) => operand === undefined || !isFloat(operand));
  return others ? { along: [0], factors: [], terms: [] } : undefined;
}

/** The place of a constant that takes in a factor in the place of what the node reads. */
function takerOf(node: Node, { factors }: Linear): number | undefined {
  return factors.find((place) => node.operands[place]?.constant !== undefined);
}

export function regionAround(graph: Graph, start: Value, atRisk: ReadonlySet<Value>): Region {
  return new Growth(graph, start, atRisk);
}

class Growth implements Region {
  readonly members = new Set<Value>();
  readonly divided = new Map<Node, Set<Value>>();
  readonly restored = new Map<Node, Set<Value>>();
  readonly outputs = new Set<Value>();
  readonly constants = new Map<Node, Map<number, 1 | -1>>();
  readonly norms = new Set<Node>();
  readonly #graph: Graph;
  readonly #atRisk: ReadonlySet<Value>;
  readonly #queue: Value[] = [];

  constructor(graph: Graph, start: Value, atRisk: ReadonlySet<Value>) {
    this.#graph = graph;
    this.#atRisk = atRisk;
    this.#join(start);
    for (let value = this.#queue.pop(); value !== undefined; value = this.#queue.pop()) {
      for (const user of value.users) this.#read(user, value);
      if (graph.isOutput(value)) this.outputs.add(value);
    }
    const nodes = new Set(
      [...this.members].flatMap(({ producer, users }) => [
        ...users,
        ...(producer === undefined ? [] : [producer]),
      ]),
    );
    for (const node of nodes) this.#settle(node);
  }

  #join(value: Value): void {
    if (this.members.has(value)) return;
    this.members.add(value);
    this.#queue.push(value);
    const { producer } = value;
    const linear = producer && linearOf(producer);
    if (producer === undefined || linear === undefined) return;
    if (takerOf(producer, linear) !== undefined) return;
    for (const place of linear.along) {
      const operand = producer.operands[place];
      if (operand !== undefined && this.#joinsToo(operand)) this.#join(operand);
    }
  }

  /** What is too large itself, and what takes in the factor for nobody else. */
  #joinsToo(operand: Value): boolean {
    if (operand.constant !== undefined || operand.producer === undefined) return false;
    const linear = linearOf(operand.producer);
    if (linear === undefined) return false;
    if (this.#atRisk.has(operand)) return true;
    return operand.users.size === 1 && !this.#graph.isOutput(operand);
  }

  /** The result of a node that reads a member becomes smaller too, unless a constant makes up for it. */
  #read(user: Node, value: Value): void {
    const linear = linearOf(user);
    const [result] = user.results;
    if (linear === undefined || result === undefined) return;
    const along = linear.along.some((place) => user.operands[place] === value);
    if (!along) return;
    if (takerOf(user, linear) === undefined || this.#atRisk.has(result)) this.#join(result);
  }

  #settle(node: Node): void {
    const [result] = node.results;
    const linear = linearOf(node);
    const given = node.operands.flatMap((operand) =>
      operand !== undefined && this.members.has(operand) ? [operand] : [],
    );
    if (linear === undefined) {
      const isNorm =
        ruleOf(node.op)?.rescaled !== undefined &&
        given.every((value) => value === node.operands[0]) &&
        node.operands.lastIndexOf(node.operands[0]) === 0;
      if (given.length > 0 && isNorm) this.norms.add(node);
      else for (const value of given) add(this.restored, node, value);
      return;
    }
    const smaller = result !== undefined && this.members.has(result);
    const taker = takerOf(node, linear);
    const reads = linear.along.some((place) =>
      given.some((value) => value === node.operands[place]),
    );
    const places = new Map<number, 1 | -1>();
    const passing = smaller ? [...linear.along, ...linear.terms] : linear.along;
    const passes = smaller || taker !== undefined ? passing : [];
    for (const value of given) {
      const isPassed = passes.some((place) => node.operands[place] === value);
      if (!isPassed) add(this.restored, node, value);
    }
    if (taker !== undefined && reads !== smaller) places.set(taker, smaller ? 1 : -1);
    if (smaller) {
      const scaled = taker === undefined ? [...linear.along, ...linear.terms] : linear.terms;
      for (const place of scaled) {
        const operand = node.operands[place];
        if (operand === undefined || this.members.has(operand)) continue;
        if (operand.constant === undefined) add(this.divided, node, operand);
        else places.set(place, 1);
      }
    }
    if (places.size > 0) this.constants.set(node, places);
  }
}

function add(map: Map<Node, Set<Value>>, node: Node, value: Value): void {
  map.set(node, (map.get(node) ?? new Set()).add(value));
}
