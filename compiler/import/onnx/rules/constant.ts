/** Constant: a tensor, a number or a list of numbers as an attribute. */

import { dataConstant } from '../../../../ir/constant.ts';
import { fail } from '../../../../ir/define.ts';
import { tensorFrom } from '../../../../ir/tensor.ts';
import type { Tensor } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export const constant = defineRule({
  op: 'Constant',
  since: 1,
  convert: (node) => {
    const { attributes } = node;
    const tensor = attributes.tensor('value') ?? attributes.tensor('sparse_value');
    return node.embed(tensor ?? dataConstant(numbersOf(node)));
  },
});

function numbersOf({ attributes }: RuleContext): Tensor {
  const float = attributes.optionalFloat('value_float');
  if (float !== undefined) return tensorFrom('f32', [], [float]);
  const int = attributes.raw('value_int');
  if (int?.kind === 'int') return tensorFrom('i64', [], [int.value]);
  const ints = attributes.raw('value_ints');
  if (ints?.kind === 'ints') return tensorFrom('i64', [ints.value.length], ints.value);
  const floats = attributes.floats('value_floats');
  if (floats !== undefined) return tensorFrom('f32', [floats.length], floats);
  return fail('its value is no tensor of numbers', 'strings are not supported');
}
