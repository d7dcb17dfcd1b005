/** Runs a graph on WebGPU in Node without touching the disk: for differential tests and comparisons. */

import type { ModelInterface } from '../../../compiler/output.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { checkInputs } from '../../../ir/evaluate.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { loadProgram } from '../../../runtime/web/load.ts';
import type { Program } from '../../../runtime/web/program.ts';
import type { Device } from '../../devices/device.ts';
import type { Precision } from '../../target.ts';
import { findDevice } from '../../devices/index.ts';
import { assemble, planProgram } from '../assemble.ts';
import type { Assembly } from '../assemble.ts';
import { checkLimits } from '../limits.ts';
import { lowerGraph } from '../lower.ts';
import { shardBytes } from '../shard-bytes.ts';
import { staticTypeOf } from '../shape.ts';
import type { AdapterChoice } from './adapter.ts';
import { toTensor, toTypedArray } from './arrays.ts';
import { sharedDevice } from './shared-device.ts';

export interface RunGraphOptions {
  /** What the graph is lowered for; `webgpu-default` when absent. */
  readonly device?: Device;
  /** As in a compile; `fp32` when absent. */
  readonly precision?: Precision;
  readonly adapter?: AdapterChoice;
  readonly signal?: AbortSignal;
}

/**
 * Lowers the graph as it is, without passes, and runs it once. Throws a DiagnosticError where the graph
 * exceeds the device's limits, the inputs do not fit, or no adapter can be opened.
 */
export async function runGraph(
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  options: RunGraphOptions = {},
): Promise<ReadonlyMap<string, Tensor>> {
  const device = options.device ?? defaultDevice();
  const faults = checkInputs(graph, inputs);
  if (faults.length > 0) throw new DiagnosticError(...faults);
  const assembly = planProgram(lowerGraph(graph, device, options.precision), device);
  const { plan, weights } = assembly;
  const beyond = checkLimits(assembly.program, plan, weights, device).filter(
    ({ severity }) => severity === 'error',
  );
  if (beyond.length > 0) throw new DiagnosticError(...beyond);
  const { program, shards } = await inMemory(assembly, graph);
  const opened = await sharedDevice(program, options.adapter);
  const { signal } = options;
  const model = await loadProgram<Record<string, unknown>, Record<string, unknown>>(
    opened.device,
    program,
    import.meta.url,
    {
      weights: async (file, offset, length) => {
        const bytes = shards.get(file);
        if (bytes === undefined) throw new Error(`there is no ${file}`);
        return bytes.subarray(offset, offset + length);
      },
      verify: false,
      ...(signal === undefined ? {} : { signal }),
    },
  );
  try {
    const given = program.inputs.map((input) => {
      const tensor = inputs.get(input.name);
      return [input.emitted, tensor && toTypedArray(tensor)];
    });
    const results = await model.run(
      Object.fromEntries(given),
      signal === undefined ? {} : { signal },
    );
    return new Map(
      program.outputs.map((output) => [output.name, toTensor(output, results[output.emitted])]),
    );
  } finally {
    model.dispose();
  }
}

function defaultDevice(): Device {
  const found = findDevice('webgpu-default');
  if (!found.ok) throw new Error('the device webgpu-default is built in');
  return found.value;
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
