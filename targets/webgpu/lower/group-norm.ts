/** Rows are the channels of one group and all places; scale and bias go by channel. */

import { elementCount } from '../../../ir/types.ts';
import { splitLayout } from '../../../ir/windows.ts';
import { attributesOf } from '../attributes.ts';
import { channelsLastKernels } from '../kernels/normalize/channels-last.ts';
import { planeKernels } from '../kernels/normalize/planes.ts';
import { kernels } from '../lowering.ts';

export const group_norm = kernels(
  (request) => {
    const attributes = attributesOf(request.node);
    const layout =
      attributes.string('layout') === 'channels_last' ? 'channels_last' : 'channels_first';
    const { batch, channels, spatial } = splitLayout(request.required(0).type.shape, layout);
    const groups = attributes.int('groups');
    const places = elementCount(spatial);
    const normalization = {
      epsilon: attributes.float('epsilon'),
      centred: true,
      scale: request.operand(1),
      bias: request.operand(2),
    };
    if (layout === 'channels_last') {
      return channelsLastKernels(request, normalization, {
        items: batch,
        places,
        channels,
        groups,
      });
    }
    return planeKernels(request, normalization, {
      items: batch,
      planes: channels,
      places,
      own: channels / groups,
      affine: 'plane',
    });
  },
  { overwrites: 0 },
);
