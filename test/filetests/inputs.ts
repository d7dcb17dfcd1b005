/** The inputs of a file test: from its `// input` lines, seeded where it has none. */

import { cloneGraph } from '../../ir/clone.ts';
import { dimNames } from '../../ir/dim.ts';
import type { Graph } from '../../ir/graph.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { isBig, tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isDType, isStaticType } from '../../ir/types.ts';

const INPUT = /^\/\/ input (\S+): (\w+)\[([\d, ]*)\] *= *(.*)$/gm;

/** One tensor for each input of a graph with known shapes. */
export function readInputs(text: string, graph: Graph): Map<string, Tensor> {
  const given = new Map<string, Tensor>();
  for (const [line, name = '', dtype = '', dims = '', values = ''] of text.matchAll(INPUT)) {
    if (!isDType(dtype)) throw new Error(`bad input line: ${line}`);
    const shape = words(dims.replaceAll(',', ' ')).map(Number);
    const items = words(values);
    const tensor =
      items[0] === 'seeded'
        ? seeded(dtype, shape, items.slice(1).map(Number))
        : tensorFrom(dtype, shape, items.map((item) => (isBig(dtype) ? BigInt(item) : read(item))));
    given.set(name, tensor);
  }
  for (const [index, { name = '', type }] of graph.inputs.entries()) {
    if (given.has(name)) continue;
    if (!isStaticType(type)) throw new Error(`input ${name} needs a known shape`);
    given.set(name, seededTensor(type.dtype, type.shape, index + 1));
  }
  return given;
}

function seeded(
  dtype: Tensor['dtype'],
  shape: readonly number[],
  [seed = 1, low, high]: readonly number[],
): Tensor {
  const range = low === undefined || high === undefined ? undefined : ([low, high] as const);
  return seededTensor(dtype, shape, seed, range);
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

function read(item: string): number {
  if (item === 'inf' || item === '-inf') return item === 'inf' ? Infinity : -Infinity;
  if (item === 'true' || item === 'false') return item === 'true' ? 1 : 0;
  const number = Number(item);
  if (Number.isNaN(number) && item !== 'nan') throw new Error(`${item} is not a number`);
  return number;
}

/** The same graph with a number for every named dim, so that it can be evaluated. */
export function bindAll(graph: Graph): Graph {
  const names = dimNames(graph.inputs.flatMap((input) => input.type.shape));
  if (names.length === 0) return graph;
  return cloneGraph(graph, new Map(names.map((name, index) => [name, 4 + 2 * index])));
}
