/** Times the candidates of one family until its time is over. */

import { largestError, seededInputs } from '../../../compiler/validate.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { Device } from '../../devices/device.ts';
import { candidatesFor, withCandidate } from './candidates.ts';
import type { Candidate } from './candidates.ts';
import type { FamilyProblems, Problem } from './collect.ts';
import type {
  FamilyResult,
  Prepared,
  SearchOptions,
  Tensors,
  Timed,
  Trial,
  Workbench,
} from './trial.ts';

/** What is faster by less is not told from luck: the tile that was there first stays. */
const NOISE = 0.95;

/** The fault of a tile that works and is not the best. */
export const SLOWER = 'not faster';

interface Verdict {
  readonly milliseconds: number;
  readonly fault?: string;
}

/** Of JavaScript; nobody waits that long. */
const LONGEST_TIMER = 2 ** 31 - 1;

const NO_TIME: Verdict = { milliseconds: 0, fault: 'no time' };

export class FamilySearch {
  readonly #family: FamilyProblems;
  readonly #bench: Workbench;
  readonly #options: SearchOptions;
  readonly #deadline: number;
  readonly #inputs = new Map<Problem, Tensors>();
  readonly #references = new Map<Problem, Tensors>();
  readonly #known = new Map<string, Verdict>();

  constructor(family: FamilyProblems, bench: Workbench, options: SearchOptions, deadline: number) {
    this.#family = family;
    this.#bench = bench;
    this.#options = options;
    this.#deadline = deadline;
  }

  async run(): Promise<FamilyResult> {
    const { device, onTrial } = this.#options;
    const { family } = this.#family;
    const candidates = candidatesFor(family, device);
    const trials: Trial[] = [];
    let best: Trial | undefined;
    for (const [index, tile] of candidates.entries()) {
      if (this.#isLate()) break;
      onTrial?.(family, index, candidates.length);
      const trial = await this.#try({ tile }, best?.milliseconds ?? Infinity);
      trials.push(trial);
      if (trial.milliseconds !== undefined) best = trial;
    }
    if (best !== undefined && family === 'conv2d' && !this.#isLate()) {
      const winograd = device.webgpu?.kernels?.winograd?.value !== true;
      const trial = await this.#try({ tile: best.tile, winograd }, best.milliseconds ?? Infinity);
      trials.push(trial);
      if (trial.milliseconds !== undefined) best = trial;
    }
    return { ...this.#family, trials, best };
  }

  #isLate(): boolean {
    return this.#bench.now() >= this.#deadline;
  }

  /** Given up as soon as it is no faster than the best so far. */
  async #try(candidate: Candidate, limit: number): Promise<Trial> {
    const device = withCandidate(this.#options.device, this.#family.family, candidate);
    let total = 0;
    for (const [index, problem] of this.#family.problems.entries()) {
      this.#options.signal?.throwIfAborted();
      const { milliseconds, fault } = await this.#measure(problem, index, device);
      if (fault !== undefined) return { ...candidate, milliseconds: undefined, fault };
      total += milliseconds * problem.count;
      if (total >= limit * NOISE) return { ...candidate, milliseconds: undefined, fault: SLOWER };
    }
    return { ...candidate, milliseconds: total };
  }

  async #measure(problem: Problem, index: number, device: Device): Promise<Verdict> {
    const prepared = await this.#bench.prepare(problem.graph, device);
    if (!('time' in prepared)) return refused(prepared);
    const key = `${index} ${prepared.key}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#isLate()) return NO_TIME;
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
    const late = AbortSignal.timeout(Math.min(left, LONGEST_TIMER));
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
