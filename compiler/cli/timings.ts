/** Measures the stages of a command for the `--json` envelope. */

export class Timings {
  readonly #milliseconds = new Map<string, number>();

  async time<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.add(stage, performance.now() - start);
    }
  }

  /** Stages of one name add up. */
  add(stage: string, milliseconds: number): void {
    this.#milliseconds.set(stage, (this.#milliseconds.get(stage) ?? 0) + milliseconds);
  }

  /** Milliseconds by stage, in the order of the first measurement. */
  toJSON(): Readonly<Record<string, number>> {
    return Object.fromEntries(
      Array.from(this.#milliseconds, ([stage, value]) => [stage, Math.round(value * 1000) / 1000]),
    );
  }
}
