/** Sequences of tensors: their length is always known, so they exist only while the model is converted. */

import type { Value } from '../../../ir/graph.ts';

/** Values that stand for sequences; no node of the graph may read one. */
export class Sequences {
  readonly #items = new Map<Value, readonly Value[]>();

  add(items: readonly Value[]): Value {
    const value: Value = {
      id: -1,
      type: items[0]?.type ?? { dtype: 'f32', shape: [] },
      name: undefined,
      constant: undefined,
      producer: undefined,
      users: new Set(),
    };
    this.#items.set(value, items);
    return value;
  }

  get(value: Value): readonly Value[] | undefined {
    return this.#items.get(value);
  }
}
