/** Runs what the target `listing` wrote: shows that its two files hold the whole model. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Graph, dataConstant, evaluateGraph, namedOperands, ops, tensorFrom } from 'snapc';
import type { DType, OpTable, Tensor, Value } from 'snapc';
import { parabolicGelu } from './op.ts';

interface Listed {
  readonly id: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

interface Listing {
  readonly inputs: readonly (Listed & { readonly name: string })[];
  readonly weights: readonly (Listed & { readonly at: number })[];
  readonly nodes: readonly {
    readonly op: string;
    readonly operands: readonly (number | null)[];
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly results: readonly Listed[];
  }[];
  readonly outputs: readonly { readonly id: number; readonly name: string }[];
}

export async function runListing(
  folder: string,
  inputs: ReadonlyMap<string, Tensor>,
): Promise<ReadonlyMap<string, Tensor>> {
  const listing: Listing = JSON.parse(await readFile(join(folder, 'graph.json'), 'utf8'));
  const bytes = await readFile(join(folder, 'weights.bin'));
  const graph = new Graph('listing');
  const values = new Map<number, Value>();
  const table: OpTable = { ...ops, parabolic_gelu: parabolicGelu };
  for (const { id, name, dtype, shape } of listing.inputs) {
    values.set(id, graph.addInput(name, { dtype, shape }));
  }
  for (const { id, at, dtype, shape } of listing.weights) {
    const count = shape.reduce((product, size) => product * size, 1);
    const numbers = Array.from({ length: count }, (_, index) =>
      bytes.readFloatLE(4 * (at + index)),
    );
    values.set(id, graph.addConstant(dataConstant(tensorFrom(dtype, shape, numbers))));
  }
  for (const { op: name, operands, attributes, results } of listing.nodes) {
    const op = table[name];
    if (op === undefined) throw new Error(`no op ${name}`);
    const given = operands.map((id) => (id === null ? undefined : values.get(id)));
    const made = graph.insert({ op, operands: namedOperands(op, given), attributes });
    results.forEach(({ id }, index) => {
      const result = made.results[index];
      if (result !== undefined) values.set(id, result);
    });
  }
  graph.setOutputs(
    listing.outputs.flatMap(({ id, name }) => {
      const value = values.get(id);
      return value === undefined ? [] : [{ name, value }];
    }),
  );
  return evaluateGraph(graph, inputs);
}
