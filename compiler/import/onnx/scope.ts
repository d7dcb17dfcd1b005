/** The tensors that a graph's nodes can read by name: its own, and those of the graphs around it. */

import type { Constant } from '../../../ir/constant.ts';
import type { Value } from '../../../ir/graph.ts';

/**
 * - absent: an optional input of a function that its caller left out.
 * - failed: its node was refused; readers are skipped without another diagnostic.
 */
export type Binding = Value | 'absent' | 'failed';

export class Scope {
  readonly #values = new Map<string, Binding>();
  readonly #initializers: ReadonlyMap<string, Constant>;
  /** This scope, then those around it. */
  readonly #chain: readonly Scope[];
  readonly #constant: (constant: Constant, name: string) => Value;

  constructor(
    initializers: ReadonlyMap<string, Constant>,
    constant: (constant: Constant, name: string) => Value,
    outer?: Scope,
  ) {
    this.#initializers = initializers;
    this.#constant = constant;
    this.#chain = outer === undefined ? [this] : [this, ...outer.#chain];
  }

  bind(name: string, binding: Binding): void {
    this.#values.set(name, binding);
  }

  lookup(name: string): Binding | undefined {
    for (const scope of this.#chain) {
      const found = scope.#own(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.#chain.some((scope) => scope.hasOwn(name));
  }

  hasOwn(name: string): boolean {
    return this.#values.has(name) || this.#initializers.has(name);
  }

  /** An initializer becomes a value of the graph when it is first read. */
  #own(name: string): Binding | undefined {
    const bound = this.#values.get(name);
    if (bound !== undefined) return bound;
    const initializer = this.#initializers.get(name);
    if (initializer === undefined) return undefined;
    const value = this.#constant(initializer, name);
    this.#values.set(name, value);
    return value;
  }
}
