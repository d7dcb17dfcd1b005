/** The graph that a target emits, made again in memory from the model. */

import { isError } from '../../ir/diagnostics.ts';
import { cloneGraph } from '../../ir/clone.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Device } from '../../targets/devices/index.ts';
import type { Target } from '../../targets/target.ts';
import type { Registry } from '../api/registry.ts';
import { runPipeline } from '../pipeline.ts';
import { prepareTargets } from '../prepare.ts';
import type { Precision } from '../target.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';

export interface LowerRequest {
  readonly target: Target;
  readonly device: Device;
  readonly precision: Precision;
  readonly options?: Readonly<Record<string, unknown>>;
}

export async function lowerInMemory(
  context: CommandContext,
  registry: Registry,
  imported: Graph,
  { target, device, precision, options = {} }: LowerRequest,
): Promise<Graph> {
  const { signal, timings, progress } = context;
  progress.phase(`${target.name}: passes`);
  const prepared = take(
    context,
    prepareTargets(
      {
        targets: [target],
        device,
        precision,
        targetOptions: new Map([[target.name, options]]),
        passes: registry.added,
        signal,
      },
      imported,
      imported.name,
    ),
  );
  const graph = cloneGraph(imported);
  for (const { steps, context: about } of prepared) {
    take(
      context,
      await timings.time('passes', () => runPipeline(graph, steps, target.given, { signal })),
    );
    const illegal = target.legal(graph, about).filter(isError);
    if (illegal.length > 0) return refuse(...illegal);
  }
  return graph;
}
