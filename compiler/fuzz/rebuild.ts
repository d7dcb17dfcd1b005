/** Copies a graph with changes on the way; types are inferred anew, and what no longer fits is refused. */

import type { Constant } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { AttributeMap } from '../../ir/define.ts';
import { Graph } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { OpFault } from '../../ir/op-fault.ts';
import { namedOperands } from '../../ir/operands.ts';
import type { TensorType } from '../../ir/types.ts';
import { verifyGraph } from '../../ir/verify.ts';

export interface Changes {
  /** Another type for an input; undefined leaves it. */
  readonly input?: (input: Value) => TensorType | undefined;
  /** Another constant, or none at all: then an input of its type takes the place. */
  readonly constant?: (value: Value) => Constant | 'input' | undefined;
  readonly attributes?: (node: Node) => AttributeMap | undefined;
  /** What stands for a result instead of its node: a value of the new graph, or an input of its own. */
  readonly instead?: (
    node: Node,
    operands: readonly (Value | undefined)[],
  ) => Value | 'input' | undefined;
  /** Whether an output stays; all do when absent. */
  readonly output?: (index: number) => boolean;
}

/** Undefined where the changed graph is not sound. Nodes, inputs and constants that nobody reads are left out. */
export function rebuildGraph(graph: Graph, changes: Changes): Graph | undefined {
  try {
    const built = new Rebuild(graph, changes).run();
    return built.outputs.length > 0 && verifyGraph(built).length === 0 ? built : undefined;
  } catch (error) {
    // What an op's own infer fails on does not fit it either.
    const isRefused = [DiagnosticError, RangeError, OpFault].some((kind) => error instanceof kind);
    if (isRefused) return undefined;
    throw error;
  }
}

class Rebuild {
  readonly #graph: Graph;
  readonly #changes: Changes;
  readonly #copy: Graph;
  readonly #values = new Map<Value, Value>();
  readonly #live: ReadonlySet<Node>;
  readonly #names: Set<string>;

  constructor(graph: Graph, changes: Changes) {
    this.#graph = graph;
    this.#changes = changes;
    this.#copy = new Graph(graph.name);
    this.#live = this.#liveNodes();
    this.#names = new Set(graph.inputs.map(({ name = '' }) => name));
  }

  run(): Graph {
    for (const input of this.#graph.inputs) {
      const isRead = [...input.users].some((user) => this.#live.has(user));
      if (!isRead && !this.#outputs().some(({ value }) => value === input)) continue;
      const type = this.#changes.input?.(input) ?? input.type;
      this.#values.set(input, this.#copy.addInput(input.name ?? '', type));
    }
    for (const node of this.#graph.nodes()) if (this.#live.has(node)) this.#node(node);
    this.#copy.setOutputs(
      this.#outputs().map(({ name, value }) => ({ name, value: this.#mapped(value) })),
    );
    return this.#copy;
  }

  #outputs(): Graph['outputs'] {
    return this.#graph.outputs.filter((_, index) => this.#changes.output?.(index) !== false);
  }

  #liveNodes(): ReadonlySet<Node> {
    const live = new Set<Node>();
    const kept = new Set(this.#outputs().map(({ value }) => value));
    for (const node of this.#graph.nodesReversed()) {
      const isRead = node.results.some(
        (result) => kept.has(result) || [...result.users].some((user) => live.has(user)),
      );
      if (isRead) live.add(node);
    }
    return live;
  }

  #node(node: Node): void {
    const operands = node.operands.map((operand) => operand && this.#mapped(operand));
    const [result] = node.results;
    const instead = this.#changes.instead?.(node, operands);
    if (instead !== undefined && result !== undefined) {
      const value = instead === 'input' ? this.#newInput(result.type) : instead;
      this.#values.set(result, value);
      return;
    }
    const made = this.#copy.insert({
      op: node.op,
      operands: namedOperands(node.op, operands),
      attributes: this.#changes.attributes?.(node) ?? node.attributes,
    });
    node.results.forEach((old, index) => {
      const twin = made.results[index];
      if (twin !== undefined) this.#values.set(old, twin);
    });
  }

  #mapped(value: Value): Value {
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    if (value.constant === undefined) throw new RangeError('a value that was cut off is read');
    const changed = this.#changes.constant?.(value);
    const made =
      changed === 'input'
        ? this.#newInput(value.type)
        : this.#copy.addConstant(changed ?? value.constant);
    this.#values.set(value, made);
    return made;
  }

  #newInput(type: TensorType): Value {
    let count = this.#names.size;
    while (this.#names.has(`in${count}`)) count++;
    this.#names.add(`in${count}`);
    return this.#copy.addInput(`in${count}`, type);
  }
}
