/** The SSA graph: values, nodes in order, uses, and the few mutations from which every pass is made. */

import type { Constant } from './constant.ts';
import type { AttributeMap, OpDefinition, OperandMap } from './define.ts';
import { inferTypes, withDefaults } from './infer-types.ts';
import { flatOperands, namedOperands } from './operands.ts';
import type { TensorType } from './types.ts';

/** Where a node came from: the model's nodes, and the passes that made it out of them. */
export interface Origin {
  readonly onnx: readonly string[];
  readonly passes: readonly string[];
}
export const NO_ORIGIN: Origin = { onnx: [], passes: [] };

/** A tensor of the graph; belongs to one graph and compares by identity. */
export interface Value {
  readonly id: number;
  readonly type: TensorType;
  /** The tensor's name in the model, if it had one; inputs always have one. */
  readonly name: string | undefined;
  /** Set for constants. */
  readonly constant: Constant | undefined;
  /** The node that computes it; undefined for inputs and constants. */
  readonly producer: Node | undefined;
  /** The nodes that read it, in order of first use. */
  readonly users: ReadonlySet<Node>;
}

export interface Node {
  readonly id: number;
  readonly op: OpDefinition;
  /** In declaration order; an absent optional operand is undefined. */
  readonly operands: readonly (Value | undefined)[];
  readonly attributes: AttributeMap;
  readonly results: readonly Value[];
  readonly origin: Origin;
}

export interface GraphOutput {
  readonly name: string;
  readonly value: Value;
}

