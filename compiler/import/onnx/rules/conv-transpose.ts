/** ConvTranspose: pads given, automatic, or such that the result has `output_shape`. */

import { fail } from '../../../../ir/define.ts';
import { dimAt, staticShape } from '../../../../ir/shapes.ts';
import type { Dim } from '../../../../ir/dim.ts';
import { NeedsDims } from '../needs-dims.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { checkKernelShape, readAutoPad, readSteps, splitPads } from '../shared/windows.ts';

export const convTranspose = defineRule({
  op: 'ConvTranspose',
  since: 1,
  convert: (node) => {
    const [input, weight] = [node.input(0), node.input(1)];
    const [channels = 0, , ...kernel] = staticShape(weight.type.shape);
    node.implies(dimAt(input.type.shape, 1), channels);
    checkKernelShape(node, kernel);
    const windows = readTransposed(node, kernel, input.type.shape.slice(2));
    const groups = node.attributes.int('group', 1);
    return node.b.conv_transpose({ input, weight, bias: node.optional(2) }, { ...windows, groups });
  },
});

function readTransposed(node: RuleContext, kernel: readonly number[], spatial: readonly Dim[]) {
  const { attributes } = node;
  const { strides, dilations } = readSteps(node, kernel.length);
  const pads = attributes.ints('pads') ?? [];
  const given = attributes.ints('output_padding') ?? [];
  const output_padding = given.length === 0 ? kernel.map(() => 0) : given;
  const shape = attributes.ints('output_shape')?.slice(-kernel.length);
  const autoPad = readAutoPad(node);
  const same = autoPad === 'SAME_UPPER' || autoPad === 'SAME_LOWER';
  if (shape === undefined && !same) {
    return { strides, dilations, output_padding, pads: autoPad === 'VALID' ? [] : pads };
  }
  if (shape !== undefined && shape.length !== kernel.length) {
    fail(`output_shape has ${shape.length} numbers for ${kernel.length} spatial axes`);
  }
  // What the result has too much is cut off, what it lacks is added at the end.
  const surplus = kernel.map((size, axis) => {
    const dim = spatial[axis] ?? 1;
    const [stride = 1, dilation = 1] = [strides[axis], dilations[axis]];
    const span = (size - 1) * dilation + 1 + (output_padding[axis] ?? 0);
    const wanted = shape?.[axis];
    // Of input * stride elements, (input - 1) * stride + span - input * stride does not depend on the input.
    if (wanted === undefined) return span - stride;
    if (typeof dim !== 'number') throw new NeedsDims([dim]);
    return (dim - 1) * stride + span - wanted;
  });
  return {
    strides,
    dilations,
    output_padding: output_padding.map((extra, axis) => extra + Math.max(0, -(surplus[axis] ?? 0))),
    pads: splitPads(
      surplus.map((count) => Math.max(0, count)),
      autoPad === 'SAME_UPPER',
    ),
  };
}
