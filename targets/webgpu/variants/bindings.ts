/** Whether two kernels bind the same memory in the same order, and read weights that lie there alike. */

import type { Binding, Buffer, Kernel } from '../program.ts';
import { ConstantKeys } from '../../constant-keys.ts';

export class SameBindings {
  readonly #keys = new ConstantKeys();

  of(one: Kernel, other: Kernel): boolean {
    return (
      one.bindings.length === other.bindings.length &&
      one.bindings.every((binding, index) => this.#same(binding, other.bindings[index]))
    );
  }

  #same({ buffer, access }: Binding, other: Binding | undefined): boolean {
    return (
      access === other?.access && (buffer === other.buffer || this.#alike(buffer, other.buffer))
    );
  }

  #alike(one: Buffer, other: Buffer): boolean {
    return (
      one.kind === 'weight' &&
      other.kind === 'weight' &&
      one.stored === other.stored &&
      this.#keys.of(one.constant) === this.#keys.of(other.constant)
    );
  }
}
