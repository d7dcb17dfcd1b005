/** Weights of a graph: measured before bounds are asked for, and listed where fp16 loses some of their numbers. */

import { hasTrait } from '../../ir/define.ts';
import { inlineValue } from '../../ir/constant.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import type { PassContext } from '../pass.ts';
import type { GuardWeight } from './report.ts';
import { ruleOf } from './rules/index.ts';
import { isFloat } from './floats.ts';
import { isMeasured } from './statistics.ts';
import type { WeightMeasures } from './statistics.ts';

/** So that a host's threads have something to do; on one thread it takes a megabyte or two for each. */
const AT_A_TIME = 8;

export async function measureWeights(
  graph: Graph,
  measures: WeightMeasures,
  { signal, progress }: Pick<PassContext, 'signal' | 'progress'>,
): Promise<void> {
  const wanted = new Map<Value, number | undefined>();
  for (const node of graph.nodes()) {
    for (const { value, axis } of ruleOf(node.op)?.weights?.(node) ?? []) wanted.set(value, axis);
  }
  const constants = graph.constants();
  const rest = constants.values();
  let done = 0;
  const takeTurns = async (): Promise<void> => {
    for (const value of rest) {
      const { constant } = value;
      if (constant !== undefined && isFloat(value) && isMeasured(constant)) {
        await measures.measure(constant, wanted.get(value), signal);
      }
      progress?.('weights measured', ++done, constants.length);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, takeTurns));
}

/**
 * By the model's name where there is one. Weights of few bits are as they were before. Large ones are not rounded where
 * only `wide` nodes read them.
 */
export function weightList(
  graph: Graph,
  measures: WeightMeasures,
  wide: ReadonlySet<Node>,
): readonly GuardWeight[] {
  return graph.constants().flatMap((value): readonly GuardWeight[] => {
    const { constant } = value;
    if (constant === undefined || !isFloat(value)) return [];
    const found = measures.of(constant, undefined);
    if (found === undefined) return [];
    const isSmall = inlineValue(constant) !== undefined;
    if (!isSmall && [...value.users].every((user) => wide.has(user))) return [];
    const { elements, beyond, vanished, largest } = found;
    if (beyond === 0 && vanished === 0) return [];
    const readers = [...value.users].filter(({ op }) => !hasTrait(op, 'view'));
    const nodes = readers.flatMap(({ origin }) => origin.onnx.slice(0, 1));
    const name = value.name ?? nodes[0] ?? 'a constant';
    return [{ name, nodes, elements, beyond, vanished, largest }];
  });
}
