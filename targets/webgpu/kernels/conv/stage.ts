/**
 * Input channels by way of the workgroup's memory: its invocations fill it together with the weights of some
 * channels where several of them compute the same block, and with the pixels where several compute the same tile.
 */

import { wgslType } from '../../syntax.ts';
import type { Bound, KernelWriter } from '../../syntax.ts';
import { together, workgroupArray } from '../staging.ts';
import type { WorkgroupArray } from '../staging.ts';
import { weightSet } from './problem.ts';
import type { Problem } from './problem.ts';
import { shiftsOf } from './shifts.ts';
import { stepWords } from './tile.ts';
import type { Tile } from './tile.ts';

/** Reads an item of a binding. */
export type LoadItem = (bound: Bound, item: string) => string;

export class Stage {
  readonly #kernel: KernelWriter;
  readonly #problem: Problem;
  readonly #tile: Tile;
  readonly #x: Bound;
  readonly #w: Bound;
  readonly #load: LoadItem;
  readonly #shifts: readonly number[];
  /** Vec4s of weights of one step over the input channels. */
  readonly #words: number;
  readonly #weights: WorkgroupArray | undefined;
  readonly #pixels: WorkgroupArray | undefined;

  constructor(
    kernel: KernelWriter,
    problem: Problem,
    tile: Tile,
    x: Bound,
    w: Bound,
    load: LoadItem,
  ) {
    this.#kernel = kernel;
    this.#problem = problem;
    this.#tile = tile;
    this.#x = x;
    this.#w = w;
    this.#load = load;
    this.#shifts = shiftsOf(problem, tile.rows, tile.unrolled);
    this.#words = stepWords(problem, tile);
    const { staged, step, workgroup } = tile;
    const [across, down] = workgroup;
    const { type } = problem;
    if (across > 1) {
      this.#weights = workgroupArray(kernel, w, type, 4, down * staged * this.#words);
    }
    if (down > 1) {
      const count = staged * this.#shifts.length * across;
      this.#pixels = workgroupArray(kernel, x, type, step, count);
    }
  }

  get holdsPixels(): boolean {
    return this.#pixels !== undefined;
  }

  get holdsWeights(): boolean {
    return this.#weights !== undefined;
  }

  /** The loops over the input channels from the row of weights `first` on; `body` is one step, `c`. */
  over(body: () => void): void {
    const { inputs } = this.#problem;
    const { step, staged } = this.#tile;
    const kernel = this.#kernel;
    kernel.line(`for (var c0 = 0u; c0 < ${inputs / step}u; c0 += ${staged}u) {`);
    this.#fillWeights();
    this.#fillPixels();
    kernel.line('workgroupBarrier();', `for (var h = 0u; h < ${staged}u; h++) {`);
    if (!this.holdsPixels || !this.holdsWeights) kernel.line('let c = c0 + h;');
    body();
    // The next turn writes what this one reads.
    kernel.line('}', 'workgroupBarrier();', '}');
  }

  /** The vec4 `word` of the step's weights. */
  weight(next: string, word: number): string {
    return this.#weights?.load(`${next} + ${word}u`) ?? '';
  }

  /** Where the weights of the step begin. */
  nextWeights(): string {
    const { staged } = this.#tile;
    return `(local / ${this.#across}u * ${staged}u + h) * ${this.#words}u`;
  }

  /** The pixel that lies so many after the first. */
  pixel(shift: number): string {
    const at = this.#shifts.indexOf(shift);
    const line = `(h * ${this.#shifts.length}u + ${at}u) * ${this.#across}u`;
    return this.#pixels?.load(`${line} + local % ${this.#across}u`) ?? '';
  }

  get #across(): number {
    return this.#tile.workgroup[0];
  }

  get #invocations(): number {
    const [across, down] = this.#tile.workgroup;
    return across * down;
  }

  #fillWeights(): void {
    const held = this.#weights;
    if (held === undefined) return;
    const { kernel, inputs } = this.#problem;
    const { blocks, columns, staged, unrolled, workgroup } = this.#tile;
    const [, down] = workgroup;
    const writer = this.#kernel;
    const run = staged * this.#words;
    const row = (inputs * columns) / 4;
    const tap = unrolled ? `k0 * ${kernel[1]}u` : `(k0 * ${kernel[1]}u + k1)`;
    const from = writer.let(`${tap} * ${row}u + c0 * ${this.#words}u`, 'f');
    together(writer, down * run, this.#invocations, (index) => {
      const own = down === 1 ? 'group.y' : `group.y * ${down}u + ${index} / ${run}u`;
      const block = blocks % down === 0 ? `(${own})` : `min(${own}, ${blocks - 1}u)`;
      const set = `${weightSet(this.#problem, this.#tile, block)} * ${kernel[0] * kernel[1] * row}u`;
      const item = writer.let(`${set} + ${from} + ${index} % ${run}u`, 'e');
      held.store(index, this.#load(this.#w, item));
    });
  }

  #fillPixels(): void {
    const held = this.#pixels;
    if (held === undefined) return;
    const { height, inputHeight, inputWidth, before, strides, dilations, source, type, upsampled } =
      this.#problem;
    const { across, rows, staged, step, unrolled } = this.#tile;
    const writer = this.#kernel;
    const count = this.#shifts.length;
    const tiles = across * height;
    together(writer, staged * count * this.#across, this.#invocations, (index) => {
      // Neighbours load channels that lie side by side.
      const channel = writer.let(`${index} % ${staged}u`, 'e');
      const place = writer.let(`${index} / ${staged}u % ${count}u`, 'e');
      const at = writer.let(`${index} / ${staged * count}u`, 'e');
      const tile = writer.let(`min(group.x * ${this.#across}u + ${at}, ${tiles - 1}u)`, 'e');
      const odd = (name: string): string => (upsampled ? ` + ${name}` : '');
      const firstY = `${tile} / ${across}u * ${strides[0]}u${odd('odd_y')} + k0 * ${dilations[0]}u`;
      const firstX = `${tile} % ${across}u * ${rows * strides[1]}u${odd('odd_x')}`;
      const tap = unrolled ? '' : ` + k1 * ${dilations[1]}u`;
      // Below zero it wraps around, and is as far outside.
      const y = writer.let(`${firstY} - ${before[0]}u`, 'e');
      const x = writer.let(`${firstX} + ${this.#shiftAt(place)}${tap} - ${before[1]}u`, 'e');
      const inside = writer.let(`${y} < ${inputHeight}u && ${x} < ${inputWidth}u`, 'e');
      const pixel = `${y} * ${source.row / step}u + ${x} * ${source.pixel / step}u`;
      const item = writer.let(`start + select(0u, ${pixel}, ${inside}) + c0 + ${channel}`, 'e');
      const value = `select(${wgslType(type, step)}(), ${this.#load(this.#x, item)}, ${inside})`;
      held.store(`(${channel} * ${count}u + ${place}) * ${this.#across}u + ${at}`, value);
    });
  }

  #shiftAt(place: string): string {
    const step = (this.#shifts[1] ?? 1) - (this.#shifts[0] ?? 0);
    const even = this.#shifts.every((shift, index) => shift === index * step);
    if (even) return step === 1 ? place : `${place} * ${step}u`;
    const list = this.#shifts.map((shift) => `${shift}u`).join(', ');
    return `array<u32, ${this.#shifts.length}>(${list})[${place}]`;
  }
}
