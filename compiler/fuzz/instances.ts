/** Random graphs that hold an instance of a rewrite pattern: nodes as it says, and leaves that it accepts. */

import { Graph } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import { namedOperands } from '../../ir/operands.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import type { NodePattern, Pattern, PatternLike } from '../../ir/pattern.ts';
import { isStaticType } from '../../ir/types.ts';
import type { DType, StaticTensorType } from '../../ir/types.ts';
import type { SampleTensor } from '../../ir/define.ts';
import { flatOperands } from '../../ir/operands.ts';
import { randomAttributes } from './attributes.ts';
import { readLast, tryInsert } from './grow.ts';
import { Leaves, isSmall, randomShape } from './leaves.ts';
import type { Random } from './random.ts';

/** Undefined where none was found in this many tries; a predicate may accept little. */
export function instantiate(random: Random, pattern: NodePattern, ops: OpTable): Graph | undefined {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const graph = new Graph('instance');
    const root = new Instance(random, graph, ops).node(pattern);
    if (root !== undefined) return readLast(graph);
  }
  return undefined;
}

const ATTEMPTS = 8;
const NODE_ATTEMPTS = 24;

class Instance {
  readonly #random: Random;
  readonly #graph: Graph;
  readonly #ops: OpTable;
  readonly #leaves: Leaves;
  readonly #bound = new Map<PatternLike, Value>();
  readonly #usual: StaticTensorType;

  constructor(random: Random, graph: Graph, ops: OpTable) {
    this.#random = random;
    this.#graph = graph;
    this.#ops = ops;
    this.#leaves = new Leaves(random, graph);
    const dtype: DType = random.chance(0.1) ? 'f16' : 'f32';
    this.#usual = { dtype, shape: randomShape(random) };
  }

  /** What the operands bind stays bound: a pattern that stands twice is one value. */
  node(pattern: NodePattern): Value | undefined {
    const op = Object.hasOwn(this.#ops, pattern.op) ? this.#ops[pattern.op] : undefined;
    if (op === undefined) return undefined;
    const inner = new Map<number, Value>();
    for (const [index, like] of pattern.operands.entries()) {
      const built = isLeaf(like) ? undefined : this.#inner(like);
      if (built !== undefined) inner.set(index, built);
      else if (!isLeaf(like)) return undefined;
    }
    for (let attempt = 0; attempt < NODE_ATTEMPTS; attempt++) {
      const sample = this.#random.pick(op.samples);
      const tensors = sample && flatOperands<SampleTensor>(op, sample.operands);
      const chosen = new Map<PatternLike, Value>();
      const operands = pattern.operands.map((like, index) => {
        const known = inner.get(index) ?? this.#bound.get(like) ?? chosen.get(like);
        const value = known ?? this.#leaf(like, [...inner.values()], tensors?.[index]);
        if (known === undefined) chosen.set(like, value);
        return value;
      });
      if (!operands.every((value, index) => accepts(pattern.operands[index], value))) continue;
      const shape = operands[0]?.type.shape.map(Number) ?? [];
      const attributes = randomAttributes(this.#random, op, shape);
      const made = tryInsert(this.#graph, op, namedOperands(op, operands), attributes);
      if (made === undefined) continue;
      const [result] = made.results;
      if (result !== undefined && isSmall(result) && pattern.accepts(made.attributes, made)) {
        for (const [like, value] of chosen) this.#bound.set(like, value);
        return result;
      }
      this.#graph.remove(made);
    }
    return undefined;
  }

  #inner(like: PatternLike): Value | undefined {
    const known = this.#bound.get(like);
    if (known !== undefined) return known;
    const pattern = patternOf(like);
    const built =
      pattern.kind === 'node'
        ? this.node(pattern)
        : pattern.kind === 'either'
          ? this.#choice(pattern.choices)
          : undefined;
    if (built !== undefined) this.#bound.set(like, built);
    return built;
  }

  #choice(choices: readonly PatternLike[]): Value | undefined {
    for (const choice of this.#random.shuffled(choices)) {
      const built = isLeaf(choice)
        ? (this.#bound.get(choice) ?? this.#leaf(choice, [], undefined))
        : this.#inner(choice);
      if (built === undefined || !accepts(choice, built)) continue;
      this.#bound.set(choice, built);
      return built;
    }
    return undefined;
  }

  /** In a type that its neighbours, or a sample of the op, suggest. */
  #leaf(like: PatternLike, beside: readonly Value[], sample: SampleTensor | undefined): Value {
    const random = this.#random;
    const pattern = patternOf(like);
    const neighbour = random.pick(beside)?.type;
    const type = neighbour !== undefined && isStaticType(neighbour) ? neighbour : this.#usual;
    const { dtype } = type;
    if (pattern.kind === 'leaf' && pattern.example !== undefined) {
      return this.#leaves.number(dtype, pattern.example, random.chance(0.8) ? [] : [1]);
    }
    const channel = type.shape.map((size, axis) => (axis === 1 ? size : 1));
    const shapes = [type.shape, type.shape, type.shape.slice(-1), channel.slice(1), []];
    if (sample !== undefined) shapes.push(sample.shape, sample.shape);
    const wanted = { dtype, shape: random.pick(shapes) ?? [] };
    const kinds = [
      () => this.#leaves.input(wanted),
      () => this.#leaves.any(wanted),
      () => this.#leaves.constant(wanted),
      () => this.#leaves.number(dtype, random.pick([0, 1, 2, -1, 0.5]) ?? 1),
    ];
    const made = Array.from({ length: 4 }, () => random.pick(kinds)?.());
    return made.find((value) => accepts(like, value)) ?? this.#leaves.input(wanted);
  }
}

function patternOf(like: PatternLike): Pattern {
  return 'pattern' in like ? like.pattern : like;
}

/** Whether a constant or anything at all may stand there. */
function isLeaf(like: PatternLike): boolean {
  return patternOf(like).kind === 'leaf';
}

function accepts(like: PatternLike | undefined, value: Value | undefined): boolean {
  if (like === undefined || value === undefined) return false;
  const pattern = patternOf(like);
  return pattern.kind !== 'leaf' || pattern.accepts(value);
}
