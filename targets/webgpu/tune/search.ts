/** Times the candidates of each family on the heaviest problems of a model and says which is best. */

import { largestError, seededInputs } from '../../../compiler/validate.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { Device, RegisterTile } from '../../devices/device.ts';
import { candidatesFor, withTile } from './candidates.ts';
import type { FamilyProblems, Problem } from './collect.ts';
import type { Family } from './problem.ts';

type Tensors = ReadonlyMap<string, Tensor>;

export interface Timed {
  readonly milliseconds: number;
  readonly outputs: Tensors;
}

/** A problem lowered for a device. */
export interface Prepared {
  /** Equal for equal shaders: those need not be timed again. */
  readonly key: string;
  /** Throws a DiagnosticError where the adapter refuses. */
  readonly time: (inputs: Tensors) => Promise<Timed>;
}

/** Lowers and times; diagnostics where the device refuses. */
export interface Workbench {
  readonly prepare: (graph: Graph, device: Device) => Promise<Prepared | readonly Diagnostic[]>;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
}

export interface Trial {
  readonly tile: RegisterTile;
  /** What these problems take in a run of the model; undefined where it was not finished. */
  readonly milliseconds: number | undefined;
  /** Why it is out. */
  readonly fault?: string;
}

export interface FamilyResult extends FamilyProblems {
  readonly trials: readonly Trial[];
  /** Undefined where there was no time, or no tile works. */
  readonly best: Trial | undefined;
}

export interface SearchOptions {
  readonly device: Device;
  readonly budgetMilliseconds: number;
  /** How far results may be from those of the first candidate. */
  readonly tolerance: number;
  readonly signal?: AbortSignal;
  readonly onTrial?: (family: Family, done: number, total: number) => void;
}

/** Families get time by their shares; a trial that has begun is finished for the problem at hand. */
export async function searchTiles(
  families: readonly FamilyProblems[],
  bench: Workbench,
  options: SearchOptions,
): Promise<readonly FamilyResult[]> {
  const end = bench.now() + options.budgetMilliseconds;
  let share = families.reduce((sum, family) => sum + family.share, 0);
  const results: FamilyResult[] = [];
  for (const family of families) {
    const now = bench.now();
    const deadline = now + ((end - now) * family.share) / share;
    share -= family.share;
    results.push(await new FamilySearch(family, bench, options, deadline).run());
  }
  return results;
}

/** What is faster by less is not told from luck: the tile that was there first stays. */
const NOISE = 0.97;

/** The fault of a tile that works and is not the best. */
export const SLOWER = 'not faster';

interface Verdict {
  readonly milliseconds: number;
  readonly fault?: string;
}

class FamilySearch {
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
      const trial = await this.#try(tile, best?.milliseconds ?? Infinity);
      trials.push(trial);
      if (trial.milliseconds !== undefined) best = trial;
    }
    return { ...this.#family, trials, best };
  }

  #isLate(): boolean {
    return this.#bench.now() >= this.#deadline;
  }

  /** Given up as soon as it is no faster than the best so far. */
  async #try(tile: RegisterTile, limit: number): Promise<Trial> {
    const device = withTile(this.#options.device, this.#family.family, tile);
    let total = 0;
    for (const [index, problem] of this.#family.problems.entries()) {
      this.#options.signal?.throwIfAborted();
      if (index > 0 && this.#isLate()) return { tile, milliseconds: undefined, fault: 'no time' };
      const { milliseconds, fault } = await this.#measure(problem, index, device);
      if (fault !== undefined) return { tile, milliseconds: undefined, fault };
      total += milliseconds * problem.count;
      if (total >= limit * NOISE) return { tile, milliseconds: undefined, fault: SLOWER };
    }
    return { tile, milliseconds: total };
  }

  async #measure(problem: Problem, index: number, device: Device): Promise<Verdict> {
    const prepared = await this.#bench.prepare(problem.graph, device);
    if (!('time' in prepared)) return refused(prepared);
    const key = `${index} ${prepared.key}`;
    const verdict = this.#known.get(key) ?? (await this.#verdict(problem, prepared));
    this.#known.set(key, verdict);
    return verdict;
  }

  async #verdict(problem: Problem, prepared: Prepared): Promise<Verdict> {
    const inputs = this.#inputs.get(problem) ?? seededInputs(problem.graph);
    this.#inputs.set(problem, inputs);
    let timed: Timed;
    try {
      timed = await prepared.time(inputs);
    } catch (error) {
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
