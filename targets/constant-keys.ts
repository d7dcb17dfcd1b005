/** Tells which constants have equal elements, so that they are stored once. */

import type { Constant } from '../ir/constant.ts';
import { printAttributes } from '../ir/print.ts';
import { elementCount } from '../ir/types.ts';

/** Texts that are equal for constants with equal elements, without reading any. */
export class ConstantKeys {
  readonly #known = new Map<Constant, string>();
  readonly #objects = new Map<object, number>();

  /** The shape counts inside a recipe only. */
  of(constant: Constant): string {
    const known = this.#known.get(constant) ?? this.#key(constant);
    this.#known.set(constant, known);
    return known;
  }

  #key({ source, type }: Constant): string {
    switch (source.kind) {
      case 'bytes':
        return `${type.dtype} bytes ${this.#object(source.store)} ${source.offset} ${source.length}`;
      case 'data':
        return `${type.dtype} data ${this.#data(source.tensor.data)}`;
      case 'splat':
        return `${type.dtype} splat ${source.value} ${elementCount(type.shape)}`;
      case 'seeded':
        return `${type.dtype} seeded ${source.seed} ${source.scale} ${elementCount(type.shape)}`;
      case 'recipe': {
        const operands = source.operands.map((operand) =>
          operand === undefined ? '_' : `${this.of(operand)} [${operand.type.shape.join()}]`,
        );
        const attributes = printAttributes(source.op, source.attributes);
        return `${this.#object(source.op)}(${operands.join('; ')})${attributes}`;
      }
    }
  }

  /** Small data by its bytes, large data by the array that holds it. */
  #data(data: ArrayBufferView): string {
    if (data.byteLength > 4096) return `#${this.#object(data)}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  #object(object: object): number {
    const known = this.#objects.get(object) ?? this.#objects.size;
    this.#objects.set(object, known);
    return known;
  }
}
