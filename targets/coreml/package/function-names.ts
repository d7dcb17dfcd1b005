/** Names inside a function, from counters and the opset's own words; ports have theirs already. */

import type { MilFunction, MilOperation, MilValue } from '../syntax.ts';

export class FunctionNames {
  readonly #taken = new Set<string>();
  readonly #values = new Map<MilValue, string>();
  readonly #operations = new Map<MilOperation, string>();

  constructor({ inputs, outputs, operations }: MilFunction) {
    for (const { name, value } of [...inputs, ...outputs]) {
      if (this.#taken.has(name)) throw new Error(`two ports have the name ${name}`);
      if (this.#values.has(value)) throw new Error(`the port ${name} is another one too`);
      this.#taken.add(name);
      this.#values.set(value, name);
    }
    for (const [index, operation] of operations.entries()) {
      const name = this.take(`${operation.type}_${index}`);
      this.#operations.set(operation, name);
      const results = operation.outputs.filter((value) => !this.#values.has(value));
      for (const [result, value] of results.entries()) {
        const single = operation.outputs.length === 1;
        this.#values.set(value, single ? name : this.take(`${name}_${result}`));
      }
    }
  }

  /** The name, or one like it that is free. */
  take(name: string): string {
    let free = name;
    while (this.#taken.has(free)) free += '_';
    this.#taken.add(free);
    return free;
  }

  value(value: MilValue): string {
    const name = this.#values.get(value);
    if (name === undefined) throw new Error('a value is read that nothing computes');
    return name;
  }

  operation(operation: MilOperation): string {
    return this.#operations.get(operation) ?? '';
  }
}
