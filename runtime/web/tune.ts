/** Chooses between the tiles of a model's heaviest kernels and remembers what was chosen; only pages that tune load this file. */

import type { Step } from './pipelines.ts';
import type { Program } from './program.ts';
import type { LoadProgress } from './parts.ts';
import type { Tuning } from './tuning.ts';
import { timeWays } from './timer.ts';
import type { Way } from './timer.ts';
import { withOptions } from './variants.ts';
import type { VariantGroup } from './variants.ts';

/** What was found out for the kernels of one kind. */
export interface TunedKernels {
  /** Such as `conv 3 x 3`. */
  readonly kernels: string;
  /** The tile that they have now; `as compiled` where no other is faster. */
  readonly tile: string;
  /** What some of their dispatches take in a run, by tile. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

type OnProgress = (done: number, total: number) => void;

/** Tells of one phase of a load. */
export type Tell = (phase: LoadProgress['phase']) => OnProgress;

/** Pipelines and bind groups for all dispatches of a program; what is made already is taken. */
export type MakeSteps = (program: Program, onPipeline: OnProgress) => Promise<readonly Step[]>;

/** What the loading lends. */
export interface TuneWork {
  readonly make: MakeSteps;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

/** The number of the option, 0 for the kernels as they are, and the time of each as far as it is known. */
type Choice = readonly [option: number, milliseconds: readonly (number | null)[]];

/** What is faster by less is not told from luck. */
const MARGIN = 0.95;
const MILLISECONDS = 2000;
const AS_COMPILED = 'as compiled';

/** With what was chosen before. */
export async function openTuner(
  device: GPUDevice,
  program: Program,
  tuning: Tuning,
): Promise<Tuner> {
  const tuner = new Tuner(device, program, tuning);
  await tuner.recall();
  return tuner;
}

export class Tuner {
  readonly #device: GPUDevice;
  readonly #program: Program;
  readonly #groups: readonly VariantGroup[];
  readonly #tuning: Tuning;
  readonly #key: string;
  /** By group; undefined where there was no time yet. */
  #choices: (Choice | undefined)[];

  constructor(device: GPUDevice, program: Program, tuning: Tuning) {
    this.#device = device;
    this.#program = program;
    this.#groups = program.variants?.groups ?? [];
    this.#tuning = tuning;
    this.#key = `tuned-${program.variants?.key}-${adapterOf(device)}`;
    this.#choices = this.#groups.map(() => undefined);
  }

  /** With the tiles that are chosen so far. */
  get program(): Program {
    return withOptions(
      this.#program,
      this.#choices.map((choice) => choice?.[0] ?? 0),
    );
  }

  get report(): readonly TunedKernels[] {
    return this.#groups.flatMap((group, index) => {
      const choice = this.#choices[index];
      if (choice === undefined) return [];
      const [option, milliseconds] = choice;
      const names = [AS_COMPILED, ...group.options.map(({ name }) => name)];
      const known = names.flatMap((name, at) => {
        const took = milliseconds[at];
        return typeof took === 'number' ? [[name, took] as const] : [];
      });
      return {
        kernels: group.name,
        tile: names[option] ?? AS_COMPILED,
        milliseconds: Object.fromEntries(known),
      };
    });
  }

  /** Takes what an earlier load chose on such a device. */
  async recall(): Promise<void> {
    const { known, cache } = this.#tuning;
    try {
      const text = known.get(this.#key) ?? new TextDecoder().decode(await cache?.get(this.#key));
      const choices: unknown = JSON.parse(text);
      this.#choices = this.#groups.map((_, index) =>
        Array.isArray(choices) ? choiceOf(choices[index]) : undefined,
      );
    } catch {
      // Nothing was remembered, or nothing that can be read: it is found out again.
    }
  }

  /** The steps of the program with what is faster; those that are there where nothing is left to find out. */
  async settle(steps: readonly Step[], work: TuneWork): Promise<readonly Step[]> {
    const open = [...this.#groups.entries()].filter(
      ([index]) => this.#choices[index] === undefined,
    );
    if (open.length === 0) return steps;
    await this.#tune(open, work);
    return work.make(this.program, work.tell('pipelines'));
  }

  /** The heaviest kernels first, until the time is over. */
  async #tune(open: readonly (readonly [number, VariantGroup])[], work: TuneWork): Promise<void> {
    const { tune } = this.#tuning;
    const limit = (typeof tune === 'object' ? tune.milliseconds : undefined) ?? MILLISECONDS;
    const deadline = performance.now() + limit;
    const tell = work.tell('tuning');
    for (const [at, [index, group]] of open.entries()) {
      tell(at, open.length);
      // The first one gets the time that it needs, so that loads come to an end of it.
      if (at > 0 && performance.now() >= deadline) break;
      const made = Promise.all([
        this.#way(group, 0, work),
        ...group.options.map((_, option) => this.#way(group, option + 1, work)),
      ]);
      const ways = await (at > 0 ? until(made, deadline) : made);
      work.signal.throwIfAborted();
      if (ways === undefined) break;
      this.#choices[index] = await this.#choose(ways, group.samples, deadline, work);
      await this.#remember();
    }
    tell(open.length, open.length);
  }

  /** The samples of a group with one of its options; undefined where the device cannot have it. */
  async #way(group: VariantGroup, option: number, { make }: TuneWork): Promise<Way | undefined> {
    const chosen = this.#groups.map((other) => (other === group ? option : 0));
    const { dispatches } = withOptions(this.#program, chosen);
    const samples = group.samples.map(([dispatch]) => dispatches[dispatch] ?? []);
    // Some devices refuse some tiles.
    return make({ ...this.#program, dispatches: samples }, () => undefined).catch(() => undefined);
  }

  async #choose(
    ways: readonly (Way | undefined)[],
    samples: VariantGroup['samples'],
    deadline: number,
    { signal }: TuneWork,
  ): Promise<Choice> {
    const present = ways.flatMap((way, option) => (way === undefined ? [] : [{ way, option }]));
    const took = await timeWays(
      present.map(({ way }) => way),
      samples.map(([, count]) => count),
      { device: this.#device, deadline, signal },
    );
    const milliseconds = ways.map((): number | null => null);
    for (const [at, { option }] of present.entries()) milliseconds[option] = took[at] ?? null;
    const limit = (milliseconds[0] ?? 0) * MARGIN;
    const fastest = Math.min(...milliseconds.map((each) => each ?? Infinity));
    return [fastest < limit ? milliseconds.indexOf(fastest) : 0, milliseconds];
  }

  async #remember(): Promise<void> {
    // What a lost device took tells nothing.
    const lost = await Promise.race([this.#device.lost, Promise.resolve()]);
    if (lost !== undefined) return;
    const { known, cache } = this.#tuning;
    const text = JSON.stringify(this.#choices);
    known.set(this.#key, text);
    // A cache that is full is no reason not to load.
    await cache?.put(this.#key, new TextEncoder().encode(text)).catch(() => undefined);
  }
}

function choiceOf(given: unknown): Choice | undefined {
  if (!Array.isArray(given) || !Array.isArray(given[1])) return undefined;
  return [Number(given[0]), given[1]];
}

/** Undefined where it takes longer. */
async function until<T>(work: Promise<T>, deadline: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Choices hold for devices of the same name. */
function adapterOf({ adapterInfo }: GPUDevice): string {
  // Older browsers do not tell.
  const info = adapterInfo as Partial<GPUAdapterInfo> | undefined;
  const names = [info?.vendor, info?.architecture, info?.device, info?.description];
  return names.map((name) => (name ?? '').replaceAll(/[^\w.]+/g, '-')).join('_');
}
