/** Decides whether a graph can be emitted: every op has a lowering, and the result keeps to the device's limits. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import type { Device } from '../devices/device.ts';
import { missingLowerings, runningNodes } from '../missing-lowerings.ts';
import { sparseWeights } from '../sparse-weights.ts';
import type { Precision } from '../target.ts';
import { planProgram } from './assemble.ts';
import type { Assembly } from './assemble.ts';
import { noLowering } from './diagnostics.ts';
import { fusedBody } from './fused-body.ts';
import { checkLimits } from './limits.ts';
import { lowerGraph } from './lower.ts';
import { loweringOf } from './pointwise.ts';
import { floatRemarks } from './stored-weights.ts';

/** What emission needs is worked out once, while legality is checked. */
const assemblies = new WeakMap<Graph, { readonly key: string; readonly assembly: Assembly }>();

export function assemblyOf(
  graph: Graph,
  device: Device,
  shardBytes: number,
  precision: Precision = 'fp32',
): Assembly {
  const key = JSON.stringify([device, shardBytes, precision]);
  const known = assemblies.get(graph);
  if (known?.key === key) return known.assembly;
  const assembly = planProgram(lowerGraph(graph, device, precision), device, shardBytes);
  assemblies.set(graph, { key, assembly });
  return assembly;
}

/** Everything that stands against emitting the graph for the device. */
export function checkLegal(
  graph: Graph,
  device: Device,
  shardBytes: number,
  precision: Precision = 'fp32',
): readonly Diagnostic[] {
  const missing = missingLowerings(
    nodesToLower(graph),
    (node) => loweringOf(node) !== undefined,
    noLowering,
  );
  if (missing.length > 0) return missing;
  try {
    const { program, plan, weights } = assemblyOf(graph, device, shardBytes, precision);
    return [
      ...checkLimits(program, plan, weights, device),
      ...floatRemarks(program),
      ...sparseWeights(graph, 'WebGPU'),
    ];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

function* nodesToLower(graph: Graph): Generator<Node> {
  for (const node of runningNodes(graph)) {
    const body = fusedBody(node);
    if (body === undefined) yield node;
    else yield* body.graph.nodes();
  }
}
