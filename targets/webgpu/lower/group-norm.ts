/** Rows are the channels of one group and all places; scale and bias go by channel. */

import type { Node } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { splitLayout } from '../../../ir/windows.ts';
import { attributesOf } from '../../attributes.ts';
import { channelsLastKernels, rowsOf } from '../kernels/normalize/channels-last.ts';
import { planeKernels } from '../kernels/normalize/planes.ts';
import { kernels } from '../lowering.ts';
import type { Placement } from '../lowering.ts';
import { staticShapeOf } from '../../shape.ts';

export const group_norm = kernels(
  (request) => {
    const attributes = attributesOf(request.node);
    const image = request.required(0);
    const { layout, items, channels, places } = sizesOf(request.node, image.type.shape);
    const groups = attributes.int('groups');
    const normalization = {
      epsilon: attributes.float('epsilon'),
      centred: true,
      scale: request.operand(1),
      bias: request.operand(2),
    };
    if (layout === 'channels_last') {
      const rows = rowsOf(image, image.type.shape, { items, channels, places });
      if (rows === undefined) throw new Error('the image lies where it was accepted');
      const sizes = { items, places, channels, groups, rows };
      return channelsLastKernels(request, normalization, sizes);
    }
    return planeKernels(request, normalization, {
      items,
      planes: channels,
      places,
      own: channels / groups,
      affine: 'plane',
    });
  },
  { reads, overwrites: 0 },
);

function reads(index: number, placement: Placement, node: Node): boolean {
  const [image] = node.operands;
  if (index !== 0 || image === undefined) return false;
  const shape = staticShapeOf(image);
  const { layout, ...sizes } = sizesOf(node, shape);
  return layout === 'channels_last' && rowsOf(placement, shape, sizes) !== undefined;
}

function sizesOf(node: Node, shape: readonly number[]) {
  const channelsLast = attributesOf(node).string('layout') === 'channels_last';
  const layout = channelsLast ? 'channels_last' : 'channels_first';
  const { batch: items, channels, spatial } = splitLayout(shape, layout);
  return { layout, items, channels, places: elementCount(spatial) } as const;
}
