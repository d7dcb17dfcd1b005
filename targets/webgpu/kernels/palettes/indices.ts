/**
 * Indices of a palette in memory: a stream of bits, four columns of a step of what is summed after one another. They are read
 * as runs of such groups of four: the four steps of an item, or fewer.
 */

import type { Bound, KernelWriter } from '../../syntax.ts';
import { LANES, times } from '../matmul/expressions.ts';
import type { Palette } from './weight.ts';

/** Groups of four indices that are read at once. */
export type Run = 1 | 2 | 4;

type Bits = Pick<Palette, 'bits'>;

function bitsOf({ bits }: Bits, run: Run): number {
  return 4 * bits * run;
}

/** Words of a run in a register. */
function wordsOf(palette: Bits, run: Run): number {
  return Math.ceil(bitsOf(palette, run) / 32);
}

export function runType(palette: Bits, run: Run): string {
  const words = wordsOf(palette, run);
  return words === 1 ? 'u32' : `vec${words}<u32>`;
}

/** In an array: three words take the room of four. */
export function runBytes(palette: Bits, run: Run): number {
  const words = wordsOf(palette, run);
  return 4 * (words === 3 ? 4 : words);
}

/** How wide the binding is of which runs are read. */
export function bindingWidth({ bits }: Bits, run: Run): 1 | 4 {
  return run === 4 && (bits === 4 || bits === 8) ? 4 : 1;
}

/** An expression of a run by its number: its bits from the lowest of the first word on. */
export function loadRun(
  kernel: KernelWriter,
  { name, width }: Bound,
  palette: Bits,
  run: Run,
  number: string,
): string {
  const each = bitsOf(palette, run);
  const words = wordsOf(palette, run);
  if (width === 4 || each === 32) return `${name}[${number}]`;
  const at = kernel.let(number, 'i');
  if (each % 32 === 0) {
    const parts = times(words, (word) => `${name}[${at} * ${words}u + ${word}u]`);
    return `vec${words}<u32>(${parts.join(', ')})`;
  }
  if (32 % each === 0) {
    return `${name}[${at} / ${32 / each}u] >> (${at} % ${32 / each}u * ${each}u)`;
  }
  const [first, shift] = [`${at} * ${each}u / 32u`, `${at} * ${each}u % 32u`].map((text) =>
    kernel.let(text, 'i'),
  );
  const [low, high] = [first, `${first} + 1u`].map((word) => kernel.let(`${name}[${word}]`, 'i'));
  const joined = `(${low} >> ${shift}) | ((${high} << 1u) << (31u - ${shift}))`;
  return words === 1 ? joined : `vec2<u32>(${joined}, ${high} >> ${shift})`;
}

/** The groups of a run in a variable: words with four indices from the lowest bit on. */
export function groupsOf(palette: Bits, run: Run, name: string): readonly string[] {
  const words = wordsOf(palette, run) === 1 ? [name] : LANES.map((lane) => `${name}.${lane}`);
  const each = bitsOf(palette, 1);
  return times(run, (group) => {
    const shift = (group * each) % 32;
    const word = (group * each - shift) / 32;
    if (shift === 0) return words[word] ?? '';
    const rest = `${words[word]} >> ${shift}u`;
    return shift + each <= 32 ? rest : `(${rest}) | (${words[word + 1]} << ${32 - shift}u)`;
  });
}
