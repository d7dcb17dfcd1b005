/** Images as the operations want them: channels last, and two spatial axes. */

import type { AttributeMap } from '../../../ir/define.ts';
import type { Value } from '../../../ir/graph.ts';
import type { Rewrite, Site } from './site.ts';

const SPATIAL_LISTS = ['strides', 'dilations', 'kernel'] as const;

/** Nodes of images first with channels last, between transposes. */
export const channelsLast: Rewrite = ({ m, node, attributes, operand, shape, again }) => {
  if (attributes.string('layout') === 'channels_last') return undefined;
  const rank = shape(0).length;
  const spatial = Array.from({ length: rank - 2 }, (_, axis) => axis);
  const input = m.transpose(operand(0), [0, ...spatial.map((axis) => axis + 2), 1]);
  const results = again([input, ...node.operands.slice(1)], { layout: 'channels_last' });
  const back = [0, rank - 1, ...spatial.map((axis) => axis + 1)];
  return results.map((value) => m.transpose(value, back));
};

/** One spatial axis becomes the width of an image of height 1. The other operands are given by `others`. */
export function asPlane(others: (site: Site) => readonly (Value | undefined)[]): Rewrite {
  return (site) => {
    const { m, node, operand, shape, result, again } = site;
    if (shape(0).length !== 3) return undefined;
    const [batch = 1, width = 1, channels = 1] = shape(0);
    const changed: Record<string, unknown> = {};
    for (const name of SPATIAL_LISTS) {
      const list = node.attributes[name];
      if (isList(list) && list.length === 1) changed[name] = [1, ...list];
    }
    const pads = node.attributes['pads'];
    if (isList(pads) && pads.length === 2) changed['pads'] = [0, pads[0], 0, pads[1]];
    const attributes: AttributeMap = changed;
    const input = m.reshape(operand(0), [batch, 1, width, channels]);
    return again([input, ...others(site)], attributes).map((value) =>
      m.reshape(value, result.shape),
    );
  };
}

function isList(value: unknown): value is readonly number[] {
  return Array.isArray(value);
}
