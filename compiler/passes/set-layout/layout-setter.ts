/** Walks a graph once and gives every node the layout, with transposes only where an order is wanted that is not there. */

import type { AttributeMap } from '../../../ir/define.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { resultOf } from '../../../ir/graph.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { LAYOUTS } from '../../../ir/windows.ts';
import type { Layout } from '../../../ir/windows.ts';
import { composePerms, isIdentity } from '../shared/axes.ts';
import { viewAs } from '../shared/nodes.ts';
import { axisRuleOf } from './axes.ts';
import { bestOrder, permFrom } from './orders.ts';
import { StoredValues } from './stored.ts';
import { reshapeStored } from './views.ts';

/** The attribute by which an op says that it knows both layouts; its image is the first operand. */
const LAYOUT = 'layout';

export class LayoutSetter {
  readonly #graph: Graph;
  readonly #layout: Layout;
  readonly #values: StoredValues;

  constructor(graph: Graph, layout: Layout, pass: string) {
    this.#graph = graph;
    this.#layout = layout;
    this.#values = new StoredValues(graph, pass);
  }

  run(): void {
    const nodes = new Set(this.#graph.nodes());
    for (const node of nodes) {
      if (!this.#view(node) && !this.#image(node) && !this.#byAxes(node)) this.#asItIs(node);
    }
    this.#graph.setOutputs(
      this.#graph.outputs.map(({ name, value }) => ({
        name,
        value: this.#values.inOwnOrder(value, undefined),
      })),
    );
    // What was made in another order has no readers left, nor have views that nobody asked for.
    for (const node of this.#graph.nodesReversed()) {
      const replaced = node.results.some((result) => this.#values.isMoved(result));
      const unused = node.results.every((result) => this.#graph.isUnused(result));
      if (unused && (replaced || !nodes.has(node))) this.#graph.remove(node);
    }
  }

  /** Transposes and reshapes only change how the same stored value is seen. */
  #view(node: Node): boolean {
    const turned = viewAs(transpose, node);
    if (turned !== undefined) {
      const { base, perm } = this.#values.of(turned.operands.input);
      this.#values.set(turned.result, { base, perm: composePerms(perm, turned.attributes.perm) });
      return true;
    }
    const view = viewAs(reshape, node);
    if (view === undefined) return false;
    const { input } = view.operands;
    const { shape } = view.result.type;
    const after = reshapeStored(this.#values, this.#values.of(input), shape, node);
    if (after === undefined) {
      this.#asItIs(node);
      if (this.#values.isImage(input)) this.#values.markImage(view.result);
    } else this.#values.set(view.result, after);
    return true;
  }

  /** A node with a layout takes its first operand, and gives its result, in the wanted one. */
  #image(node: Node): boolean {
    const own = LAYOUTS.find((layout) => layout === node.attributes[LAYOUT]);
    const [result, ...others] = node.results;
    if (own === undefined || result === undefined || others.length > 0) return false;
    if (own === this.#layout) this.#asItIs(node);
    else {
      const perm = permFrom(this.#layout, result.type.shape.length);
      this.#remake(node, [0], perm, { ...node.attributes, [LAYOUT]: this.#layout }, perm);
    }
    this.#values.markImage(result);
    return true;
  }

  /** A node that can compute along other axes does so where its operands are stored like that. */
  #byAxes(node: Node): boolean {
    const rule = axisRuleOf(node);
    if (rule === undefined || node.results.length > 1) return false;
    const operands = rule.operands.flatMap((index) => node.operands[index] ?? []);
    const perm = bestOrder(this.#values, operands, rule.rank, resultOf(node));
    if (isIdentity(perm)) this.#asItIs(node);
    else this.#remake(node, rule.operands, perm, rule.attributes(perm), rule.result(perm));
    if (operands.some((operand) => this.#values.isImage(operand))) {
      this.#values.markImage(resultOf(node));
    }
    return true;
  }

  /** The node again, with operands at `places` of which its own are the transposes by `perm`. */
  #remake(
    node: Node,
    places: readonly number[],
    perm: readonly number[],
    attributes: AttributeMap,
    resultPerm: readonly number[],
  ): void {
    const operands = node.operands.map((operand, index) => {
      if (operand === undefined) return undefined;
      if (!places.includes(index) || isSingle(operand))
        return this.#values.inOwnOrder(operand, node);
      return this.#values.inOrder(operand, perm, node);
    });
    const builder = this.#values.builder(node);
    const [base] = builder.node(node.op, namedOperands(node.op, operands), attributes);
    if (base === undefined) throw new Error(`${node.op.name} has no result`);
    this.#values.set(resultOf(node), { base, perm: resultPerm });
  }

  #asItIs(node: Node): void {
    for (const operand of new Set(node.operands)) {
      if (!this.#values.isMoved(operand)) continue;
      this.#graph.replaceOperand(node, operand, this.#values.inOwnOrder(operand, node));
    }
  }
}

/** A single number that broadcasts to any order of axes. */
function isSingle({ type }: Value): boolean {
  return type.shape.length === 0;
}
