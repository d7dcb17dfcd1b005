/** Turns groups of indices into weights, by a table that lies in memory. */

import type { LowerRequest } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { LANES, times } from '../matmul/expressions.ts';
import type { Palette } from './weight.ts';

/** The vec4 of a group; `first` are the first entries of the columns' tables where there are several. */
export type LookUp = (group: string, first: string | undefined) => string;

export function lookUp(kernel: KernelWriter, request: LowerRequest, palette: Palette): LookUp {
  const { name } = kernel.read(request.weight(palette.table, 'f32'));
  const pick = picks(kernel, palette);
  return (group, first) => {
    const at = kernel.let(`${pick}(${group})${first === undefined ? '' : ` + ${first}`}`, 'j');
    return kernel.let(`vec4(${LANES.map((lane) => `${name}[${at}.${lane}]`).join(', ')})`, 'y');
  };
}

/** The first entries of the tables of four columns from one on; undefined where there is one table for all. */
export function firstEntries(
  kernel: KernelWriter,
  { bits }: Palette,
  column: string,
  { count, each }: { readonly count: number; readonly each: number },
): string | undefined {
  if (each >= count) return undefined;
  const columns = `min(vec4<u32>(${column}) + vec4<u32>(0u, 1u, 2u, 3u), vec4<u32>(${count - 1}u))`;
  return kernel.let(`${columns} / ${each}u * ${2 ** bits}u`, 'f');
}

/** The name of a function that gives the four indices in a word. */
function picks(kernel: KernelWriter, { bits }: Palette): string {
  const name = `pick_${bits}`;
  const places = times(4, (lane) => `${lane * bits}u`).join(', ');
  const indices = `(vec4<u32>(word) >> vec4<u32>(${places})) & vec4<u32>(${2 ** bits - 1}u)`;
  kernel.helper(name, `fn ${name}(word: u32) -> vec4<u32> {\n  return ${indices};\n}`);
  return name;
}
