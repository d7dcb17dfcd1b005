/** Loop with a small number of rounds that is known: the rounds stand one after another in its place. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import type { Value } from '../../../../ir/graph.ts';
import { getElement } from '../../../../ir/tensor.ts';
import { dynamicControlFlow } from '../diagnostics.ts';
import { nodeName } from '../names.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext, RuleResult } from '../rule.ts';
import { withAxes } from '../shared/tensors.ts';

const MOST_ROUNDS = 64;

export const loop = defineRule({
  op: 'Loop',
  since: 1,
  convert: (node) => {
    const trips = node.optional(0);
    const limit = trips === undefined ? Infinity : numberOf(node, trips, 'its number of rounds');
    const carried = Array.from({ length: Math.max(0, node.inputCount - 2) }, (_, index) =>
      node.input(index + 2),
    );
    return goOn(node, { round: 0, limit, goes: node.optional(1), carried, collected: [] });
  },
});

interface State {
  readonly round: number;
  readonly limit: number;
  /** Whether there is another round; as long as the limit says where absent. */
  readonly goes: Value | undefined;
  readonly carried: readonly Value[];
  /** What each round so far has added to the collected outputs. */
  readonly collected: readonly (readonly Value[])[];
}

function goOn(node: RuleContext, state: State): RuleResult {
  const { round, limit, goes, carried, collected } = state;
  const stops = goes !== undefined && numberOf(node, goes, 'whether it goes on') === 0;
  if (stops || round >= limit) return [...carried, ...joined(node, carried.length, collected)];
  if (round >= MOST_ROUNDS) refuse(node, `it has more than ${MOST_ROUNDS} rounds`);
  const { b } = node;
  return {
    kind: 'inline',
    graph: node.attributes.graph('body'),
    inputs: [b.scalar('i64', round), goes ?? b.scalar('bool', 1), ...carried],
    label: `${nodeName(node.node)}/${round}/`,
    finish: ([next, ...rest]) =>
      goOn(node, {
        round: round + 1,
        limit,
        goes: next,
        carried: rest.slice(0, carried.length),
        collected: [...collected, rest.slice(carried.length)],
      }),
  };
}

function joined(
  node: RuleContext,
  carried: number,
  collected: readonly (readonly Value[])[],
): readonly Value[] {
  const m = arithmetic(node.b);
  const [first] = collected;
  const wanted = node.node.outputs.length - carried;
  if (first === undefined && wanted > 0) refuse(node, 'it has no rounds and collects outputs');
  return (first ?? []).map((_, index) => {
    const inputs = collected.flatMap((round) => round[index] ?? []);
    return node.b.concat({ inputs: inputs.map((value) => withAxes(m, value, [0])) }, { axis: 0 });
  });
}

function numberOf(node: RuleContext, value: Value, what: string): number {
  const known = node.known(value);
  if (known?.data.length !== 1) return refuse(node, `${what} is computed at run time`);
  return Number(getElement(known, 0));
}

function refuse(node: RuleContext, what: string): never {
  throw new DiagnosticError(dynamicControlFlow(what, node.place));
}
