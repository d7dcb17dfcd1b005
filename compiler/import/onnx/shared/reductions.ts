/** Shared form of ONNX's reductions: axes as an attribute or, in later versions, as an input. */

import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import { normalizeAxes } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import type { ImportBuilder, ImportRule, RuleContext } from '../rule.ts';
import { axesFrom } from './tensors.ts';

type ReductionOp = (
  operands: { readonly input: Value },
  attributes: { readonly axes: readonly number[]; readonly keep_dims: boolean },
) => Value;

/** `inputSince` is the version from which the axes are an input. */
export function defineReduction(
  op: string,
  inputSince: number,
  reduce: (b: ImportBuilder) => ReductionOp,
): ImportRule {
  return defineRule({
    op,
    since: 1,
    convert: (node) => {
      const { b, attributes } = node;
      const input = node.input(0);
      const rank = input.type.shape.length;
      const given = readAxes(node, inputSince);
      const keep_dims = attributes.flag('keepdims', true);
      const nothing = attributes.flag('noop_with_empty_axes', false);
      const all = given === undefined || given.length === 0;
      if (all && nothing) return input;
      const axes = all ? axesFrom(0, rank) : normalizeAxes(given, rank);
      if (input.type.dtype !== 'bool') return reduce(b)({ input }, { axes, keep_dims });
      const bits = b.cast({ input }, { to: 'u8' });
      return b.cast({ input: reduce(b)({ input: bits }, { axes, keep_dims }) }, { to: 'bool' });
    },
  });
}

function readAxes(node: RuleContext, inputSince: number): readonly number[] | undefined {
  if (node.opset < inputSince) return node.attributes.ints('axes');
  if (node.attributes.has('axes')) {
    fail(`axes became an input in operator set ${inputSince}`, 'the node mixes two versions');
  }
  return node.optional(1) === undefined ? undefined : node.ints(1, 'axes');
}
