/** Where results go: where they are wanted, over an operand that ends, or into memory of their own. */

import { elementCount } from '../../ir/types.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { staticShapeOf, staticTypeOf } from '../shape.ts';
import type { Destination, EarlyParts, Locations } from './locations.ts';
import type { Location, Placement } from './lowering.ts';
import { rowMajor } from './placement.ts';
import type { Storage } from './program.ts';

/** A result in memory: the storage, and where in it. */
export type Target = Location & { readonly buffer: Storage };

export type Accepts = (placement: Placement) => boolean;

interface Operands {
  /** Those whose memory the result may take, element by element. */
  readonly spare?: readonly (Value | undefined)[];
  /** Those that are read while the result is written; all of the node's if left out. */
  readonly reads?: readonly (Value | undefined)[];
}

export class ResultMemory {
  readonly #locations: Locations;
  readonly #early: EarlyParts;
  /** Where the kernel of each value could have written it. */
  readonly #accepts = new Map<Value, Accepts>();

  constructor(locations: Locations, early: EarlyParts) {
    this.#locations = locations;
    this.#early = early;
  }

  /** Whether the kernel of the value could have written it there. */
  accepts(value: Value, placement: Placement): boolean {
    return this.#accepts.get(value)?.(placement) === true;
  }

  /** Where the result goes: where it is wanted, over a spare operand that ends here, or into memory of its own. */
  target(node: Node, result: Value, accepts: Accepts, operands: Operands = {}): Target {
    const known = this.#locations.find(result);
    if (known?.buffer.kind === 'storage') return { ...known, buffer: known.buffer };
    this.#accepts.set(result, accepts);
    const wanted = this.#wanted(node, result, accepts, operands.reads ?? node.operands);
    const early = wanted !== undefined && this.#early.has(result);
    // Over an operand it costs no memory, and a copy later.
    const over = early ? undefined : this.#inPlace(result, operands.spare ?? []);
    if (over !== undefined) return over;
    if (wanted !== undefined) {
      return { buffer: this.#locations.settle(result, wanted), ...wanted.placement };
    }
    return { buffer: this.#locations.allocate(result), ...rowMajor(staticShapeOf(result)) };
  }

  /** The memory of an operand of as many elements that ends with the result's node. */
  #inPlace(result: Value, operands: readonly (Value | undefined)[]): Target | undefined {
    const { shape } = staticTypeOf(result);
    for (const operand of operands) {
      if (operand === undefined) continue;
      if (elementCount(staticShapeOf(operand)) !== elementCount(shape)) continue;
      const buffer = this.#locations.overwrite(result, operand);
      if (buffer !== undefined) return { buffer, ...rowMajor(shape) };
    }
    return undefined;
  }

  /** Where others want the result, if the kernel can write it there. */
  #wanted(
    node: Node,
    result: Value,
    accepts: Accepts,
    reads: readonly (Value | undefined)[],
  ): Destination | undefined {
    const wanted = this.#locations.destination(result);
    if (wanted === undefined || node.results.length > 1 || !accepts(wanted.placement)) {
      return undefined;
    }
    // A storage is bound once, with one width, so what is written there must not be read there too.
    const memory = this.#locations.find(wanted.root)?.buffer;
    const isRead = reads.some(
      (operand) =>
        operand !== undefined &&
        memory !== undefined &&
        this.#locations.find(operand)?.buffer === memory,
    );
    return isRead ? undefined : wanted;
  }
}
