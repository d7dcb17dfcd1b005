/** The loops of a convolution over its window and the input channels. */

import { wgslType } from '../../syntax.ts';
import type { Bound, KernelWriter } from '../../syntax.ts';
import { weightSet } from './problem.ts';
import type { Problem } from './problem.ts';
import { accumulator } from './results.ts';
import { shiftsOf, tapsOf } from './shifts.ts';
import { Stage } from './stage.ts';
import { stepWords } from './tile.ts';
import type { Tile } from './tile.ts';

/** A pixel that the taps of a row need, so many pixels after the first one of the tile's window. */
interface Column {
  readonly shift: number;
  /** Some tile's lies outside the input. */
  readonly leaves: boolean;
}

/** The sums over the window and the input channels. */
export class Loops {
  readonly #kernel: KernelWriter;
  readonly #problem: Problem;
  readonly #tile: Tile;
  readonly #x: Bound;
  readonly #w: Bound;
  /** Taps of a row that one turn of the loops computes. */
  readonly #taps: readonly number[];
  readonly #columns: readonly Column[];
  /** Steps of the input's pixels and rows in items of its binding. */
  readonly #pixel: number;
  readonly #row: number;
  readonly #leavesRows: boolean;
  readonly #stage: Stage | undefined;

  constructor(kernel: KernelWriter, problem: Problem, tile: Tile, x: Bound, w: Bound) {
    this.#kernel = kernel;
    this.#problem = problem;
    this.#tile = tile;
    this.#x = x;
    this.#w = w;
    this.#pixel = problem.source.pixel / tile.step;
    this.#row = problem.source.row / tile.step;
    this.#taps = tapsOf(problem, tile.unrolled);
    this.#columns = this.#findColumns(
      tile.unrolled ? 0 : (problem.kernel[1] - 1) * problem.dilations[1],
    );
    const lastY = (problem.height - 1) * problem.strides[0] + this.#odd;
    const span = (problem.kernel[0] - 1) * problem.dilations[0];
    this.#leavesRows =
      problem.before[0] > 0 || lastY - problem.before[0] + span >= problem.inputHeight;
    if (tile.staged > 0)
      this.#stage = new Stage(kernel, problem, tile, x, w, (bound, item) =>
        this.#load(bound, item),
      );
  }

  /** All invocations of a workgroup, or of a subgroup, take the same way. */
  get #together(): boolean {
    return this.#tile.sharing !== 1 || this.#stage !== undefined;
  }

  /** How much further the windows of odd places begin. */
  get #odd(): number {
    return this.#problem.upsampled ? 1 : 0;
  }

  #findColumns(moved: number): readonly Column[] {
    const { rows, across } = this.#tile;
    const { strides, before, inputWidth } = this.#problem;
    const last = (across - 1) * rows * strides[1] - before[1] + moved + this.#odd;
    return shiftsOf(this.#problem, this.#tile.rows, this.#tile.unrolled).map((shift) => ({
      shift,
      leaves: shift < before[1] || last + shift >= inputWidth,
    }));
  }

  write(): void {
    const { kernel, inputs } = this.#problem;
    const { step, columns, unrolled } = this.#tile;
    const writer = this.#kernel;
    const words = (inputs * columns) / 4;
    const set = kernel[0] * kernel[1] * words;
    const own = this.#stage?.holdsWeights !== true;
    const part = weightSet(this.#problem, this.#tile, 'block');
    if (own) writer.line(`let weights = ${part} * ${set}u${this.#lane()};`);
    const { item, offset } = this.#problem.source;
    writer.line(`let start = item * ${item / step}u + ${offset / step}u;`);
    if (unrolled) this.#placeColumns();
    const closeRows = this.#openRows();
    if (!unrolled) {
      writer.line(`for (var k1 = 0u; k1 < ${kernel[1]}u; k1++) {`);
      this.#placeColumns();
    }
    const tap = unrolled ? `k0 * ${kernel[1]}u` : `(k0 * ${kernel[1]}u + k1)`;
    if (own) writer.line(`let first = weights + ${tap} * ${words}u;`);
    this.#addressColumns();
    if (this.#stage !== undefined) this.#stage.over(() => this.#step());
    else {
      writer.line(`for (var c = 0u; c < ${inputs / step}u; c++) {`);
      this.#step();
      writer.line('}');
    }
    if (!unrolled) writer.line('}');
    closeRows();
  }

  #lane(): string {
    const { sharing } = this.#tile;
    return sharing === 1 ? '' : ` + ${this.#kernel.subgroupLane()} % ${sharing}u`;
  }

  /** Loops `k0` over the rows of the window; `line` is where the row of the input begins. */
  #openRows(): () => void {
    const { kernel, strides, dilations, before, inputHeight, upsampled } = this.#problem;
    const writer = this.#kernel;
    const closing: string[] = [];
    if (kernel[0] === 1) writer.line('let k0 = 0u;');
    else {
      writer.line(`for (var k0 = 0u; k0 < ${kernel[0]}u; k0++) {`);
      closing.push('}');
    }
    const first = `y0 * ${strides[0]}u${upsampled ? ' + odd_y' : ''} + k0 * ${dilations[0]}u`;
    if (this.#stage?.holdsPixels === true) return () => writer.line(...closing);
    if (!this.#leavesRows) writer.line(`let line = start + (${first}) * ${this.#row}u;`);
    else {
      // Below zero it wraps around, and is as far outside.
      writer.line(`let y = ${first} - ${before[0]}u;`);
      if (!this.#together) {
        writer.line(`if (y < ${inputHeight}u) {`, `let line = start + y * ${this.#row}u;`);
        closing.push('}');
      } else {
        writer.line(`let inside = y < ${inputHeight}u;`);
        writer.line(`let line = start + select(0u, y, inside) * ${this.#row}u;`);
      }
    }
    return () => writer.line(...closing);
  }

  /** Where the pixels lie in a row, and whether they do. */
  #placeColumns(): void {
    if (this.#stage?.holdsPixels === true) return;
    const { strides, dilations, before, inputWidth, upsampled } = this.#problem;
    const writer = this.#kernel;
    const moved = this.#tile.unrolled ? '' : ` + k1 * ${dilations[1]}u`;
    writer.line(`let x = x0 * ${strides[1]}u${upsampled ? ' + odd_x' : ''}${moved};`);
    for (const { shift, leaves } of this.#columns) {
      const place = `x + ${shift}u - ${before[1]}u`;
      if (!leaves) continue;
      writer.line(`let in${shift} = ${place} < ${inputWidth}u;`);
      writer.line(`let at${shift} = select(0u, ${place}, in${shift}) * ${this.#pixel}u;`);
    }
    const inner = this.#columns.find(({ leaves }) => !leaves);
    if (inner) writer.line(`let inner = (x + ${inner.shift - before[1]}u) * ${this.#pixel}u;`);
  }

  #addressColumns(): void {
    if (this.#stage?.holdsPixels === true) return;
    const writer = this.#kernel;
    for (const { shift, leaves } of this.#columns) {
      if (leaves) writer.line(`let from${shift} = line + at${shift};`);
    }
    if (this.#columns.some(({ leaves }) => !leaves)) writer.line('let near = line + inner;');
  }

  /** One step over the input channels. */
  #step(): void {
    const { strides } = this.#problem;
    const { rows, columns, step } = this.#tile;
    const writer = this.#kernel;
    this.#loadPixels();
    const weight = this.#weights();
    for (let column = 0; column < columns; column += 4) {
      for (const [tap, shift] of this.#taps.entries()) {
        const factors = Array.from({ length: step }, (_, channel) =>
          writer.let(weight((tap * step + channel) * columns + column), 'w'),
        );
        for (let row = 0; row < rows; row++) {
          const pixel = `v${row * strides[1] + shift}`;
          const terms = factors.map((factor, channel) =>
            step === 1 ? `${pixel} * ${factor}` : `${pixel}.${'xyzw'[channel]} * ${factor}`,
          );
          writer.line(`${accumulator(row, column)} += ${terms.join(' + ')};`);
        }
      }
    }
  }

  #loadPixels(): void {
    const { type } = this.#problem;
    const { step } = this.#tile;
    const stage = this.#stage;
    if (stage?.holdsPixels === true) {
      for (const { shift } of this.#columns)
        this.#kernel.line(`let v${shift} = ${stage.pixel(shift)};`);
      return;
    }
    const zero = `${wgslType(type, step)}()`;
    const inner = this.#columns.find(({ leaves }) => !leaves)?.shift ?? 0;
    for (const { shift, leaves } of this.#columns) {
      const index = leaves ? `from${shift} + c` : `near + ${(shift - inner) * this.#pixel}u + c`;
      const loaded = this.#load(this.#x, index);
      const conditions = [
        ...(leaves ? [`in${shift}`] : []),
        ...(this.#leavesRows && this.#together ? ['inside'] : []),
      ];
      const value =
        conditions.length === 0 ? loaded : `select(${zero}, ${loaded}, ${conditions.join(' && ')})`;
      this.#kernel.line(`let v${shift} = ${value};`);
    }
  }

  /** The four weights from an element of the step on. */
  #weights(): (element: number) => string {
    const { sharing } = this.#tile;
    const words = stepWords(this.#problem, this.#tile);
    const stage = this.#stage;
    if (stage?.holdsWeights === true) {
      this.#kernel.line(`let next = ${stage.nextWeights()};`);
      return (element) => stage.weight('next', element / 4);
    }
    this.#kernel.line(`let next = first + c * ${words}u;`);
    if (sharing === 1) return (element) => this.#load(this.#w, `next + ${element / 4}u`);
    const shared = Array.from({ length: Math.ceil(words / sharing) }, (_, at) =>
      this.#kernel.let(this.#load(this.#w, `next + ${at * sharing}u`), 's'),
    );
    return (element) => {
      const word = element / 4;
      const from = word % sharing;
      return `subgroupBroadcast(${shared[(word - from) / sharing]}, ${from}u)`;
    };
  }

  /** An item of a binding: without the division that loads by elements take where items are vec4s. */
  #load(bound: Bound, item: string): string {
    const plain = bound.stored === 'f32' || bound.stored === 'i32';
    if (plain) return `${bound.name}[${item}]`;
    return this.#kernel.load(bound, bound.width === 4 ? `(${item}) * 4u` : item, bound.width);
  }
}
