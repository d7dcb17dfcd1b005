/** Sizes that are known when the model runs: read from the shapes of tensors and put together as shapes. */

import type { Origin } from '../../../ir/graph.ts';
import type { Argument, Immediate, MilOperation, MilValue } from '../syntax.ts';
import { bool, int, ints } from '../terms.ts';
import type { Samples, SizeList } from './samples.ts';

/** A size as one of a tensor's, times another one's, times or over a whole number. */
interface Source {
  readonly axes: readonly FlexibleAxis[];
  readonly times: number;
  readonly over: number;
}

interface FlexibleAxis {
  readonly value: MilValue;
  readonly axis: number;
  readonly sizes: SizeList;
}

/** Writes operations that give sizes; what comes later in the program may use what comes earlier. */
export class SizeValues {
  readonly #samples: Samples;
  readonly #merged: (value: MilValue) => MilValue;
  readonly #write: (operation: MilOperation) => void;
  /** In the order of the program: inputs first. */
  readonly #axes: FlexibleAxis[] = [];
  readonly #known = new Map<string, MilValue>();

  /** `merged` gives the value of the new program for one of the usual function. */
  constructor(
    samples: Samples,
    merged: (value: MilValue) => MilValue,
    write: (operation: MilOperation) => void,
  ) {
    this.#samples = samples;
    this.#merged = merged;
    this.#write = write;
  }

  /** From now on sizes may be read from this value of the usual function. */
  add(value: MilValue): void {
    for (const axis of value.type.shape.keys()) {
      const sizes = this.#samples.sizes(value, axis);
      if (isConstant(sizes)) continue;
      this.#axes.push({ value, axis, sizes });
    }
  }

  /**
   * An int32 vector, one size after the other; undefined where more sizes than `unknown` follow from no tensor's. Those
   * are -1, which is what a reshape finds by itself.
   */
  vector(sizes: readonly SizeList[], origin: Origin, unknown: 0 | 1): MilValue | undefined {
    let left: number = unknown;
    const values: (MilValue | Immediate)[] = [];
    for (const list of sizes) {
      if (isConstant(list)) {
        values.push(ints([list[0] ?? 0]));
        continue;
      }
      const value = this.#size(list, origin);
      if (value === undefined && left-- === 0) return undefined;
      values.push(value ?? ints([-1]));
    }
    return this.#operation(
      'concat',
      { values, axis: int(0), interleave: bool(false) },
      sizes.length,
      origin,
    );
  }

  /** An int32 vector of one. */
  #size(sizes: SizeList, origin: Origin): MilValue | undefined {
    const key = sizes.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const source = this.#sourceOf(sizes);
    if (source === undefined) return undefined;
    const { axes, times, over } = source;
    const factors = axes.map((axis) => this.#read(axis, origin));
    let size = factors.reduce((x, y) => this.#operation('mul', { x, y }, 1, origin));
    if (times !== 1) size = this.#operation('mul', { x: size, y: ints([times]) }, 1, origin);
    if (over !== 1) size = this.#operation('floor_div', { x: size, y: ints([over]) }, 1, origin);
    this.#known.set(key, size);
    return size;
  }

  #read({ value, axis }: FlexibleAxis, origin: Origin): MilValue {
    const shape = { x: this.#merged(value) };
    const x = this.#operation('shape', shape, value.type.shape.length, origin);
    const range = { begin: ints([axis]), end: ints([axis + 1]) };
    return this.#operation('slice_by_index', { x, ...range }, 1, origin);
  }

  #sourceOf(sizes: SizeList): Source | undefined {
    const single = this.#axes.map((axis) => ({ axes: [axis], sizes: axis.sizes }));
    const found = bestSource(sizes, single);
    if (found !== undefined) return found;
    const different = [...new Map(this.#axes.map((axis) => [axis.sizes.join(), axis])).values()];
    const pairs = different.flatMap((a, index) =>
      different.slice(index).map((b) => ({
        axes: [a, b],
        sizes: a.sizes.map((size, at) => size * (b.sizes[at] ?? 0)),
      })),
    );
    return bestSource(sizes, pairs);
  }

  #operation(
    type: string,
    inputs: Readonly<Record<string, Argument>>,
    count: number,
    origin: Origin,
  ): MilValue {
    const output: MilValue = { type: { dtype: 'int32', shape: [count] } };
    this.#write({ type, inputs, outputs: [output], origin });
    return output;
  }
}

/** The first that is the size itself, else the first of which it is a multiple or a part. */
function bestSource(
  sizes: SizeList,
  candidates: readonly { readonly axes: readonly FlexibleAxis[]; readonly sizes: SizeList }[],
): Source | undefined {
  const [first = 0] = sizes;
  let best: Source | undefined;
  for (const { axes, sizes: from } of candidates) {
    const [one = 1] = from;
    const [times, over] = first >= one ? [first / one, 1] : [1, one / first];
    if (!Number.isInteger(times) || !Number.isInteger(over)) continue;
    if (!sizes.every((size, at) => size * over === (from[at] ?? 0) * times)) continue;
    if (times === 1 && over === 1) return { axes, times, over };
    best ??= { axes, times, over };
  }
  return best;
}

export function isConstant([first, ...others]: SizeList): boolean {
  return others.every((size) => size === first);
}
