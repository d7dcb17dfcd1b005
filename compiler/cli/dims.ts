/** `--dim`: a size, several with commas between them, or a range with two dots; and `--dims-from`. */

import type { DimOptions } from '../import/onnx/dims.ts';
import type { ModelShapes, Sizes } from '../shapes.ts';
import { refuse } from './command.ts';
import type { CommandContext } from './command.ts';
import { badDim, mixedSizes, repeatedDim, repeatedSizes, unequalSizes } from './diagnostics.ts';
import { readTensors } from './files.ts';

export interface DimArguments {
  readonly dim?: readonly string[];
  readonly dimsFrom?: string;
}

export interface ShapeArguments extends DimOptions {
  readonly shapes?: ModelShapes;
}

type Given =
  | { readonly kind: 'sizes'; readonly sizes: readonly number[] }
  | { readonly kind: 'range'; readonly range: readonly [number, number] };

/** The dims of the command line; those that only the model can refuse are left to the importer. */
export async function readShapes(
  context: CommandContext,
  { dim = [], dimsFrom }: DimArguments,
): Promise<ShapeArguments> {
  const given = new Map<string, Given>();
  for (const text of dim) {
    const [, name, value = ''] = /^(.+)=([^=]+)$/s.exec(text) ?? [];
    const read = readValue(value);
    if (name === undefined || read === undefined) return refuse(badDim(text));
    if (given.has(name)) return refuse(repeatedDim(name));
    given.set(name, read);
  }
  const shapes = shapesOf(given);
  const dims = new Map(
    Array.from(given).flatMap(([name, read]) =>
      read.kind === 'sizes' && read.sizes.length === 1 ? [[name, read.sizes[0] ?? 1]] : [],
    ),
  );
  const known = { dims, ...(shapes === undefined ? {} : { shapes }) };
  if (dimsFrom === undefined) return known;
  const samples = await readTensors(context, dimsFrom);
  const inputShapes = new Map(Array.from(samples, ([name, { shape }]) => [name, shape]));
  return { ...known, inputShapes };
}

function readValue(text: string): Given | undefined {
  const [, low, high] = /^(\d{1,15})\.\.(\d{1,15})$/.exec(text) ?? [];
  if (low !== undefined && high !== undefined) {
    const range = [Number(low), Number(high)] as const;
    return range[0] >= 1 && range[0] < range[1] ? { kind: 'range', range } : undefined;
  }
  if (!/^\d{1,15}(?:,\d{1,15})*$/.test(text)) return undefined;
  const sizes = text.split(',').map(Number);
  return sizes.every((size) => size >= 1) ? { kind: 'sizes', sizes } : undefined;
}

/** Undefined where every dim has one size. */
function shapesOf(given: ReadonlyMap<string, Given>): ModelShapes | undefined {
  const lists = new Map<string, readonly number[]>();
  const ranges = new Map<string, readonly [number, number]>();
  for (const [name, read] of given) {
    if (read.kind === 'range') ranges.set(name, read.range);
    else if (read.sizes.length > 1) lists.set(name, read.sizes);
  }
  if (lists.size > 0 && ranges.size > 0) return refuse(mixedSizes());
  if (ranges.size > 0) return { kind: 'ranges', ranges };
  const [count, ...others] = new Set(Array.from(lists.values(), ({ length }) => length));
  if (count === undefined) return undefined;
  if (others.length > 0) return refuse(unequalSizes([...lists.keys()]));
  const sizes = Array.from(
    { length: count },
    (_, at): Sizes => new Map(Array.from(lists, ([name, list]) => [name, list[at] ?? 1])),
  );
  const texts = sizes.map((one) => Array.from(one, ([name, size]) => `${name}=${size}`).join(', '));
  const twice = texts.find((text, at) => texts.indexOf(text) < at);
  if (twice !== undefined) return refuse(repeatedSizes(twice));
  return { kind: 'enumerated', sizes };
}
