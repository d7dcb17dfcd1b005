/** Dropout as in inference: the output is the input, the mask keeps everything. */

import { fail } from '../../../../ir/define.ts';
import { getElement } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { filled } from '../shared/tensors.ts';

export const dropout = defineRule({
  op: 'Dropout',
  since: 7,
  convert: (node) => {
    node.attributes.ignore('ratio', 'seed');
    if (trains(node)) {
      fail('it is in training mode', 'export the model in evaluation mode (model.eval())');
    }
    const input = node.input(0);
    const mask = node.wants(1) ? filled(node, 'bool', input.type.shape, 1) : undefined;
    return [input, mask];
  },
});

/** In training mode with a ratio above 0; a ratio of 0 drops nothing. */
function trains(node: RuleContext): boolean {
  if (node.opset < 12) return false;
  const mode = node.optionalConstant(2, 'training_mode');
  if (mode === undefined || Number(getElement(mode, 0)) === 0) return false;
  const ratio = node.optionalConstant(1, 'ratio');
  return ratio === undefined || Number(getElement(ratio, 0)) !== 0;
}
