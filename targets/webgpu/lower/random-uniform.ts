/** Uniform numbers by the hash of seed and index, equal to the reference's. */

import { attributesOf } from '../../attributes.ts';
import { perElement } from '../kernels/per-element.ts';
import { hashUniform } from '../kernels/random.ts';
import { kernels } from '../lowering.ts';
import { literal } from '../syntax.ts';

export const random_uniform = kernels((request) => {
  const [target] = request.results;
  if (target === undefined) throw new Error('random_uniform has one result');
  const attributes = attributesOf(request.node);
  const [low, high] = [attributes.float('low'), attributes.float('high')];
  return [
    perElement({
      label: request.label,
      origin: request.origin,
      target,
      value: (kernel, i) => {
        const uniform = hashUniform(kernel, attributes.int('seed'), i);
        const width = literal(kernel, 'f32', high - low);
        return `${literal(kernel, 'f32', low)} + ${uniform} * ${width}`;
      },
    }),
  ];
});
