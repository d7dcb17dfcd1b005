/** How values are stored while the layout changes: each is a transpose of another, made only where it is asked for. */

import { createBuilder } from '../../../ir/builder.ts';
import { bindDim, dimNames } from '../../../ir/dim.ts';
import { mergeOrigins } from '../../../ir/graph.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { DTYPES, elementCount } from '../../../ir/types.ts';
import type { TensorType } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { composePerms, invertPerm, isIdentity, keepsOrder } from '../shared/axes.ts';
import { applied } from '../shared/constants.ts';
import { reshaped } from '../shared/layout.ts';

/** A value that equals transpose(base, perm). */
export interface Stored {
  readonly base: Value;
  readonly perm: readonly number[];
}

export function identityPerm(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}

/** What a named dim is taken for where sizes are compared. */
const TYPICAL_DIM = 64;

export function typicalBytes({ dtype, shape }: TensorType): number {
  const names = new Map(dimNames(shape).map((name) => [name, TYPICAL_DIM]));
  const sizes = shape.map((dim) => Number(bindDim(dim, names)));
  return (elementCount(sizes) * DTYPES[dtype].bits) / 8;
}

export class StoredValues {
  readonly #graph: Graph;
  readonly #pass: string;
  readonly #stored = new Map<Value, Stored>();
  /** What has been made of a base so far, by the permutation. */
  readonly #made = new Map<Value, Map<string, Value>>();
  readonly #images = new Set<Value>();

  constructor(graph: Graph, pass: string) {
    this.#graph = graph;
    this.#pass = pass;
  }

  /** Itself where nothing else is known. */
  of(value: Value): Stored {
    return this.#stored.get(value) ?? { base: value, perm: identityPerm(value.type.shape.length) };
  }

  set(value: Value, stored: Stored): void {
    this.#stored.set(value, stored);
    // A transpose of the model serves again where its result is wanted as it is.
    const { producer } = value;
    if (producer?.op === transpose && producer.operands[0] === stored.base) {
      this.#remember(stored.base, stored.perm, value);
    }
  }

  isMoved(value: Value | undefined): value is Value {
    return value !== undefined && this.#stored.has(value);
  }

  /** Whether its order is that of a node with a layout. */
  isImage(value: Value): boolean {
    return this.#images.has(this.of(value).base);
  }

  markImage(value: Value): void {
    this.#images.add(this.of(value).base);
  }

  builder(before: Node | undefined, ...consumed: readonly (Node | undefined)[]): Builder {
    const nodes = [before, ...consumed].filter((node) => node !== undefined);
    const origin = mergeOrigins(
      nodes.map((node) => node.origin),
      this.#pass,
    );
    const place = before === undefined ? {} : { before };
    return createBuilder(builtinOps, this.#graph, { ...place, origin });
  }

  /**
   * The value of which `value` is the transpose by `perm`; made before the node if need be. Where the
   * permutation has more axes than the value, the value has leading axes of size 1.
   */
  inOrder(value: Value, perm: readonly number[], before: Node | undefined): Value {
    if (isIdentity(perm) && value.type.shape.length < perm.length) {
      return this.inOwnOrder(value, before);
    }
    const { base, move, shape } = this.#way(value, perm);
    const known = move && this.#made.get(base)?.get(move.join());
    if (known !== undefined) return known;
    const wide = reshaped(this.builder(before, value.producer), base, shape);
    if (move === undefined) return isIdentity(perm) ? this.#named(wide, value) : wide;
    const builder = this.builder(before, value.producer);
    const made = applied(builder, transpose, [wide], { perm: move });
    if (this.#images.has(base)) this.#images.add(made);
    this.#remember(base, move, made);
    return isIdentity(perm) ? this.#named(made, value) : made;
  }

  inOwnOrder(value: Value, before: Node | undefined): Value {
    if (!this.isMoved(value)) return value;
    return this.inOrder(value, identityPerm(value.type.shape.length), before);
  }

  /** Bytes that `inOrder` would move. */
  cost(value: Value, perm: readonly number[]): number {
    if (value.constant !== undefined) return 0;
    const { base, move } = this.#way(value, perm);
    if (move === undefined || this.#made.get(base)?.has(move.join()) === true) return 0;
    return typicalBytes(value.type);
  }

  /** From the base: a reshape to `shape`, then a transpose by `move`, if there is one. */
  #way(value: Value, perm: readonly number[]) {
    const { base, perm: own } = this.of(value);
    const added = perm.length - own.length;
    const wide = [...identityPerm(added), ...own.map((axis) => axis + added)];
    const shape = [...Array.from({ length: added }, () => 1), ...base.type.shape];
    const move = composePerms(wide, invertPerm(perm));
    if (!keepsOrder(shape, move)) return { base, move, shape };
    return { base, move: undefined, shape: move.map((axis) => shape[axis] ?? 1) };
  }

  #remember(base: Value, move: readonly number[], made: Value): void {
    const own = this.#made.get(base) ?? new Map<string, Value>();
    this.#made.set(base, own.set(move.join(), made));
  }

  /** What stands for a value of the model takes over its name. */
  #named(made: Value, value: Value): Value {
    if (value.name !== undefined && made.producer !== undefined) {
      this.#graph.nameValue(made, value.name);
    }
    return made;
  }
}
