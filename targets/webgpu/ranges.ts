/** Numbers the ranges of buffers that dispatches bind. */

import type { Program } from '../../runtime/web/program.ts';
import type { Place, Plan } from './plan.ts';
import type { Buffer } from './program.ts';
import type { WeightLayout } from './weights.ts';

type Range = Program['bindings'][number];

/** Each distinct range once, in the order of first use. */
export class Ranges {
  readonly list: Range[] = [];
  readonly #known = new Map<string, number>();
  readonly #plan: Plan;
  readonly #weights: WeightLayout;

  constructor(plan: Plan, weights: WeightLayout) {
    this.#plan = plan;
    this.#weights = weights;
  }

  of(buffer: Buffer): number {
    const { buffer: index, offset, size } = this.#place(buffer);
    const key = `${index} ${offset} ${size}`;
    const number = this.#known.get(key) ?? this.list.push([index, offset, size]) - 1;
    this.#known.set(key, number);
    return number;
  }

  #place(buffer: Buffer): Place {
    if (buffer.kind === 'storage') {
      const place = this.#plan.places.get(buffer);
      if (place === undefined) throw new Error('a kernel binds a storage without memory');
      return place;
    }
    const place = this.#weights.places.get(buffer);
    if (place === undefined) throw new Error('a kernel binds a weight without a place');
    return { ...place, buffer: this.#plan.buffers.length + place.buffer };
  }
}
