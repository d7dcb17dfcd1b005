/** Vec4s that an invocation keeps for each of its queries: variables, an array, or memory where they are many. */

import type { KernelWriter } from '../../syntax.ts';
import { times } from './rows.ts';

/** Writes what is done with one register: of query `row`, features from four times `block` on. */
type Visit = (name: string, row: string, block: string) => void;

/** WGSL of the buffer of vec4s, and of the first that is the invocation's. */
export interface Memory {
  readonly buffer: string;
  readonly start: string;
}

/**
 * The steps over the keys go through the blocks in a loop up to `loop`; unrolled, where that is absent, they use every
 * register by a constant index. What comes before and after them is a loop where there are several queries, because
 * software adapters compile long shaders slowly.
 */
export class Registers {
  readonly #kernel: KernelWriter;
  readonly #rows: number;
  readonly #blocks: number;
  readonly #loop: string | undefined;
  readonly #array: boolean;
  readonly #name: string;
  readonly #start: string;

  constructor(kernel: KernelWriter, rows: number, blocks: number, loop?: string, memory?: Memory) {
    this.#kernel = kernel;
    this.#rows = rows;
    this.#blocks = blocks;
    this.#loop = loop;
    this.#array = rows > 1 || loop !== undefined;
    this.#name = memory?.buffer ?? kernel.fresh('a');
    this.#start = memory === undefined ? '' : `${memory.start} + `;
    if (memory !== undefined) this.each((name) => kernel.line(`${name} = vec4<f32>();`));
    else if (this.#array) kernel.line(`var ${this.#name}: array<vec4<f32>, ${rows * blocks}>;`);
    else times(blocks, (block) => kernel.line(`var ${this.at(0, block)} = vec4<f32>();`));
  }

  at(row: number, block: number): string {
    return this.#array ? `${this.#name}[${row * this.#blocks + block}]` : `${this.#name}_${block}`;
  }

  each(visit: Visit): void {
    if (!this.#array) {
      times(this.#blocks, (block) => visit(this.at(0, block), '0u', `${block}u`));
      return;
    }
    this.#kernel.line(
      `for (var r = 0u; r < ${this.#rows}u; r++) {`,
      `for (var j = 0u; j < ${this.#loop ?? `${this.#blocks}u`}; j++) {`,
    );
    visit(`${this.#name}[${this.#start}r * ${this.#blocks}u + j]`, 'r', 'j');
    this.#kernel.line('}', '}');
  }

  /** In a step over the keys: the registers of all queries, block by block. */
  blockwise(visit: (names: readonly string[], block: string) => void): void {
    const rows = [...Array(this.#rows).keys()];
    if (this.#loop === undefined) {
      times(this.#blocks, (block) => {
        visit(
          rows.map((row) => this.at(row, block)),
          `${block}u`,
        );
      });
      return;
    }
    this.#kernel.line(`for (var j = 0u; j < ${this.#loop}; j++) {`);
    visit(
      rows.map((row) => `${this.#name}[${this.#start}${row * this.#blocks}u + j]`),
      'j',
    );
    this.#kernel.line('}');
  }
}
