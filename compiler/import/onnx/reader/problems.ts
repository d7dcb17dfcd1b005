/** Gathers the faults of a file, so that one run tells as many of them as can be told. */

import { DiagnosticError, isError } from '../../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../../ir/diagnostics.ts';
import { moreProblems, tooManyProblems } from './diagnostics.ts';
import { LIMITS } from './limits.ts';

/** A fault that ends the reading of the whole file. */
export class StopReading extends DiagnosticError {}

export class Problems {
  readonly #file: string;
  readonly #told: Diagnostic[] = [];
  #failed = false;
  #untold = 0;
  /** Told even where the list is full already. */
  #end: Diagnostic | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  get failed(): boolean {
    return this.#failed;
  }

  add(...diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      if (diagnostic === this.#end) continue;
      if (isError(diagnostic)) this.#failed = true;
      if (this.#told.length < LIMITS.problems) this.#told.push(diagnostic);
      else this.#untold++;
    }
  }

  /** Runs one part of the reading; a fault ends that part and the rest goes on. */
  async guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DiagnosticError) || error instanceof StopReading) throw error;
      this.add(...error.diagnostics);
      if (this.#untold > LIMITS.countedProblems) {
        this.#end = tooManyProblems(this.#file);
        throw new StopReading(this.#end);
      }
      return undefined;
    }
  }

  list(): readonly Diagnostic[] {
    const more = this.#untold === 0 ? [] : [moreProblems(this.#untold)];
    return [...this.#told, ...more, ...(this.#end === undefined ? [] : [this.#end])];
  }
}