/** A node to be made; `operands` are named as the op declares them. */
export interface NodeRequest {
  readonly op: OpDefinition;
  readonly operands: OperandMap<Value>;
  readonly attributes?: AttributeMap;
  readonly origin?: Origin;
  /** Names for the results, from the model. */
  readonly names?: readonly (string | undefined)[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type OwnedValue = Omit<Writable<Value>, 'users'> & { users: Set<Node> };
type OwnedNode = Omit<Writable<Node>, 'operands' | 'results'> & {
  operands: (Value | undefined)[];
  results: Value[];
  previous: OwnedNode | undefined;
  next: OwnedNode | undefined;
  graph: Graph | undefined;
};

export class Graph {
  readonly name: string;
  readonly #inputs: Value[] = [];
  #outputs: GraphOutput[] = [];
  #first: OwnedNode | undefined;
  #last: OwnedNode | undefined;
  #nextId = 0;
  #size = 0;

  constructor(name: string) {
    this.name = name;
  }

  get inputs(): readonly Value[] {
    return this.#inputs;
  }

  get outputs(): readonly GraphOutput[] {
    return this.#outputs;
  }

  /** Number of nodes. */
  get size(): number {
    return this.#size;
  }

  /** The nodes in order. A node may be removed, and others inserted, while iterating. */
  *nodes(): Generator<Node, void, undefined> {
    let node = this.#first;
    while (node !== undefined) {
      if (node.graph === this) yield node;
      // A removed node still knows what followed it then.
      node = node.next;
    }
  }

  /** The nodes from last to first, under the same freedom. */
  *nodesReversed(): Generator<Node, void, undefined> {
    let node = this.#last;
    while (node !== undefined) {
      if (node.graph === this) yield node;
      node = node.previous;
    }
  }

  /** The constants in use, in order of first use by a node, then by an output. */
  constants(): Value[] {
    const found = new Set<Value>();
    for (const node of this.nodes()) {
      for (const operand of node.operands) {
        if (operand?.constant !== undefined) found.add(operand);
      }
    }
    for (const { value } of this.#outputs) if (value.constant !== undefined) found.add(value);
    return [...found];
  }

  addInput(name: string, type: TensorType): Value {
    const value = this.#value(type, name, undefined, undefined);
    this.#inputs.push(value);
    return value;
  }

  addConstant(constant: Constant, name?: string): Value {
    return this.#value(constant.type, name, constant, undefined);
  }

  /** Gives an input another type; its readers must be made again by the caller. */
  retypeInput(input: Value, type: TensorType): void {
    if (!this.#inputs.includes(input)) throw new Error('not an input');
    const own = input as OwnedValue;
    own.type = type;
  }

  setOutputs(outputs: readonly GraphOutput[]): void {
    this.#outputs = [...outputs];
  }

  isOutput(value: Value): boolean {
    return this.#outputs.some((output) => output.value === value);
  }

  /** Neither a node nor an output reads it. */
  isUnused(value: Value): boolean {
    return value.users.size === 0 && !this.isOutput(value);
  }

  contains(node: Node): boolean {
    return (node as OwnedNode).graph === this;
  }

  /**
   * Makes a node before `before`, or at the end, and infers its result types.
   * Throws a DiagnosticError (SNAPC1001) if operands or attributes do not fit the op.
   */
  insert(request: NodeRequest, before?: Node): Node {
    const { op, origin = NO_ORIGIN } = request;
    const attributes = withDefaults(op, request.attributes ?? {});
    const operands = flatOperands(op, request.operands);
    const types = inferTypes(op, operands, attributes, origin);
    const node: OwnedNode = {
      id: this.#nextId++,
      op,
      operands,
      attributes,
      results: [],
      origin,
      previous: undefined,
      next: undefined,
      graph: this,
    };
    types.forEach((type, index) => {
      node.results.push(this.#value(type, request.names?.[index], undefined, node));
    });
    for (const operand of operands) if (operand !== undefined) usersOf(operand).add(node);
    this.#link(node, before === undefined ? undefined : this.#own(before));
    return node;
  }

  /** Removes a node whose results nobody reads. */
  remove(node: Node): void {
    const own = this.#own(node);
    for (const result of own.results) {
      if (!this.isUnused(result)) throw new Error(`${node.op.name}: a result is still in use`);
    }
    for (const operand of own.operands) if (operand !== undefined) usersOf(operand).delete(node);
    if (own.previous === undefined) this.#first = own.next;
    else own.previous.next = own.next;
    if (own.next === undefined) this.#last = own.previous;
    else own.next.previous = own.previous;
    own.graph = undefined;
    this.#size--;
  }

  /** Every reader of `from`, outputs included, reads `to` instead. */
  replaceAllUses(from: Value, to: Value): void {
    if (from === to) return;
    for (const user of Array.from(from.users)) this.replaceOperand(user, from, to);
    this.#outputs = this.#outputs.map((output) =>
      output.value === from ? { ...output, value: to } : output,
    );
  }

  /** One node reads `to` wherever it read `from`. */
  replaceOperand(node: Node, from: Value, to: Value): void {
    const own = this.#own(node);
    if (!own.operands.includes(from)) return;
    own.operands = own.operands.map((operand) => (operand === from ? to : operand));
    usersOf(from).delete(node);
    usersOf(to).add(node);
  }

  /** Moves a node before another one; the caller keeps definitions ahead of uses. */
  move(node: Node, before: Node): void {
    const own = this.#own(node);
    const next = this.#own(before);
    if (own === next) return;
    if (own.previous === undefined) this.#first = own.next;
    else own.previous.next = own.next;
    if (own.next === undefined) this.#last = own.previous;
    else own.next.previous = own.previous;
    this.#size--;
    this.#link(own, next);
  }

  /** Gives a value the name of the model's tensor it now stands for, if it has none. */
  nameValue(value: Value, name: string): void {
    const own = value as OwnedValue;
    own.name ??= name;
  }

  #value(
    type: TensorType,
    name: string | undefined,
    constant: Constant | undefined,
    producer: Node | undefined,
  ): Value {
    const value: OwnedValue = {
      id: this.#nextId++,
      type,
      name,
      constant,
      producer,
      users: new Set<Node>(),
    };
    return value;
  }

  #own(node: Node): OwnedNode {
    const own = node as OwnedNode;
    if (own.graph !== this) throw new Error(`${node.op.name} is not a node of @${this.name}`);
    return own;
  }

  #link(node: OwnedNode, before: OwnedNode | undefined): void {
    node.next = before;
    node.previous = before === undefined ? this.#last : before.previous;
    if (node.previous === undefined) this.#first = node;
    else node.previous.next = node;
    if (before === undefined) this.#last = node;
    else before.previous = node;
    this.#size++;
  }
}

/** The operands of a node by the names of its declaration. */
export function operandsOf(node: Node): OperandMap<Value> {
  return namedOperands(node.op, node.operands);
}

/** The only result of a node that has one. */
export function resultOf(node: Node): Value {
  const [result] = node.results;
  if (result === undefined) throw new Error(`${node.op.name} has no result`);
  return result;
}

/** The combined origin of nodes that a pass turns into one. */
export function mergeOrigins(origins: readonly Origin[], pass?: string): Origin {
  const onnx = [...new Set(origins.flatMap((origin) => origin.onnx))];
  const passes = new Set(origins.flatMap((origin) => origin.passes));
  if (pass !== undefined) passes.add(pass);
  return { onnx, passes: [...passes] };
}

function usersOf(value: Value): Set<Node> {
  return (value as OwnedValue).users;
}
