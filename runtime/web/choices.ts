/** Which tiles a program has on a device: what was chosen, as far as it is known, and kept for later loads. */

import type { Program } from './program.ts';
import type { Tuning } from './tuning.ts';
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

/** The number of the option, 0 for the kernels as they are, and the time of each as far as it is known. */
export type Choice = readonly [option: number, milliseconds: readonly (number | null)[]];

const AS_COMPILED = 'as compiled';

export class Choices {
  readonly #device: GPUDevice;
  readonly #compiled: Program;
  readonly #groups: readonly VariantGroup[];
  readonly #tuning: Tuning;
  readonly #key: string;
  /** By group; undefined where there was no time yet. */
  #choices: (Choice | undefined)[];

  constructor(device: GPUDevice, compiled: Program, tuning: Tuning) {
    this.#device = device;
    this.#compiled = compiled;
    this.#groups = compiled.variants?.groups ?? [];
    this.#tuning = tuning;
    this.#key = `tuned-${compiled.variants?.key}-${adapterOf(device)}`;
    this.#choices = this.#groups.map(() => undefined);
  }

  /** With the tiles that are chosen so far. */
  get program(): Program {
    return withOptions(
      this.#compiled,
      this.#choices.map((choice) => choice?.[0] ?? 0),
    );
  }

  /** With one of the options of one group. */
  programWith(group: VariantGroup, option: number): Program {
    return withOptions(
      this.#compiled,
      this.#groups.map((other) => (other === group ? option : 0)),
    );
  }

  /** The groups that nothing is chosen for. */
  get open(): readonly VariantGroup[] {
    return this.#groups.filter((_, index) => this.#choices[index] === undefined);
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

  async choose(group: VariantGroup, choice: Choice): Promise<void> {
    this.#choices[this.#groups.indexOf(group)] = choice;
    await this.#remember();
  }

  /** All that was chosen is as it was compiled. */
  async giveUp(): Promise<void> {
    this.#choices = this.#choices.map((choice) => choice && [0, choice[1]]);
    await this.#remember();
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

/** Choices hold for devices of the same name. */
function adapterOf({ adapterInfo }: GPUDevice): string {
  // Older browsers do not tell.
  const info = adapterInfo as Partial<GPUAdapterInfo> | undefined;
  const names = [info?.vendor, info?.architecture, info?.device, info?.description];
  return names.map((name) => (name ?? '').replaceAll(/[^\w.]+/g, '-')).join('_');
}
