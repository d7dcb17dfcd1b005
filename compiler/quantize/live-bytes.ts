/** The most bytes of activations that live at once while a graph is run in its order. */

import type { Graph, Value } from '../../ir/graph.ts';
import { byteSize, isStaticType } from '../../ir/types.ts';

export function liveBytes(graph: Graph): number {
  const nodes = Array.from(graph.nodes());
  const left = new Map<Value, number>();
  const bytesOf = ({ type }: Value): number => (isStaticType(type) ? byteSize(type) : 0);
  let live = graph.inputs.reduce((sum, input) => sum + bytesOf(input), 0);
  let most = live;
  for (const { operands, results } of nodes) {
    for (const result of results) {
      live += bytesOf(result);
      left.set(result, result.users.size);
    }
    most = Math.max(most, live);
    for (const operand of new Set(operands)) {
      if (operand === undefined || operand.constant !== undefined) continue;
      const users = (left.get(operand) ?? operand.users.size) - 1;
      left.set(operand, users);
      if (users === 0) live -= bytesOf(operand);
    }
  }
  return Math.max(1, most);
}
