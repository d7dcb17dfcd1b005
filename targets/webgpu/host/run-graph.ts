/** Runs a graph on WebGPU in Node without touching the disk: for differential tests and comparisons. */

import { DiagnosticError, isError } from '../../../ir/diagnostics.ts';
import { checkInputs } from '../../../ir/evaluate.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { Device } from '../../devices/device.ts';
import type { Precision } from '../../target.ts';
import { findDevice } from '../../devices/index.ts';
import { planProgram } from '../assemble.ts';
import { checkLimits } from '../limits.ts';
import { lowerGraph } from '../lower.ts';
import type { AdapterChoice } from './adapter.ts';
import { openGraph } from './open-graph.ts';

export { graphInterface } from './open-graph.ts';

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
  const beyond = checkLimits(assembly.program, plan, weights, device).filter(isError);
  if (beyond.length > 0) throw new DiagnosticError(...beyond);
  const { model, given, taken } = await openGraph(assembly, graph, options);
  const { signal } = options;
  try {
    return taken(await model.run(given(inputs), signal === undefined ? {} : { signal }));
  } finally {
    model.dispose();
  }
}

function defaultDevice(): Device {
  const found = findDevice('webgpu-default');
  if (!found.ok) throw new Error('the device webgpu-default is built in');
  return found.value;
}
