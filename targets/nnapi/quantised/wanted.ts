/** Which floats are computed only to be quantised: an operation may give them in 8 bits at once. */

import type { Graph, Node, Value } from '../../../ir/graph.ts';
import type { FoundBias } from '../../biases.ts';
import type { LowerContext } from '../lowering.ts';
import { loweringOf } from '../lowerings.ts';
import { quantisationOf, sameParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';

/** Values by the parameters that all their readers want; readers that only carry numbers pass on what theirs want. */
export function wantedParameters(
  graph: Graph,
  context: LowerContext,
  biases: ReadonlyMap<Node, FoundBias>,
): ReadonlyMap<Value, Parameters> {
  const wanted = new Map<Value, Parameters>();
  const isOutput = (value: Value): boolean => graph.isOutput(value);
  const taken = new Set([...biases.values()].map(({ add }) => add));
  const wantedBy = (user: Node, value: Value): Parameters | undefined => {
    const own = quantisationOf(user, context, isOutput);
    if (own !== undefined) {
      const [input, ...others] = user.operands;
      return input === value && !others.includes(value) ? own : undefined;
    }
    const [result] = user.results;
    const passes = taken.has(user) || loweringOf(user)?.carries?.(user) === true;
    return result !== undefined && passes ? wanted.get(result) : undefined;
  };
  for (const node of graph.nodesReversed()) {
    for (const value of node.results) {
      if (isOutput(value)) continue;
      const [first, ...others] = Array.from(value.users, (user) => wantedBy(user, value));
      if (first === undefined) continue;
      if (others.every((other) => other !== undefined && sameParameters(first, other))) {
        wanted.set(value, first);
      }
    }
  }
  return wanted;
}
