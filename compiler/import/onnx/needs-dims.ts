/** Thrown where a node depends on the number behind an unbound dim; the converter collects them. */

import { dimNames } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';

export class NeedsDims extends Error {
  /** Symbols of the IR, not yet the model's names. */
  readonly symbols: readonly string[];
  /** What does not fit as long as the dims are open. */
  readonly reason: string | undefined;
  constructor(dims: readonly Dim[], reason?: string) {
    super('the value of a dim is needed');
    this.name = 'NeedsDims';
    this.reason = reason;
    this.symbols = dimNames(dims);
  }
}
