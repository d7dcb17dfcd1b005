/** Walks a graph once and finds which channels of which weights and values belong together. */

import { decomposeNode } from '../../ir/decompose.ts';
import { hasTrait } from '../../ir/define.ts';
import { Graph } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { channels, fixed, fixedLayout, flatChannels, fits, freezeAxis } from './axes.ts';
import type { Axis, Layout } from './axes.ts';
import { Relations } from './relations.ts';
import type { ChannelRules } from './rules/index.ts';
import type { RelateContext, WeightAxis } from './rules/rule.ts';

/** An axis of a weight that computes channels. */
export interface Producer extends WeightAxis {
  readonly ids: Int32Array;
}

/** An axis of a weight that is summed over together with one of `input`. */
export interface Consumer extends Producer {
  readonly input: Value;
  readonly inputAxis: number;
}

export interface ChannelAnalysis {
  readonly relations: Relations;
  readonly layouts: ReadonlyMap<Value, Layout>;
  readonly producers: readonly Producer[];
  readonly consumers: readonly Consumer[];
}

/** Nodes in `stuck` are taken as if nothing were known of them. */
export function analyseChannels(
  graph: Graph,
  rules: ChannelRules,
  wholeHeads: boolean,
  stuck: ReadonlySet<Node> = new Set(),
): ChannelAnalysis {
  const first = new Analysis(rules, stuck, new Relations());
  first.graph(graph);
  if (!wholeHeads || first.relations.headSplits.size === 0) return first;
  const second = new Analysis(rules, stuck, new Relations(first.relations.headSplits));
  second.graph(graph);
  return second;
}

class Analysis implements ChannelAnalysis {
  readonly relations: Relations;
  readonly layouts = new Map<Value, Layout>();
  readonly producers: Producer[] = [];
  readonly consumers: Consumer[] = [];
  readonly #rules: ChannelRules;
  readonly #stuck: ReadonlySet<Node>;
  readonly #parameters = new Set<Value>();

  constructor(rules: ChannelRules, stuck: ReadonlySet<Node>, relations: Relations) {
    this.#rules = rules;
    this.#stuck = stuck;
    this.relations = relations;
  }

  graph(graph: Graph): void {
    for (const input of graph.inputs) this.layouts.set(input, fixedLayout(input.type.shape));
    for (const node of graph.nodes()) this.#node(node);
    for (const { value } of graph.outputs) {
      for (const axis of this.#layout(value)) freezeAxis(this.relations.sets, axis);
    }
  }

  #node(node: Node): void {
    const given = node.operands.filter((operand) => operand !== undefined);
    const constant = given.length > 0 && given.every((operand) => this.#isParameter(operand));
    const layouts = this.#relate(node, given);
    node.results.forEach((result, index) => {
      const layout = layouts[index];
      const { shape } = result.type;
      const sound =
        layout?.length === shape.length && layout.every((axis, at) => fits(axis, shape[at] ?? 1));
      if (!sound) throw new Error(`${node.op.name}: the channels do not fit its result`);
      this.layouts.set(result, layout);
      if (constant) this.#parameters.add(result);
    });
  }

  #relate(node: Node, operands: readonly Value[]): readonly Layout[] {
    const rule = Object.hasOwn(this.#rules, node.op.name) ? this.#rules[node.op.name] : undefined;
    if (!this.#stuck.has(node)) {
      if (rule !== undefined) return rule.relate(node, this.#context());
      if (hasTrait(node.op, 'pointwise')) {
        const result = this.relations.combine(operands.map((operand) => this.#layout(operand)));
        return node.results.map(() => result);
      }
      if (node.op.decompose !== undefined) return this.#decomposed(node);
    }
    for (const axis of operands.flatMap((operand) => this.#layout(operand))) {
      freezeAxis(this.relations.sets, axis);
    }
    return node.results.map(({ type }) => fixedLayout(type.shape));
  }

  /** What the core ops of a composite one say. */
  #decomposed(node: Node): readonly Layout[] {
    const scratch = new Graph(node.op.name);
    const twins = new Map<Value, Value>();
    const twin = (value: Value): Value => {
      const known = twins.get(value);
      if (known !== undefined) return known;
      const made =
        value.constant === undefined
          ? scratch.addInput(`x${twins.size}`, value.type)
          : scratch.addConstant(value.constant);
      twins.set(value, made);
      this.layouts.set(made, this.#layout(value));
      if (this.#isParameter(value)) this.#parameters.add(made);
      return made;
    };
    const operands = node.operands.map((operand) => operand && twin(operand));
    const { op, attributes, origin } = node;
    const made = scratch.insert({ op, operands: namedOperands(op, operands), attributes, origin });
    scratch.setOutputs(made.results.map((value, index) => ({ name: `${index}`, value })));
    decomposeNode(scratch, made);
    const real = new Map(Array.from(twins, ([value, stand]) => [stand, value]));
    for (const inner of scratch.nodes()) this.#node(inner);
    // Uses of weights inside are uses by the node.
    for (const list of [this.producers, this.consumers] as Producer[][]) {
      for (const [index, use] of list.entries()) {
        if (!scratch.contains(use.node)) continue;
        list[index] = { ...use, node, weight: real.get(use.weight) ?? use.weight };
      }
    }
    return scratch.outputs.map(({ value }) => this.#layout(value));
  }

  #isParameter(value: Value): boolean {
    return value.constant !== undefined || this.#parameters.has(value);
  }

  /** Every element along an axis of a constant may be a channel. */
  #layout(value: Value): Layout {
    const known = this.layouts.get(value);
    if (known !== undefined) return known;
    if (value.constant === undefined) throw new Error('a value is used before its definition');
    const made = value.constant.type.shape.map((size): Axis =>
      size > LONGEST_AXIS ? fixed(size) : channels(this.relations.sets.fresh(size)),
    );
    this.layouts.set(value, made);
    return made;
  }

  #context(): RelateContext {
    const idsOf = ({ weight, axis }: WeightAxis): Int32Array | undefined => {
      const own = this.#layout(weight)[axis];
      return own && flatChannels(own);
    };
    return {
      relations: this.relations,
      layout: (value) => this.#layout(value),
      isParameter: (value) => this.#isParameter(value),
      produces: (use) => {
        const ids = idsOf(use);
        if (ids === undefined) return;
        this.relations.sets.produce(ids);
        this.producers.push({ ...use, ids });
      },
      consumes: (use) => {
        const ids = idsOf(use);
        if (ids !== undefined) this.consumers.push({ ...use, ids });
      },
    };
  }
}

/** Beyond it lie tables of words and places, which no channel is. */
const LONGEST_AXIS = 1 << 15;
