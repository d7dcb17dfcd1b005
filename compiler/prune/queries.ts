/** Follows queries back to the weights that compute them, as far as each feature comes from the one before it alone. */

import { hasTrait } from '../../ir/define.ts';
import type { Value } from '../../ir/graph.ts';
import { uniformValue } from '../../ir/pattern.ts';
import type { ChannelAnalysis } from './analyse.ts';
import { flatChannels } from './axes.ts';

/** An axis of a constant that holds one number, or row of numbers, for each feature. */
export interface FeatureAxis {
  readonly weight: Value;
  readonly axis: number;
  readonly ids: Int32Array;
}

/** Undefined where something between is not linear in all features alike, or where weights have other readers. */
export function weightsOfQueries(
  query: Value,
  { producers, layouts }: ChannelAnalysis,
): readonly FeatureAxis[] | undefined {
  const found: FeatureAxis[] = [];
  const take = (weight: Value, axis: number): boolean => {
    const ids = flatChannels(layouts.get(weight)?.[axis] ?? []);
    if (ids === undefined || weight.constant === undefined || weight.users.size > 1) return false;
    found.push({ weight, axis, ids });
    return true;
  };
  let at = query;
  for (;;) {
    const node = at.producer;
    if (node === undefined) return undefined;
    const own = producers.filter((producer) => producer.node === node);
    const [producer, ...others] = own;
    if (producer !== undefined) {
      if (others.length > 0 || !take(producer.weight, producer.axis)) return undefined;
      const biases = node.operands.filter(
        (value) => value?.constant !== undefined && value !== producer.weight,
      );
      return biases.every((bias) => bias !== undefined && take(bias, 0)) ? found : undefined;
    }
    const computed = node.operands.filter((value) => value !== undefined && !value.constant);
    const [input, ...more] = computed;
    if (input === undefined || more.length > 0) return undefined;
    const constants = node.operands.filter((value) => value?.constant !== undefined);
    if (['mul', 'div'].includes(node.op.name)) {
      const alike = constants.every((value) => value && uniformValue(value) !== undefined);
      if (!alike || node.operands[0]?.constant !== undefined) return undefined;
    } else if (node.op.name === 'add') {
      const [bias] = constants;
      if (bias === undefined || !take(bias, bias.type.shape.length - 1)) return undefined;
    } else if (!hasTrait(node.op, 'movement') && !hasTrait(node.op, 'conversion')) {
      return undefined;
    }
    at = input;
  }
}
