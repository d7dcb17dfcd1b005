/** The lines of elements along one axis of a tensor, for ops that treat each line by itself. */

import { splitAt } from './shapes.ts';

/** The elements `start`, `start + step`, ... `size` of them. */
export interface Lane {
  readonly start: number;
  readonly step: number;
  readonly size: number;
}

export function* lanes(shape: readonly number[], axis: number): Generator<Lane, void, undefined> {
  const { outer, size, inner: step } = splitAt(shape, axis);
  for (let block = 0; block < outer; block++) {
    for (let inner = 0; inner < step; inner++) {
      yield { start: block * size * step + inner, step, size };
    }
  }
}
