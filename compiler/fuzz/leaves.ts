/** The values that random nodes read: those that are there, new inputs, and constants. */

import { dataConstant, splatConstant } from '../../ir/constant.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { scalarTensor } from '../../ir/tensor.ts';
import { DTYPES, elementCount, isStaticType, typeEquals } from '../../ir/types.ts';
import type { DType, StaticTensorType } from '../../ir/types.ts';
import type { Random } from './random.ts';

/** Graphs stay small enough for thousands of trials. */
const MOST_ELEMENTS = 512;

const SIZES = [1, 2, 2, 3, 4, 4, 6];

export function randomShape(random: Random): number[] {
  const rank = 1 + random.below(4);
  return Array.from({ length: rank }, () => random.pick(SIZES) ?? 1);
}

export class Leaves {
  readonly #random: Random;
  readonly #graph: Graph;

  constructor(random: Random, graph: Graph) {
    this.#random = random;
    this.#graph = graph;
  }

  input(type: StaticTensorType): Value {
    return this.#graph.addInput(`x${this.#graph.inputs.length}`, type);
  }

  constant(type: StaticTensorType, range?: readonly [number, number]): Value {
    const seed = this.#random.below(1 << 20);
    return this.#graph.addConstant(dataConstant(seededTensor(type.dtype, type.shape, seed, range)));
  }

  number(dtype: DType, value: number, shape: readonly number[] = []): Value {
    const whole = DTYPES[dtype].kind === 'float' ? value : Math.round(value);
    if (shape.length > 0) return this.#graph.addConstant(splatConstant({ dtype, shape }, whole));
    return this.#graph.addConstant(dataConstant(scalarTensor(dtype, whole)));
  }

  /** Everything that nodes computed or that comes from outside. */
  values(): Value[] {
    const results = [...this.#graph.nodes()].flatMap((node) => node.results);
    return [...this.#graph.inputs, ...results];
  }

  /** A value that is there already, or else an input or a constant. */
  any(type: StaticTensorType, range?: readonly [number, number]): Value {
    const fits = this.values().filter((value) => sameType(value, type));
    const known = this.#random.chance(0.6) ? this.#random.pick(fits) : undefined;
    if (known !== undefined) return known;
    return this.#random.chance(0.5) ? this.constant(type, range) : this.input(type);
  }
}

function sameType({ type }: Value, { dtype, shape }: StaticTensorType): boolean {
  return typeEquals(type, { dtype, shape });
}

export function isSmall({ type }: Value): boolean {
  return isStaticType(type) && elementCount(type.shape) <= MOST_ELEMENTS;
}
