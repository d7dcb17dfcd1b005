/** What a graph becomes without some channels: the sizes of its values, and the graph rebuilt with cut weights. */

import type { Constant } from '../../ir/constant.ts';
import { dataConstant } from '../../ir/constant.ts';
import { dimProduct } from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import type { AttributeMap } from '../../ir/define.ts';
import { InferenceFault } from '../../ir/define.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { shapeEquals } from '../../ir/types.ts';
import type { TensorType } from '../../ir/types.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import type { ChannelAnalysis } from './analyse.ts';
import { flatChannels, isLast, sizeOfFactor } from './axes.ts';
import type { Axis, Factor, Layout } from './axes.ts';
import type { ChannelRules } from './rules/index.ts';
import type { ResizeContext } from './rules/rule.ts';

export class Narrowing {
  readonly #analysis: ChannelAnalysis;
  readonly #removed: ReadonlySet<number>;
  readonly #rules: ChannelRules;

  readonly #joinsNormGroups: boolean;

  constructor(
    analysis: ChannelAnalysis,
    removed: ReadonlySet<number>,
    rules: ChannelRules,
    joinsNormGroups = false,
  ) {
    this.#analysis = analysis;
    this.#removed = removed;
    this.#rules = rules;
    this.#joinsNormGroups = joinsNormGroups;
  }

  layout(value: Value): Layout {
    return this.#analysis.layouts.get(value) ?? value.type.shape.map(() => []);
  }

  stays(id: number): boolean {
    return !this.#removed.has(this.#analysis.relations.sets.find(id));
  }

  kept(axis: Axis): readonly boolean[] | undefined {
    const ids = flatChannels(axis);
    if (ids === undefined) return undefined;
    const stays = Array.from(ids, (id) => this.stays(id));
    return stays.every(Boolean) ? undefined : stays;
  }

  shape(value: Value): readonly Dim[] {
    const layout = this.#analysis.layouts.get(value);
    if (layout === undefined) return value.type.shape;
    return layout.map((axis) => dimProduct(axis.map((factor) => this.#size(factor))));
  }

  attributes(node: Node): AttributeMap {
    const { name } = node.op;
    const rule = Object.hasOwn(this.#rules, name) ? this.#rules[name] : undefined;
    const context: ResizeContext = {
      layout: (value) => this.layout(value),
      shape: (value) => this.shape(value),
      kept: (axis) => this.kept(axis),
      joinsNormGroups: this.#joinsNormGroups,
    };
    return rule?.resize?.(node, context) ?? node.attributes;
  }

  /** Nodes that would not take their narrower operands, or would make something else of them. */
  misfits(graph: Graph): readonly Node[] {
    return [...graph.nodes()].filter((node) => {
      if (!this.touches(node)) return false;
      const types = this.#inferred(node);
      return !node.results.every((result, index) => {
        const type = types?.[index];
        return type !== undefined && shapeEquals(type.shape, this.shape(result));
      });
    });
  }

  touches(node: Node): boolean {
    return [...node.operands, ...node.results].some(
      (value) => value !== undefined && !shapeEquals(value.type.shape, this.shape(value)),
    );
  }

  #inferred(node: Node): readonly TensorType[] | undefined {
    const types = node.operands.map(
      (value) => value && { dtype: value.type.dtype, shape: this.shape(value) },
    );
    try {
      return node.op.infer(namedOperands(node.op, types), this.attributes(node));
    } catch (error) {
      if (error instanceof InferenceFault || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** Blocks lose the same number each, so that the first that keeps anything tells for all. */
  #size(factor: Factor): Dim {
    if (factor.kind === 'fixed') return factor.size;
    const { ids, width } =
      factor.kind === 'channels'
        ? { ids: factor.ids, width: factor.ids.length }
        : { ids: factor.split.ids, width: factor.split.sizes.at(-1) ?? 1 };
    if (factor.kind === 'level' && !isLast(factor)) return sizeOfFactor(factor);
    return ids.slice(0, width).filter((id) => this.stays(id)).length;
  }
}

/** Makes axes of a weight shorter in another way than by leaving out what goes. */
export interface Adjustment {
  readonly axes: readonly number[];
  readonly adjust: (weight: Constant) => Constant;
}

/** Rebuilds the graph in place; `cuts` are nodes whose origin tells of the pass. */
export function narrowGraph(
  graph: Graph,
  narrowing: Narrowing,
  pass: string,
  cuts: ReadonlySet<Node>,
  adjustment: (value: Value) => Adjustment | undefined = () => undefined,
): void {
  const twins = new Map<Value, Value>();
  const twin = (value: Value): Value => {
    const known = twins.get(value);
    if (known !== undefined) return known;
    if (value.constant === undefined) return value;
    const constant = cutConstant(
      value.constant,
      narrowing.layout(value),
      narrowing,
      adjustment(value),
    );
    const made = constant === value.constant ? value : graph.addConstant(constant, value.name);
    twins.set(value, made);
    return made;
  };
  const nodes = [...graph.nodes()];
  for (const node of nodes) {
    const { op, origin } = node;
    const made = graph.insert(
      {
        op,
        operands: namedOperands(
          op,
          node.operands.map((operand) => operand && twin(operand)),
        ),
        attributes: narrowing.attributes(node),
        origin: cuts.has(node) ? mergeOrigins([origin], pass) : origin,
        names: node.results.map(({ name }) => name),
      },
      node,
    );
    node.results.forEach((result, index) => {
      const next = made.results[index];
      if (next !== undefined) twins.set(result, next);
    });
  }
  graph.setOutputs(graph.outputs.map(({ name, value }) => ({ name, value: twin(value) })));
  for (const node of nodes.toReversed()) graph.remove(node);
}

/** The constant without what goes along each axis: a recipe. */
export function cutConstant(
  constant: Constant,
  layout: Layout,
  narrowing: Narrowing,
  adjustment: Adjustment | undefined,
): Constant {
  let cut = constant;
  for (const [axis, factors] of layout.entries()) {
    const kept = narrowing.kept(factors);
    if (kept === undefined || adjustment?.axes.includes(axis) === true) continue;
    const indices = kept.flatMap((stays, index) => (stays ? [index] : []));
    const picks = dataConstant(tensorFrom('i32', [indices.length], indices));
    cut = constantOf(builtinOps.gather, [cut, picks], { axis });
  }
  return adjustment === undefined ? cut : adjustment.adjust(cut);
}
