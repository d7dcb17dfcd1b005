/** Inputs and outputs without elements, which no multi-array can hold. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { isEmpty } from '../carrier.ts';
import { staticTypeOf } from '../shape.ts';
import { emptyPort } from './diagnostics.ts';

export function emptyPorts(graph: Graph): Diagnostic[] {
  const ports = [
    ...graph.inputs.map((value) => ({ name: value.name ?? '', value })),
    ...graph.outputs,
  ];
  return ports.flatMap(({ name, value }) => {
    return isEmpty(value) ? [emptyPort(name, staticTypeOf(value).shape)] : [];
  });
}
