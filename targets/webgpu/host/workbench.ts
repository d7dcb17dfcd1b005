/** Lowers problems of `snapc tune` for a device and times them on the adapter at hand. */

import { DiagnosticError, isError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { Device } from '../../devices/device.ts';
import type { Precision } from '../../target.ts';
import { planProgram } from '../assemble.ts';
import type { Assembly } from '../assemble.ts';
import { checkLimits } from '../limits.ts';
import { lowerGraph } from '../lower.ts';
import type { Prepared, Workbench } from '../tune/trial.ts';
import { SnapcError } from '../../../runtime/web/errors.ts';
import { openDevice } from './adapter.ts';
import type { AdapterChoice } from './adapter.ts';
import { runFailed } from './diagnostics.ts';
import { openGraph } from './open-graph.ts';
import type { GraphModel, OpenGraphOptions } from './open-graph.ts';

/** Of other work on the machine the fastest run feels least. */
const MOST_RUNS = 7;
const ENOUGH_MILLISECONDS = 200;

interface WorkbenchOptions {
  readonly precision: Precision;
  readonly adapter?: AdapterChoice;
}

/** With the name of the adapter, for people. Throws a DiagnosticError where none can be opened. */
export async function openWorkbench(
  options: WorkbenchOptions,
): Promise<Workbench & { readonly adapter: string }> {
  const { adapter } = options;
  const probed = await openDevice(adapter === undefined ? {} : { adapter });
  if ('diagnostics' in probed) throw new DiagnosticError(...probed.diagnostics);
  const features = probed.adapter.features.has('timestamp-query') ? ['timestamp-query'] : [];
  probed.close();
  return {
    adapter: probed.description,
    now: () => performance.now(),
    prepare: async (graph, device) => prepare(graph, device, options, features),
  };
}

function prepare(
  graph: Graph,
  device: Device,
  { precision, ...options }: WorkbenchOptions,
  features: readonly string[],
): Prepared | readonly Diagnostic[] {
  const assembly = planProgram(lowerGraph(graph, device, precision), device);
  const { program, plan, weights } = assembly;
  const faults = checkLimits(program, plan, weights, device);
  const errors = faults.filter(isError);
  if (errors.length > 0) return errors;
  return {
    key: program.kernels.map(({ code, workgroups }) => `${code}\n${workgroups.join()}`).join('\n'),
    time: (inputs, signal) =>
      guarded(time(assembly, graph, inputs, { ...options, features, signal })),
  };
}

/** What the device says to a shader or to its memory rules the tile out, and is no fault of snapc. */
async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof SnapcError && error.code !== 'aborted') {
      throw new DiagnosticError(runFailed(error.code, error.message));
    }
    throw error;
  }
}

async function time(
  assembly: Assembly,
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  options: Required<Pick<OpenGraphOptions, 'features' | 'signal'>> & OpenGraphOptions,
) {
  const { opened, model, given, taken } = await openGraph(assembly, graph, options);
  const { signal } = options;
  try {
    const arrays = given(inputs);
    // The first run pays for what drivers put off until then.
    const outputs = taken(await model.run(arrays, { signal }));
    const once = options.features.includes('timestamp-query')
      ? () => onTheGpu(model, arrays)
      : () => byTheClock(model, opened.device.queue);
    let milliseconds = Infinity;
    const begun = performance.now();
    for (let run = 0; run < MOST_RUNS; run++) {
      if (run > 0 && performance.now() - begun > ENOUGH_MILLISECONDS) break;
      signal.throwIfAborted();
      milliseconds = Math.min(milliseconds, await once());
    }
    return { milliseconds, outputs };
  } finally {
    model.dispose();
  }
}

type Arrays = Readonly<Record<string, unknown>>;

async function onTheGpu(model: GraphModel, arrays: Arrays): Promise<number> {
  const { milliseconds } = await model.profile(arrays);
  return milliseconds.reduce((sum, part) => sum + part, 0);
}

const RUNS_AT_ONCE = 4;

/** The inputs are where the run before put them, and nothing is read back. */
async function byTheClock(model: GraphModel, queue: GPUQueue): Promise<number> {
  const begun = performance.now();
  for (let run = 0; run < RUNS_AT_ONCE; run++) {
    await model.run(model.inputBuffers, { outputs: 'gpu' });
  }
  await queue.onSubmittedWorkDone();
  return (performance.now() - begun) / RUNS_AT_ONCE;
}
