/** What the guard knows of weights, each read once, piece by piece. */

import type { ByteStore, Constant } from '../../ir/constant.ts';
import { DTYPES, elementCount } from '../../ir/types.ts';
import { originalWeight } from '../quantize/float-original.ts';
import { measureWeight } from './measure-weight.ts';
import type { MeasureWeight } from './measure-weight.ts';
import type { WeightRows, WeightStatistics } from './tally.ts';
import { viewOf } from './weight-view.ts';
import type { WeightView } from './weight-view.ts';

export type { WeightRows, WeightStatistics } from './tally.ts';

/** Measures weights once for all targets, shapes and rounds of the guard. */
export class WeightMeasures {
  readonly #ofStores = new WeakMap<ByteStore, Map<string, WeightStatistics>>();
  readonly #ofOthers = new WeakMap<Constant, WeightStatistics>();
  /** What is being read, so that nobody else reads it too. */
  readonly #running = new WeakMap<object, Map<string, Promise<WeightStatistics>>>();
  readonly #measure: MeasureWeight;

  constructor(measure: MeasureWeight = measureWeight) {
    this.#measure = measure;
  }

  /** Rows are those along the axis; there is no other way to ask for them later. */
  async measure(constant: Constant, axis: number | undefined, signal?: AbortSignal): Promise<void> {
    if (this.of(constant, axis) !== undefined) return;
    const view = viewOf(originalWeight(constant), axis);
    signal?.throwIfAborted();
    const { base } = view;
    const running =
      this.#running.get(ownerOf(base)) ?? new Map<string, Promise<WeightStatistics>>();
    this.#running.set(ownerOf(base), running);
    const key = `${placeOf(base)} ${view.axis}`;
    const found = running.get(key) ?? this.#measure(base, view.axis, signal);
    running.set(key, found);
    try {
      this.#keep(view, await found);
    } finally {
      running.delete(key);
    }
  }

  /** Undefined where it was not measured. */
  of(constant: Constant, axis: number | undefined): WeightStatistics | undefined {
    const original = originalWeight(constant);
    const view = viewOf(original, axis);
    const known = this.#known(view);
    if (known === undefined) return undefined;
    const own = scaled(known, view.factor);
    return original === constant ? own : rounded(own, elementCount(constant.type.shape));
  }

  /** Of the elements at each index of the axis; `all` is the root of the sum of all squares. */
  rows(constant: Constant, axis: number): (WeightRows & { readonly all: number }) | undefined {
    const own = this.of(constant, axis);
    if (own === undefined || own.infinite > 0) return undefined;
    const at = viewOf(originalWeight(constant), axis).axis;
    const rows = at === undefined ? undefined : own.rows.get(at);
    return rows && { ...rows, all: own.root };
  }

  #known({ base, axis }: WeightView): WeightStatistics | undefined {
    const { source } = base;
    const found =
      source.kind === 'bytes'
        ? this.#ofStores.get(source.store)?.get(placeOf(base))
        : this.#ofOthers.get(base);
    return axis === undefined || found?.rows.has(axis) === true ? found : undefined;
  }

  #keep({ base }: WeightView, found: WeightStatistics): void {
    const { source } = base;
    const before = this.#known({ base, axis: undefined, factor: 1 });
    const all = { ...found, rows: new Map([...(before?.rows ?? []), ...found.rows]) };
    if (source.kind !== 'bytes') {
      this.#ofOthers.set(base, all);
      return;
    }
    const own = this.#ofStores.get(source.store) ?? new Map<string, WeightStatistics>();
    this.#ofStores.set(source.store, own.set(placeOf(base), all));
  }
}

function ownerOf(base: Constant): object {
  return base.source.kind === 'bytes' ? base.source.store : base;
}

/** Within its owner. */
function placeOf({ source, type }: Constant): string {
  return source.kind === 'bytes' ? `${source.offset} ${type.shape.join()}` : '';
}

/** Whether a constant is one that the guard looks at. */
export function isMeasured({ type }: Constant): boolean {
  return DTYPES[type.dtype].kind !== 'bool' && elementCount(type.shape) > 0;
}

function scaled(found: WeightStatistics, factor: number): WeightStatistics {
  if (factor === 1) return found;
  const size = Math.abs(factor);
  const rows = Array.from(found.rows, ([axis, { count, most, root }]): [number, WeightRows] => [
    axis,
    { count, most: most * size, root: root * size },
  ]);
  return {
    ...found,
    largest: found.largest * size,
    root: found.root * size,
    rows: new Map(rows),
  };
}

/** Few bits lie no further out than a step or two beyond what they were rounded from; four bits have fifteen steps. */
function rounded(found: WeightStatistics, elements: number): WeightStatistics {
  const largest = found.largest * 1.25;
  const rows = Array.from(found.rows, ([axis, { count }]): [number, WeightRows] => [
    axis,
    { count, most: largest * count, root: largest * Math.sqrt(count) },
  ]);
  return {
    ...found,
    largest,
    root: largest * Math.sqrt(elements),
    rows: new Map(rows),
  };
}
