/** Figures measured so far, in a file, so that a long run that was cut off goes on where it was. */

import { readFile, rename, writeFile } from 'node:fs/promises';

export interface Cell {
  readonly decibel: number;
  /** Bits of a weight on average; undefined where none has few. */
  readonly stored: number | undefined;
}

/** JSON has no infinity. */
interface StoredCell {
  readonly decibel: number | null;
  readonly stored?: number;
}

export class Cells {
  readonly #file: string | undefined;
  readonly #known: Map<string, Cell>;

  private constructor(file: string | undefined, known: Map<string, Cell>) {
    this.#file = file;
    this.#known = known;
  }

  /** Held in memory only when no file is named. */
  static async open(file: string | undefined): Promise<Cells> {
    const text = file === undefined ? '{}' : await readFile(file, 'utf8').catch(() => '{}');
    const stored = Object.entries(JSON.parse(text) as Record<string, StoredCell>);
    const known = stored.map(([key, { decibel, stored: bits }]) => {
      const cell: Cell = { decibel: decibel ?? Infinity, stored: bits };
      return [key, cell] as const;
    });
    return new Cells(file, new Map(known));
  }

  get(key: string): Cell | undefined {
    return this.#known.get(key);
  }

  async put(key: string, cell: Cell): Promise<void> {
    this.#known.set(key, cell);
    await this.#save();
  }

  async #save(): Promise<void> {
    if (this.#file === undefined) return;
    const beside = `${this.#file}.part`;
    await writeFile(beside, `${JSON.stringify(Object.fromEntries(this.#known), undefined, 2)}\n`);
    await rename(beside, this.#file);
  }
}
