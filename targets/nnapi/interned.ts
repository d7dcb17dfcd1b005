/** Lists that hold equal things once. */

/** Rows by their index. */
export class Interned<Row> {
  readonly rows: Row[] = [];
  readonly #known = new Map<string, number>();

  add(row: Row): number {
    const key = JSON.stringify(row);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, this.rows.length);
    return this.rows.push(row) - 1;
  }
}

/** Runs of numbers by where they begin. */
export class Runs {
  readonly numbers: number[] = [];
  readonly #known = new Map<string, number>();
  readonly #alignment: number;

  constructor(alignment = 1) {
    this.#alignment = alignment;
  }

  add(run: readonly number[]): number {
    if (run.length === 0) return 0;
    const key = run.join();
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    while (this.numbers.length % this.#alignment !== 0) this.numbers.push(0);
    const start = this.numbers.length;
    for (const number of run) this.numbers.push(number);
    this.#known.set(key, start);
    return start;
  }
}
