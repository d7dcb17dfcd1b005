/** How a kernel of attention reads rows of queries, keys and values, four features at a time. */

import type { Bound, KernelWriter } from '../../syntax.ts';
import { isAligned, startOf } from './problem.ts';
import type { Matrix, Problem } from './problem.ts';
import type { Tile } from './tile.ts';

/** The vec4s of a block of features in `count` rows from row `first` on. */
export type LoadRows = (first: string, count: number, block: string) => readonly string[];

/** A matrix whose rows are read as vec4s; beyond the last feature they are zero. */
export class RowReader {
  readonly blocks: number;
  readonly #kernel: KernelWriter;
  readonly #matrix: Matrix;
  readonly #bound: Bound;
  readonly #features: number;
  readonly #aligned: boolean;
  readonly #start: string;

  constructor(kernel: KernelWriter, { batch }: Problem, matrix: Matrix, features: number) {
    this.blocks = Math.ceil(features / 4);
    this.#kernel = kernel;
    this.#matrix = matrix;
    this.#features = features;
    this.#aligned = isAligned(matrix, features);
    this.#bound = kernel.read(matrix.buffer, this.#aligned ? 4 : 1);
    this.#start = kernel.let(startOf(matrix, batch, 'item'), 's');
  }

  /** The number of blocks as a value of the run: a loop to it stays a loop, which compilers would else unroll. */
  runtimeBlocks(): string {
    const there = `arrayLength(&${this.#bound.name}) >= ${this.blocks}u`;
    return this.#kernel.let(`select(0u, ${this.blocks}u, ${there})`, 'n');
  }

  /** WGSL of a block of features of a row. */
  load(row: string, block: string): string {
    const kernel = this.#kernel;
    const start = `${this.#start} + (${row}) * ${this.#matrix.rows}u`;
    if (this.#aligned) return kernel.load(this.#bound, `${start} + ${block} * 4u`, 4);
    const whole = this.#features % 4 === 0;
    const lanes = [0, 1, 2, 3].map((lane) => {
      const feature = `${block} * 4u + ${lane}u`;
      const inside = whole ? feature : `min(${feature}, ${this.#features - 1}u)`;
      const element = kernel.load(this.#bound, `${start} + (${inside}) * ${this.#matrix.columns}u`);
      return whole ? element : `select(0.0f, ${element}, ${feature} < ${this.#features}u)`;
    });
    return `vec4<f32>(${lanes.join(', ')})`;
  }
}

/** Rows of keys or values, of which those beyond the last are the last; `staged` holds them in workgroup memory. */
export function rowLoader(
  kernel: KernelWriter,
  reader: RowReader,
  { keys }: Problem,
  { source, lanes, columns }: Tile,
  staged: string,
): LoadRows {
  const row = (index: string): string =>
    keys % columns === 0 ? index : `min(${index}, ${keys - 1}u)`;
  if (source === 'own') {
    return (first, count, block) =>
      times(count, (at) => kernel.let(reader.load(row(`${first} + ${at}u`), block), 'x'));
  }
  if (source === 'workgroup') {
    return (first, count, block) =>
      times(count, (at) =>
        kernel.let(`${staged}[(${first} + ${at}u - tile) * ${reader.blocks}u + ${block}]`, 'x'),
      );
  }
  // Each lane reads the row of one key and the others hear of it.
  const lane = kernel.subgroupLane();
  return (first, count, block) =>
    times(count / lanes, (turn) => {
      const own = row(`${first} + ${turn * lanes}u + ${lane}`);
      const four = kernel.let(reader.load(own, block), 'x');
      return times(lanes, (from) => kernel.let(`subgroupBroadcast(${four}, ${from}u)`, 'x'));
    }).flat();
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
