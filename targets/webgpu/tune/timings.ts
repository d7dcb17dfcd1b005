/** The time of each problem as a device has it lowered, and whether its numbers are right. */

import { largestError, seededInputs } from '../../../compiler/validate.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { Device } from '../../devices/device.ts';
import type { Problem } from './collect.ts';
import type { Prepared, SearchOptions, Tensors, Timed, Workbench } from './trial.ts';

interface Verdict {
  readonly milliseconds: number;
  readonly fault?: string;
}

/** Of JavaScript; nobody waits that long. */
const LONGEST_TIMER = 2 ** 31 - 1;

const NO_TIME: Verdict = { milliseconds: 0, fault: 'no time' };

/** Of one family, until its deadline. */
export class Timings {
  readonly #bench: Workbench;
  readonly #options: SearchOptions;
  readonly #deadline: number;
  readonly #inputs = new Map<Problem, Tensors>();
  readonly #references = new Map<Problem, Tensors>();
  readonly #known = new Map<string, Verdict>();

  constructor(bench: Workbench, options: SearchOptions, deadline: number) {
    this.#bench = bench;
    this.#options = options;
    this.#deadline = deadline;
  }

  /** What was timed is timed again. */
  forget(): void {
    this.#known.clear();
  }

  async of(problem: Problem, index: number, device: Device): Promise<Verdict> {
    const prepared = await this.#bench.prepare(problem.graph, device);
    if (!('time' in prepared)) return refused(prepared);
    const key = `${index} ${prepared.key}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#bench.now() >= this.#deadline) return NO_TIME;
    const verdict = await this.#verdict(problem, prepared);
    this.#known.set(key, verdict);
    return verdict;
  }

  async #verdict(problem: Problem, prepared: Prepared): Promise<Verdict> {
    const inputs = this.#inputs.get(problem) ?? seededInputs(problem.graph);
    this.#inputs.set(problem, inputs);
    const { signal } = this.#options;
    // Some drivers compile a shader for minutes.
    const left = Math.ceil(this.#deadline - this.#bench.now());
    const late = AbortSignal.timeout(Math.min(Math.max(left, 0), LONGEST_TIMER));
    let timed: Timed;
    try {
      timed = await prepared.time(inputs, signal ? AbortSignal.any([signal, late]) : late);
    } catch (error) {
      signal?.throwIfAborted();
      if (late.aborted) return NO_TIME;
      if (error instanceof DiagnosticError) return refused(error.diagnostics);
      throw error;
    }
    const { milliseconds, outputs } = timed;
    const reference = this.#references.get(problem) ?? outputs;
    this.#references.set(problem, reference);
    const errors = Array.from(outputs, ([name, value]) => errorOf(value, reference.get(name)));
    const error = Math.max(...errors);
    if (error <= this.#options.tolerance) return { milliseconds };
    return { milliseconds, fault: `its numbers differ by ${error.toPrecision(2)}` };
  }
}

function refused(diagnostics: readonly Diagnostic[]): Verdict {
  return { milliseconds: 0, fault: diagnostics.map(({ message }) => message).join('; ') };
}

function errorOf(value: Tensor, reference: Tensor | undefined): number {
  return reference === undefined ? Infinity : largestError(value, reference);
}
