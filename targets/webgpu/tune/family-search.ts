/** Times the candidates of one family until its time is over. */

import { candidatesFor, invocationCounts, tileOf, withCandidate } from './candidates.ts';
import type { Candidate } from './candidates.ts';
import type { FamilyProblems } from './collect.ts';
import { Timings } from './timings.ts';
import type { FamilyResult, SearchOptions, Trial, Workbench } from './trial.ts';

/** What is faster by less is not told from luck: the tile that was there first stays. */
const NOISE = 0.95;

/** The fault of a tile that works and is not the best. */
const SLOWER = 'not faster';

export class FamilySearch {
  readonly #family: FamilyProblems;
  readonly #bench: Workbench;
  readonly #options: SearchOptions;
  readonly #deadline: number;
  readonly #timings: Timings;

  constructor(family: FamilyProblems, bench: Workbench, options: SearchOptions, deadline: number) {
    this.#family = family;
    this.#bench = bench;
    this.#options = options;
    this.#deadline = deadline;
    this.#timings = new Timings(bench, options, deadline);
  }

  /** How many invocations the device wants holds for all families: one decides for the others. */
  async run(decides = false): Promise<FamilyResult> {
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
    const changes: Partial<Candidate>[] = [];
    if (family === 'conv2d') {
      changes.push({ winograd: device.webgpu?.kernels?.winograd?.value !== true });
    }
    if (decides) for (const invocations of invocationCounts(device)) changes.push({ invocations });
    for (const change of changes) {
      if (best === undefined || this.#isLate()) break;
      const changed = { ...candidateOf(best), ...change };
      const trial = await this.#try(changed, best.milliseconds ?? Infinity);
      trials.push(trial);
      if (trial.milliseconds !== undefined) best = trial;
    }
    if (best !== undefined) best = await this.#confirm(best, trials);
    return { ...this.#family, trials, best };
  }

  /** What the device has now is left for what is faster a second time as well, right after it. */
  async #confirm(best: Trial, trials: Trial[]): Promise<Trial> {
    const own = textOf({ tile: tileOf(this.#family.family, this.#options.device) });
    const index = trials.findIndex((trial) => textOf(trial) === own);
    const before = trials[index];
    if (before === undefined || before === best || this.#isLate()) return best;
    this.#timings.forget();
    const again = await this.#try({ tile: before.tile }, Infinity);
    if (again.milliseconds === undefined) return best;
    trials[index] = again;
    const { milliseconds, fault } = await this.#try(candidateOf(best), again.milliseconds);
    if (fault === SLOWER) return again;
    if (milliseconds === undefined) return best;
    const confirmed = { ...best, milliseconds };
    trials[trials.indexOf(best)] = confirmed;
    return confirmed;
  }

  #isLate(): boolean {
    return this.#bench.now() >= this.#deadline;
  }

  /** Given up as soon as it is no faster than the best so far. */
  async #try(candidate: Candidate, limit: number): Promise<Trial> {
    const device = withCandidate(this.#options.device, this.#family.family, candidate);
    const { problems } = this.#family;
    let total = 0;
    for (const [index, problem] of problems.entries()) {
      this.#options.signal?.throwIfAborted();
      const { milliseconds, fault } = await this.#timings.of(problem, index, device);
      if (fault !== undefined) return { ...candidate, milliseconds: undefined, fault };
      total += milliseconds * problem.count;
      if (total >= limit * NOISE) {
        const slower = { milliseconds: total, whole: index === problems.length - 1 };
        return { ...candidate, milliseconds: undefined, slower, fault: SLOWER };
      }
    }
    return { ...candidate, milliseconds: total };
  }
}

function candidateOf({ tile, winograd, invocations }: Candidate): Candidate {
  return {
    tile,
    ...(winograd === undefined ? {} : { winograd }),
    ...(invocations === undefined ? {} : { invocations }),
  };
}

function textOf(trial: Candidate): string {
  return JSON.stringify(candidateOf(trial));
}
