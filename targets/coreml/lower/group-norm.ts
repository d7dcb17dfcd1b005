/**
 * Each group of channels is an image of one channel for instance_norm, of rank 4: [N, groups, C / groups * H, W].
 * So nothing has five axes, and no axis is as long as an image.
 */

import { elementCount } from '../../../ir/types.ts';
import { epsilonOf } from '../build/arithmetic.ts';
import { scaledChannels } from '../build/affine.ts';
import { imagesFirst, imagesLast } from '../build/windows.ts';
import { view } from '../build/movement.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, shapeOf, typed } from '../terms.ts';

export const group_norm = lowering((request) => {
  const { m, attributes, required, operand } = request;
  const x = imagesFirst(request, required(0));
  const shape = shapeOf(x);
  const [batch = 1, channels = 1, ...spatial] = shape;
  const groups = attributes.int('groups');
  const width = spatial.at(-1) ?? 1;
  const height = elementCount(spatial) / width;
  const grouped = [batch, groups, (channels / groups) * height, width];
  const epsilon = epsilonOf(attributes.float('epsilon'), dtypeOf(x));
  const standard = m.op(
    'instance_norm',
    { x: view(m, x, grouped), epsilon },
    typed(dtypeOf(x), grouped),
  );
  const result = scaledChannels(request, view(m, standard, shape), operand(1), operand(2));
  return imagesLast(request, result);
});
