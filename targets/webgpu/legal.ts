/** Decides whether a graph can be emitted: every op has a lowering, and the result keeps to the device's limits. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import type { Device } from '../devices/device.ts';
import type { Precision } from '../target.ts';
import { planProgram } from './assemble.ts';
import type { Assembly } from './assemble.ts';
import { noLowering } from './diagnostics.ts';
import { fusedBody } from './fused-body.ts';
import { checkLimits } from './limits.ts';
import { lowerGraph } from './lower.ts';
import { loweringOf } from './pointwise.ts';
import { staticTypeOf } from '../shape.ts';

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
  const missing = missingLowerings(graph);
  if (missing.length > 0) return missing;
  try {
    const { program, plan, weights } = assemblyOf(graph, device, shardBytes, precision);
    return checkLimits(program, plan, weights, device);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** One diagnostic for each op, naming its first node. */
function missingLowerings(graph: Graph): Diagnostic[] {
  const missing = new Map<string, Node[]>();
  for (const node of nodesToLower(graph)) {
    if (loweringOf(node) !== undefined) continue;
    missing.set(node.op.name, [...(missing.get(node.op.name) ?? []), node]);
  }
  return [...missing].flatMap(([op, nodes]) => {
    const [first] = nodes;
    return first === undefined ? [] : [noLowering(op, nodes.length, first.origin)];
  });
}

function* nodesToLower(graph: Graph): Generator<Node> {
  for (const node of graph.nodes()) {
    // Nothing runs for a result without elements.
    if (node.results.every((result) => elementCount(staticTypeOf(result).shape) === 0)) continue;
    const body = fusedBody(node);
    if (body === undefined) yield node;
    else yield* body.graph.nodes();
  }
}
