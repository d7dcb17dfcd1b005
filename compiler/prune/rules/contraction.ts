/** Channels through matrix products and convolutions: one axis is summed over, another computed. */

import type { AttributeMap } from '../../../ir/define.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { operandsOf, resultOf } from '../../../ir/graph.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { fixed, freezeAxis } from '../axes.ts';
import type { Axis, Layout } from '../axes.ts';
import type { ChannelRule, RelateContext, ResizeContext } from './rule.ts';

export const matmulRule: ChannelRule = {
  relate: (node, context) => {
    const { relations, layout, isParameter, produces, consumes } = context;
    const [a, b] = [operandAt(node, 0), operandAt(node, 1)];
    const left = sides(node, layout(a), 'transpose_a');
    const right = sides(node, layout(b), 'transpose_b');
    // Together with the blocks that they may be split into, as attention has its heads there.
    relations.combine([
      [...left.batch, left.last],
      [...right.batch, right.first],
    ]);
    if (isParameter(a) !== isParameter(b)) {
      const [weight, side] = isParameter(b) ? [b, right] : [a, left];
      const [own, read] = isParameter(b)
        ? [side.lastAxis, side.firstAxis]
        : [side.firstAxis, side.lastAxis];
      const input = isParameter(b) ? a : b;
      const inputAxis = isParameter(b) ? left.lastAxis : right.firstAxis;
      produces({ node, weight, axis: own });
      consumes({ node, weight, axis: read, input, inputAxis });
    } else if (!isParameter(a)) {
      noteHeads(context, [layout(a), layout(b)]);
      const [queryAxis, keyAxis] = [left.lastAxis, right.firstAxis];
      relations.scores.push({ query: a, queryAxis, key: b, keyAxis });
    }
    return [
      relations.combine([
        [...left.batch, left.first, []],
        [...right.batch, [], right.last],
      ]),
    ];
  },
};

interface Sides {
  readonly batch: Layout;
  readonly first: Axis;
  readonly last: Axis;
  readonly firstAxis: number;
  readonly lastAxis: number;
}

function sides(node: Node, axes: Layout, flag: string): Sides {
  const rank = axes.length;
  const turned = node.attributes[flag] === true;
  const [firstAxis, lastAxis] = turned ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  const batch = axes.slice(0, -2);
  return { batch, first: axes[firstAxis] ?? [], last: axes[lastAxis] ?? [], firstAxis, lastAxis };
}

/** Products of two computed values are those of attention: what is split there are heads. */
function noteHeads({ relations }: RelateContext, layouts: readonly Layout[]): void {
  for (const factor of layouts.flat(2)) {
    if (factor.kind === 'level' && factor.split.node !== undefined) {
      relations.headSplits.add(factor.split.node);
    }
  }
}

export const convRule: ChannelRule = {
  relate: (node, context) => convolve(node, context, 0),
  resize,
};
export const convTransposeRule: ChannelRule = {
  relate: (node, context) => convolve(node, context, 1),
  resize,
};

/** `outputs` is the axis of the weight that holds the result's channels. */
function convolve(node: Node, context: RelateContext, outputs: 0 | 1): readonly Layout[] {
  const { relations, layout, produces, consumes, isParameter } = context;
  const { input, weight, bias } = operandsOf(node) as Readonly<Record<string, Value | undefined>>;
  if (input === undefined || weight === undefined) throw new Error(`${node.op.name} has no weight`);
  const [image, kernel] = [layout(input), layout(weight)];
  const at = channelAxis(node, image.length);
  const inputs = 1 - outputs;
  const groups = node.attributes['groups'] as number;
  let made = kernel[outputs] ?? [];
  if (groups === 1) {
    relations.unify(image[at] ?? [], kernel[inputs] ?? []);
    if (isParameter(weight)) {
      produces({ node, weight, axis: outputs });
      consumes({ node, weight, axis: inputs, input, inputAxis: at });
    }
  } else if (isDepthwise(node, weight)) {
    relations.unify(image[at] ?? [], kernel[0] ?? []);
    made = image[at] ?? [];
  } else {
    for (const axis of [image[at] ?? [], ...kernel]) freezeAxis(relations.sets, axis);
    made = fixed(resultOf(node).type.shape[at] ?? 1);
  }
  if (bias !== undefined) relations.unify(made, layout(bias)[0] ?? []);
  return [
    resultOf(node).type.shape.map((size, axis) => {
      if (axis === 0) return image[0] ?? [];
      if (axis === at) return made;
      freezeAxis(relations.sets, image[axis] ?? []);
      return fixed(size);
    }),
  ];
}

/** One filter for each channel. */
function isDepthwise(node: Node, weight: Value): boolean {
  const [first, second] = weight.type.shape;
  return first === node.attributes['groups'] && second === 1;
}

function resize(node: Node, { layout, kept }: ResizeContext): AttributeMap {
  const weight = operandAt(node, 1);
  if (node.attributes['groups'] === 1 || !isDepthwise(node, weight)) return node.attributes;
  const stays = kept(layout(weight)[0] ?? []);
  return stays === undefined
    ? node.attributes
    : { ...node.attributes, groups: stays.filter(Boolean).length };
}

export function channelAxis(node: Node, rank: number): number {
  return node.attributes['layout'] === 'channels_last' ? rank - 1 : 1;
}
