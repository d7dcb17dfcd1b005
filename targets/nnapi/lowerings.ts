/** Finds the lowering of a node. */

import type { Node } from '../../ir/graph.ts';
import { lowerings } from './lower/index.ts';
import type { Lowering } from './lowering.ts';

/** Undefined for composite ops that the target has no operation for. */
export function loweringOf(node: Node): Lowering | undefined {
  const table: Readonly<Record<string, Lowering>> = lowerings;
  if (Object.hasOwn(table, node.op.name)) return table[node.op.name];
  return node.op.lowerings?.['nnapi'] as Lowering | undefined;
}
