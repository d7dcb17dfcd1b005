/** Turns pointwise nodes into WGSL expressions: loads with broadcasting, one `let` for each node. */

import { hasTrait } from '../../ir/define.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { uniformValue } from '../../ir/pattern.ts';
import { elementCount } from '../../ir/types.ts';
import { collapse, coordinates, offset } from './collapse.ts';
import { lowerings } from './lower/index.ts';
import type { Location, Lowering } from './lowering.ts';
import { elementAt, isRowMajor, runsByFour } from './placement.ts';
import { staticShapeOf } from '../shape.ts';
import { computeType, literal, wgslType } from './syntax.ts';
import type { KernelWriter, Width } from './syntax.ts';

/** The lowering of an op by name, built-in or composite; undefined if the target has none. */
export function loweringOf(node: Node): Lowering | undefined {
  const table: Readonly<Record<string, Lowering>> = lowerings;
  if (Object.hasOwn(table, node.op.name)) return table[node.op.name];
  return node.op.lowerings?.['webgpu'] as Lowering | undefined;
}

/** How an operand runs along four consecutive elements of a result: with them, standing still, or neither. */
type Run = 'same' | 'contiguous' | 'constant' | 'broken';

function runOf(operand: readonly number[], result: readonly number[]): Run {
  if (elementCount(operand) === elementCount(result)) return 'same';
  const { dims, steps } = collapse(result, [operand]);
  if ((dims.at(-1) ?? 1) % 4 !== 0) return 'broken';
  return (steps[0]?.at(-1) ?? 0) === 0 ? 'constant' : 'contiguous';
}

/** Where a value lies that is in memory before the kernel begins; undefined for others. */
export type Locate = (value: Value) => Location | undefined;

/** Every node of the graph can be computed for four elements at once. */
export function vectorizes(nodes: Iterable<Node>, locate: Locate): boolean {
  for (const node of nodes) {
    for (const result of node.results) {
      const shape = staticShapeOf(result);
      if (elementCount(shape) % 4 !== 0) return false;
      for (const operand of node.operands) {
        if (operand === undefined || uniformValue(operand) !== undefined) continue;
        const own = staticShapeOf(operand);
        const run = runOf(own, shape);
        if (run === 'broken') return false;
        const location = locate(operand);
        if (location === undefined || run === 'constant' || isRowMajor(location, own)) continue;
        if (!runsByFour(location, own)) return false;
      }
    }
  }
  return true;
}

export class PointwiseWriter {
  readonly #kernel: KernelWriter;
  readonly #locate: Locate;
  readonly #computes: (node: Node) => boolean;
  readonly #known = new Map<Value, Map<string, string>>();

  /**
   * `locate` gives the memory of values that the expressions read but do not compute: those of nodes that
   * `computes` refuses, inputs and constants.
   */
  constructor(
    kernel: KernelWriter,
    locate: Locate,
    computes: (node: Node) => boolean = () => true,
  ) {
    this.#kernel = kernel;
    this.#locate = locate;
    this.#computes = computes;
  }

  /** Says that `value` at element `flat` is already in a variable. */
  preset(value: Value, flat: string, width: Width, expression: string): void {
    this.#remember(value, `${width} ${flat}`, expression);
  }

  /** The expression of `value` at element `flat` (the first of four with width 4), in its compute type. */
  at(value: Value, flat: string, width: Width): string {
    const key = `${width} ${flat}`;
    const known = this.#known.get(value)?.get(key);
    if (known !== undefined) return known;
    return this.#remember(value, key, this.#compute(value, flat, width));
  }

  #remember(value: Value, key: string, expression: string): string {
    const own = this.#known.get(value) ?? new Map<string, string>();
    own.set(key, expression);
    this.#known.set(value, own);
    return expression;
  }

  #compute(value: Value, flat: string, width: Width): string {
    const type = computeType(value.type.dtype);
    const uniform = uniformValue(value);
    if (uniform !== undefined)
      return this.#splat(literal(this.#kernel, type, uniform), type, width);
    const { producer } = value;
    if (producer === undefined || !this.#computes(producer)) {
      return this.#load(value, flat, width);
    }
    if (hasTrait(producer.op, 'view')) {
      const [operand] = producer.operands;
      if (operand === undefined) throw new Error('a view has an operand');
      return this.at(operand, flat, width);
    }
    return this.#node(producer, value, flat, width);
  }

  #load(value: Value, flat: string, width: Width): string {
    const location = this.#locate(value);
    if (location === undefined) throw new Error('a value is read before it is computed');
    const shape = staticShapeOf(value);
    const element = isRowMajor(location, shape) ? flat : elementAt(flat, location, shape);
    const bound = this.#kernel.read(location.buffer, width);
    return this.#kernel.let(this.#kernel.load(bound, element, width));
  }

  #node(node: Node, value: Value, flat: string, width: Width): string {
    const lowering = loweringOf(node);
    if (lowering?.kind !== 'pointwise') throw new Error(`${node.op.name} is not pointwise here`);
    const operands = node.operands.flatMap((operand) =>
      operand === undefined ? [] : [this.#operand(operand, staticShapeOf(value), flat, width)],
    );
    const given = node.operands.filter((operand) => operand !== undefined);
    const type = computeType(value.type.dtype);
    const expression = lowering.expression(operands, {
      kernel: this.#kernel,
      node,
      type,
      dtype: value.type.dtype,
      operandTypes: given.map((operand) => computeType(operand.type.dtype)),
      operandDTypes: given.map((operand) => operand.type.dtype),
      width,
      literal: (number, as = type) => this.#splat(literal(this.#kernel, as, number), as, width),
    });
    return this.#kernel.let(expression);
  }

  #operand(operand: Value, result: readonly number[], flat: string, width: Width): string {
    const shape = staticShapeOf(operand);
    const run = runOf(shape, result);
    if (run === 'same' || uniformValue(operand) !== undefined) return this.at(operand, flat, width);
    const { dims, steps } = collapse(result, [shape]);
    const index = offset(coordinates(flat, dims), steps[0] ?? []);
    if (width === 1 || run === 'contiguous') return this.at(operand, index, width);
    return this.#splat(this.at(operand, index, 1), computeType(operand.type.dtype), width);
  }

  #splat(expression: string, type: Parameters<typeof wgslType>[0], width: Width): string {
    return width === 1 ? expression : `${wgslType(type, width)}(${expression})`;
  }
}
