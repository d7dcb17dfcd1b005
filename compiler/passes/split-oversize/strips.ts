/** Values as strips along their second axis, and the rows that a strip of what reads them needs. */

import { createBuilder } from '../../../ir/builder.ts';
import type { CoreBuilder } from '../../../ir/builder.ts';
import { mergeOrigins, resultOf } from '../../../ir/graph.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { constantOf } from '../shared/constant-folding.ts';
import { byteSize, isStaticType } from '../../../ir/types.ts';

/** The axis that is cut. */
export const AXIS = 1;

/** Rows `first` up to but without `end`. */
export interface Rows {
  readonly first: number;
  readonly end: number;
}

export interface StripContext {
  readonly builder: CoreBuilder;
  readonly node: Node;
  /** The rows of an operand. */
  readonly rows: (value: Value, rows: Rows) => Value;
  /** All strips of an operand. */
  readonly strips: (value: Value) => readonly Value[];
}

/** Prepares a node and returns what computes some of its rows; undefined if it cannot be cut. */
export type StripRule = (context: StripContext) => ((rows: Rows) => Value) | undefined;

/** Computes a node whose constant is read in `parts`; undefined if it cannot be. */
export type WideRule = (builder: CoreBuilder, node: Node, parts: number) => Value | undefined;

/** Builds before a node what takes its place, under its origin. */
export function builderBefore(graph: Graph, before: Node, pass: string): CoreBuilder {
  const origin = mergeOrigins([before.origin], pass);
  return createBuilder(builtinOps, graph, { before, origin });
}

interface Strip extends Rows {
  readonly value: Value;
}

export class Strips {
  readonly #graph: Graph;
  readonly #pass: string;
  readonly #stripBytes: number;
  readonly #known = new Map<Value, readonly Strip[]>();
  readonly #rows = new Map<Value, Map<string, Value>>();

  constructor(graph: Graph, pass: string, stripBytes: number) {
    this.#graph = graph;
    this.#pass = pass;
    this.#stripBytes = stripBytes;
  }

  /** Makes the strips of the node's result; false where it has no rows or the rule refuses. */
  cut(node: Node, rule: StripRule): boolean {
    const result = resultOf(node);
    const height = shapeOf(result)[AXIS] ?? 0;
    if (height < 2) return false;
    const builder = this.#builder(node);
    const strip = rule({
      builder,
      node,
      rows: (value, rows) => this.#take(value, rows, builder),
      strips: (value) => this.#stripsOf(value, builder).map(({ value: part }) => part),
    });
    if (strip === undefined) return false;
    this.#known.set(
      result,
      this.#cuts(node, height).map((rows) => ({ ...rows, value: strip(rows) })),
    );
    return true;
  }

  /** The strips in one piece again, made before the node. */
  whole(value: Value, node: Node): Value {
    return join(this.#builder(node), this.#stripsOf(value, this.#builder(node)));
  }

  #builder(before: Node): CoreBuilder {
    return builderBefore(this.#graph, before, this.#pass);
  }

  /** Even numbers of rows, so that a strip of a doubled image comes from whole rows. */
  #cuts(node: Node, height: number): Rows[] {
    const values = [resultOf(node), ...node.operands].flatMap((value) => value ?? []);
    const largest = Math.max(
      ...values.filter(({ constant }) => constant === undefined).map(bytesOf),
    );
    const count = Math.max(2, Math.ceil(largest / this.#stripBytes));
    const size = Math.max(2, 2 * Math.ceil(height / count / 2));
    return Array.from({ length: Math.ceil(height / size) }, (_, index) => ({
      first: index * size,
      end: Math.min(height, (index + 1) * size),
    }));
  }

  #stripsOf(value: Value, builder: CoreBuilder): readonly Strip[] {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const height = shapeOf(value)[AXIS] ?? 1;
    const count = Math.max(1, Math.ceil(bytesOf(value) / this.#stripBytes));
    const size = Math.ceil(height / count);
    return Array.from({ length: Math.ceil(height / size) }, (_, index) => {
      const rows = { first: index * size, end: Math.min(height, (index + 1) * size) };
      return { ...rows, value: this.#take(value, rows, builder) };
    });
  }

  #take(value: Value, rows: Rows, builder: CoreBuilder): Value {
    const key = `${rows.first} ${rows.end}`;
    const own = this.#rows.get(value) ?? new Map<string, Value>();
    this.#rows.set(value, own);
    const taken = own.get(key) ?? this.#pick(value, rows, builder);
    own.set(key, taken);
    return taken;
  }

  #pick(value: Value, { first, end }: Rows, builder: CoreBuilder): Value {
    const strips = this.#known.get(value);
    if (strips === undefined) return sliceRows(builder, value, first, end);
    const parts = strips
      .filter((strip) => strip.first < end && strip.end > first)
      .map((strip) => ({
        value: sliceRows(
          builder,
          strip.value,
          Math.max(0, first - strip.first),
          Math.min(strip.end, end) - strip.first,
        ),
      }));
    return join(builder, parts);
  }
}

function join(builder: CoreBuilder, parts: readonly { readonly value: Value }[]): Value {
  const inputs = parts.map(({ value }) => value);
  const [only] = inputs;
  return inputs.length === 1 && only !== undefined
    ? only
    : builder.concat({ inputs }, { axis: AXIS });
}

function sliceRows(builder: CoreBuilder, value: Value, first: number, end: number): Value {
  return sliceAxis(builder, value, AXIS, first, end);
}

export function sliceAxis(
  builder: CoreBuilder,
  value: Value,
  axis: number,
  first: number,
  end: number,
): Value {
  const shape = shapeOf(value);
  if (first === 0 && end === shape[axis]) return value;
  const attributes = {
    starts: shape.map((_, at) => (at === axis ? first : 0)),
    ends: shape.map((size, at) => (at === axis ? end : size)),
    steps: shape.map(() => 1),
  };
  if (value.constant === undefined) return builder.slice({ input: value }, attributes);
  return builder.constant(constantOf(builtinOps.slice, [value.constant], attributes));
}

export function shapeOf({ type }: Value): readonly number[] {
  if (!isStaticType(type)) throw new Error('strips are cut where every shape is known');
  return type.shape;
}

/** 0 where the size is not known. */
export function bytesOf({ type }: Value): number {
  return isStaticType(type) ? byteSize(type) : 0;
}
