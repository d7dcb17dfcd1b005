/**
 * Mean and squared deviations in one pass: sums of what elements are above one of them. That one differs from the
 * mean by no more than the deviations of all together, so little is lost when the mean's square is taken off.
 */

import type { Operand } from '../../lowering.ts';
import { literal, wgslType } from '../../syntax.ts';
import type { KernelWriter, Width } from '../../syntax.ts';

export interface Normalization {
  readonly epsilon: number;
  /** Root mean square only: the mean is taken as zero. */
  readonly centred: boolean;
  readonly scale: Operand | undefined;
  readonly bias: Operand | undefined;
}

/** WGSL of a mean and of a sum of squared deviations from it. */
export interface Moments {
  readonly mean: string;
  readonly squares: string;
}

/** Sums in each lane; `shift` is one of the elements, or undefined for squares of the elements themselves. */
export class MomentSums {
  readonly #kernel: KernelWriter;
  readonly #shift: string | undefined;
  readonly #sum: string;
  readonly #squares: string;

  constructor(kernel: KernelWriter, width: Width, shift: string | undefined) {
    this.#kernel = kernel;
    this.#shift = shift;
    this.#sum = kernel.fresh('sum');
    this.#squares = kernel.fresh('squares');
    for (const name of [this.#sum, this.#squares]) {
      kernel.line(`var ${name} = ${wgslType('f32', width)}();`);
    }
  }

  add(element: string): void {
    const kernel = this.#kernel;
    const above = kernel.let(this.#shift === undefined ? element : `${element} - ${this.#shift}`);
    if (this.#shift !== undefined) kernel.line(`${this.#sum} += ${above};`);
    kernel.line(`${this.#squares} += ${above} * ${above};`);
  }

  /** Of each lane by itself, which added `count` elements. */
  lanes(count: string, width: Width): Moments {
    if (this.#shift === undefined)
      return { mean: wgslType('f32', width) + '()', squares: this.#squares };
    return this.#moments(this.#sum, this.#squares, count, wgslType('f32', width));
  }

  /** Of all lanes, which added `count` elements together. */
  total(count: string, width: Width): Moments {
    const sum = width === 4 ? `dot(${this.#sum}, vec4<f32>(1.0f))` : this.#sum;
    const squares = width === 4 ? `dot(${this.#squares}, vec4<f32>(1.0f))` : this.#squares;
    if (this.#shift === undefined) return { mean: '0.0f', squares };
    return this.#moments(sum, squares, count, 'f32');
  }

  #moments(sum: string, squares: string, count: string, type: string): Moments {
    const kernel = this.#kernel;
    const all = kernel.let(sum);
    const above = kernel.let(`${all} / ${count}`);
    return {
      mean: kernel.let(`${this.#shift} + ${above}`),
      squares: kernel.let(`max(${squares} - ${all} * ${above}, ${type}())`),
    };
  }
}

/** What deviations from the mean are multiplied with. */
export function factorOf(
  kernel: KernelWriter,
  squares: string,
  length: number,
  epsilon: number,
): string {
  return `inverseSqrt(${squares} / ${length}.0f + ${literal(kernel, 'f32', epsilon)})`;
}
