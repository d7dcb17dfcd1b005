/** Which values are seen as [B, C, 1, S] tensors, and how values become such. */

import type { Value } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { staticShapeOf } from '../../shape.ts';
import type { MilBuilder } from '../builder.ts';
import { transpose, view } from '../build/movement.ts';
import type { Term } from '../terms.ts';
import { isTokens, materialized, storedShape, tokenOrder, underShape, whole } from './factors.ts';
import type { Factor, Seen, Sizes } from './factors.ts';

export class NeuralLayout {
  readonly #m: MilBuilder;
  /** A value as the IR has it. */
  readonly #plain: (value: Value) => Term;
  readonly #seen = new Map<Value, Seen>();

  constructor(m: MilBuilder, plain: (value: Value) => Term) {
    this.#m = m;
    this.#plain = plain;
  }

  find(value: Value): Seen | undefined {
    return this.#seen.get(value);
  }

  set(value: Value, seen: Seen): void {
    this.#seen.set(value, seen);
  }

  /** The result of work on stored tensors, whose elements come in an order of factors under the value's shape. */
  place(value: Value, stored: Term, sizes: Sizes, factors: readonly Factor[]): void {
    const axes = underShape(factors, staticShapeOf(value));
    if (axes === undefined) throw new Error('a result has the factors of its operands');
    this.#seen.set(value, { stored: view(this.#m, stored, storedShape(sizes)), sizes, axes });
  }

  /** A value that is seen otherwise, as the IR has it. */
  materialize(value: Value): Term | undefined {
    const seen = this.#seen.get(value);
    return seen && materialized(this.#m, seen);
  }

  /** A value whose first axis is the batch and whose last one the channels, those between being places. */
  tokens(value: Value): Seen {
    const known = this.#seen.get(value);
    const shape = staticShapeOf(value);
    if (known !== undefined && isTokens(known, shape.at(-1) ?? 1)) return known;
    const [batch = 1] = shape;
    const channel = shape.at(-1) ?? 1;
    const place = elementCount(shape.slice(1, -1));
    const sizes = { batch, channel, place };
    const lines = view(this.#m, this.#plain(value), [batch, place, channel]);
    const stored = place === 1 ? lines : transpose(this.#m, lines, [0, 2, 1]);
    this.place(value, stored, sizes, tokenOrder(sizes));
    return this.tokens(value);
  }

  /** An image [B, C, ...]. */
  image(value: Value): Seen {
    const known = this.#seen.get(value);
    if (known !== undefined) return known;
    const [batch = 1, channel = 1, ...spatial] = staticShapeOf(value);
    const sizes = { batch, channel, place: elementCount(spatial) };
    this.place(value, this.#plain(value), sizes, [
      whole(sizes, 'batch'),
      whole(sizes, 'channel'),
      whole(sizes, 'place'),
    ]);
    return this.image(value);
  }
}
