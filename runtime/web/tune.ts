/** Chooses between the tiles of a model's heaviest kernels; only pages that tune load this file. */

import { Choices } from './choices.ts';
import type { Choice, TunedKernels } from './choices.ts';
import type { LoadProgress } from './parts.ts';
import type { Step } from './pipelines.ts';
import type { Program } from './program.ts';
import { timeWays } from './timer.ts';
import type { Way } from './timer.ts';
import type { Tuning } from './tuning.ts';
import type { VariantGroup } from './variants.ts';

type OnProgress = (done: number, total: number) => void;

/** Tells of one phase of a load. */
export type Tell = (phase: LoadProgress['phase']) => OnProgress;

/** Pipelines and bind groups for all dispatches of a program; what is made already is taken. */
export type MakeSteps = (program: Program, onPipeline: OnProgress) => Promise<Step[]>;

/** What the loading lends. */
export interface TuneWork {
  readonly make: MakeSteps;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

/** What is faster by less is not told from luck. */
const MARGIN = 0.95;
const MILLISECONDS = 2000;
/** Of JavaScript; nobody waits that long. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** With what was chosen before. */
export async function openTuner(
  device: GPUDevice,
  program: Program,
  tuning: Tuning,
  work: TuneWork,
): Promise<Tuner> {
  const choices = new Choices(device, program, tuning);
  await choices.recall();
  return new Tuner(device, program, tuning, choices, work);
}

export class Tuner {
  readonly #device: GPUDevice;
  readonly #compiled: Program;
  readonly #tuning: Tuning;
  readonly #choices: Choices;
  readonly #work: TuneWork;

  constructor(
    device: GPUDevice,
    compiled: Program,
    tuning: Tuning,
    choices: Choices,
    work: TuneWork,
  ) {
    this.#device = device;
    this.#compiled = compiled;
    this.#tuning = tuning;
    this.#choices = choices;
    this.#work = work;
  }

  get report(): readonly TunedKernels[] {
    return this.#choices.report;
  }

  /** The steps of the program with what is chosen so far; as it was compiled, where the device refuses that. */
  async steps(): Promise<Step[]> {
    const { make, tell, signal } = this.#work;
    try {
      return await make(this.#choices.program, tell('pipelines'));
    } catch (error) {
      if (signal.aborted) throw error;
      await this.#choices.giveUp();
      return make(this.#compiled, tell('pipelines'));
    }
  }

  /** The steps with what is faster; those that are there where nothing is left to find out. */
  async settle(steps: Step[]): Promise<Step[]> {
    const { open } = this.#choices;
    if (open.length === 0) return steps;
    await this.#tune(open);
    return this.steps();
  }

  /** The heaviest kernels first, until the time is over. */
  async #tune(open: readonly VariantGroup[]): Promise<void> {
    const { signal, tell } = this.#work;
    const { tune } = this.#tuning;
    const limit = (typeof tune === 'object' ? tune.milliseconds : undefined) ?? MILLISECONDS;
    const deadline = performance.now() + limit;
    for (const [at, group] of open.entries()) {
      tell('tuning')(at, open.length);
      // The first one gets the time that it needs, so that loads come to an end of it.
      if (at > 0 && performance.now() >= deadline) break;
      const made = Promise.all([
        this.#way(group, 0),
        ...group.options.map((_, option) => this.#way(group, option + 1)),
      ]);
      const ways = await (at > 0 ? until(made, deadline) : made);
      signal.throwIfAborted();
      if (ways === undefined) break;
      await this.#choices.choose(group, await this.#fastest(ways, group.samples, deadline));
    }
    tell('tuning')(open.length, open.length);
  }

  /** The samples of a group with one of its options; undefined where the device cannot have it. */
  async #way(group: VariantGroup, option: number): Promise<Way | undefined> {
    const { dispatches } = this.#choices.programWith(group, option);
    const samples = group.samples.map(([dispatch]) => dispatches[dispatch] ?? []);
    const making = this.#work.make({ ...this.#compiled, dispatches: samples }, () => undefined);
    // Some devices refuse some tiles.
    return making.catch(() => undefined);
  }

  async #fastest(
    ways: readonly (Way | undefined)[],
    samples: VariantGroup['samples'],
    deadline: number,
  ): Promise<Choice> {
    const present = ways.flatMap((way, option) => (way === undefined ? [] : [{ way, option }]));
    const took = await timeWays(
      present.map(({ way }) => way),
      samples.map(([, count]) => count),
      { device: this.#device, deadline, signal: this.#work.signal },
    );
    const milliseconds = ways.map((): number | null => null);
    for (const [at, { option }] of present.entries()) milliseconds[option] = took[at] ?? null;
    const limit = (milliseconds[0] ?? 0) * MARGIN;
    const fastest = Math.min(...milliseconds.map((each) => each ?? Infinity));
    return [fastest < limit ? milliseconds.indexOf(fastest) : 0, milliseconds];
  }
}

/** Undefined where it takes longer. */
async function until<T>(work: Promise<T>, deadline: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    const left = Math.max(0, deadline - performance.now());
    timer = setTimeout(resolve, Math.min(left, LONGEST_TIMER));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
