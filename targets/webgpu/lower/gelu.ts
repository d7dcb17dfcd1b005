/** Gaussian error linear unit in its three forms; tanh by way of exp, which is cheaper and does not overflow. */

import { attributesOf } from '../../attributes.ts';
import { geluOf } from '../floats.ts';
import { pointwise } from '../lowering.ts';

export const gelu = pointwise(([x = ''], { kernel, node, width, literal }) =>
  geluOf(x, attributesOf(node).string('approximate'), { kernel, width, literal }),
);
