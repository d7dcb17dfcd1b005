/** Folds the doubling of an image's pixels into the convolution that reads it. */

import type { AttrSpecs, OperandSpecs, TypedOp } from '../../ir/define.ts';
import { isStatic } from '../../ir/dim.ts';
import { conv } from '../../ir/ops/core/conv.ts';
import { resize } from '../../ir/ops/core/resize.ts';
import { resizeTaps, resizedAxes, staysAsItIs } from '../../ir/resize.ts';
import { definePass } from '../pass.ts';
import { producedBy, soleUser, viewAs } from './shared/nodes.ts';
import type { NodeView } from './shared/nodes.ts';
import { simplify } from './shared/rewriter.ts';
import type { Simplification } from './shared/rewriter.ts';

const NAME = 'fold-upsample';

type ViewOf<T> =
  T extends TypedOp<infer O extends OperandSpecs, infer A extends AttrSpecs>
    ? NodeView<O, A>
    : never;

const doubledInput: Simplification = (node, { graph, build }) => {
  const found = viewAs(conv, node);
  if (found === undefined || !hasPlainWindow(found)) return undefined;
  const { input, ...weights } = found.operands;
  const doubled = producedBy(resize, input);
  if (doubled === undefined || soleUser(graph, input) !== node || !doubles(doubled)) return;
  // The kernel's weights are sums of these, made while compiling.
  if (weights.weight.constant === undefined) return undefined;
  return build(doubled.node).upsample_conv({ input: doubled.operands.input, ...weights });
};

/** Windows of three by three at every pixel of channels-last images. */
function hasPlainWindow({ operands, attributes }: ViewOf<typeof conv>): boolean {
  const { strides, pads, dilations, layout, groups } = attributes;
  const window = operands.weight.type.shape.slice(2);
  return (
    layout === 'channels_last' &&
    groups === 1 &&
    window.length === 2 &&
    window.every((size) => size === 3) &&
    pads.length === 4 &&
    pads.every((pad) => pad === 1) &&
    [...strides, ...dilations].every((step) => step === 1)
  );
}

/** Each pixel becomes two by two, whatever rule of coordinates says so. */
function doubles({ operands, attributes, result }: ViewOf<typeof resize>): boolean {
  const { shape } = operands.input.type;
  const to = result.type.shape;
  if (attributes.mode !== 'nearest' || !isStatic(shape) || !isStatic(to)) return false;
  return resizedAxes(shape, to, attributes).every((axis, index) => {
    if (index === 0 || index === 3) return staysAsItIs(axis, attributes);
    if (axis.to !== 2 * axis.from) return false;
    const { places, outside } = resizeTaps(axis, attributes);
    return places.every((place, at) => place === at >> 1) && !outside.includes(1);
  });
}

export const foldUpsample = definePass({
  name: NAME,
  describe: 'folds the doubling of pixels into the channels-last convolution after it',
  run: (graph) => {
    simplify(graph, [doubledInput], NAME);
  },
});
