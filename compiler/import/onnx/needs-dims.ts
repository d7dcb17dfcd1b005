/** Thrown where a node depends on the number behind an unbound dim; the converter collects them. */

import { dimNames } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';

export class NeedsDims extends Error {
  /** Symbols of the IR, not yet the model's names. */
  readonly symbols: readonly string[];
  constructor(dims: readonly Dim[]) {
    super('the value of a dim is needed');
    this.name = 'NeedsDims';
    this.symbols = dimNames(dims);
  }
}
