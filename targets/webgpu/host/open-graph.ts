/** Loads a lowered graph on a device of this process, its weights in memory. */

import type { ModelInterface } from '../../../compiler/output.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { loadProgram } from '../../../runtime/web/load.ts';
import type { Model } from '../../../runtime/web/index.ts';
import type { Program } from '../../../runtime/web/program.ts';
import { assemble } from '../assemble.ts';
import type { Assembly } from '../assemble.ts';
import { staticTypeOf } from '../../shape.ts';
import { shardBytes } from '../shard-bytes.ts';
import type { AdapterChoice, OpenedDevice } from './adapter.ts';
import { toTensor, toTypedArray } from './arrays.ts';
import { sharedDevice } from './shared-device.ts';

export type GraphModel = Model<
  Readonly<Record<string, unknown>>,
  Readonly<Record<string, unknown>>
>;

export interface OpenedGraph {
  readonly opened: OpenedDevice;
  readonly model: GraphModel;
  /** Between the graph's names and those of the model's interface. */
  readonly given: (inputs: ReadonlyMap<string, Tensor>) => Readonly<Record<string, unknown>>;
  readonly taken: (results: Readonly<Record<string, unknown>>) => ReadonlyMap<string, Tensor>;
}

export interface OpenGraphOptions {
  readonly adapter?: AdapterChoice;
  /** Of the device, besides those that the program needs. */
  readonly features?: readonly string[];
  readonly signal?: AbortSignal;
}

/** Throws a DiagnosticError where no adapter can be opened that has what the program needs. */
export async function openGraph(
  assembly: Assembly,
  graph: Graph,
  { adapter, features = [], signal }: OpenGraphOptions,
): Promise<OpenedGraph> {
  const { program, shards } = await inMemory(assembly, graph);
  const needs = { features: [...program.features, ...features], limits: program.limits };
  const opened = await sharedDevice(needs, adapter);
  const model: GraphModel = await loadProgram(opened.device, program, import.meta.url, {
    weights: async (file, offset, length) => {
      const bytes = shards.get(file);
      if (bytes === undefined) throw new Error(`there is no ${file}`);
      return bytes.subarray(offset, offset + length);
    },
    verify: false,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    opened,
    model,
    given: (inputs) =>
      Object.fromEntries(
        program.inputs.map(({ name, emitted }) => {
          const tensor = inputs.get(name);
          return [emitted, tensor && toTypedArray(tensor)];
        }),
      ),
    taken: (results) =>
      new Map(
        program.outputs.map((output) => [output.name, toTensor(output, results[output.emitted])]),
      ),
  };
}

/** The interface of a graph that has not been lowered from a model: its own inputs and outputs. */
export function graphInterface(graph: Graph): ModelInterface {
  return {
    inputs: graph.inputs.map((value) => ({ name: value.name ?? '', type: staticTypeOf(value) })),
    outputs: graph.outputs.map(({ name, value }) => ({ name, type: staticTypeOf(value) })),
  };
}

async function inMemory(
  assembly: Assembly,
  graph: Graph,
): Promise<{ readonly program: Program; readonly shards: ReadonlyMap<string, Uint8Array> }> {
  const shards = new Map<string, Uint8Array>();
  for (const [index, shard] of assembly.weights.shards.entries()) {
    const bytes = new Uint8Array(shard.bytes);
    let at = 0;
    for await (const { chunk } of shardBytes([shard])) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    shards.set(`weights-${index}.bin`, bytes);
  }
  const table = [...shards].map(([file, { length }]) => ({
    file,
    bytes: length,
    sha256: '',
  }));
  return {
    program: assemble(assembly, graph.name, graphInterface(graph), { shards: table }),
    shards,
  };
}
