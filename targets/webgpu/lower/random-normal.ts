/** Normal numbers by Box and Muller from the hash of seed and index, equal to the reference's. */

import { attributesOf } from '../../attributes.ts';
import { perElement } from '../kernels/per-element.ts';
import { hashUniform } from '../kernels/random.ts';
import { kernels } from '../lowering.ts';
import { literal } from '../syntax.ts';
import { cosineOfTurns } from '../trigonometry.ts';

export const random_normal = kernels((request) => {
  const [target] = request.results;
  if (target === undefined) throw new Error('random_normal has one result');
  const attributes = attributesOf(request.node);
  const seed = attributes.int('seed');
  return [
    perElement({
      label: request.label,
      origin: request.origin,
      target,
      value: (kernel, i) => {
        const u = kernel.let(hashUniform(kernel, seed, `(2u * ${i})`));
        const v = kernel.let(hashUniform(kernel, seed, `(2u * ${i} + 1u)`));
        kernel.helper('log_complement', LOG_COMPLEMENT);
        const angle = cosineOfTurns(kernel, v);
        const normal = `sqrt(-2.0 * log_complement(${u})) * ${angle}`;
        const scale = literal(kernel, 'f32', attributes.float('scale'));
        return `${literal(kernel, 'f32', attributes.float('mean'))} + ${scale} * ${normal}`;
      },
    }),
  ];
});

/** log(1 - u); near zero by its series, since 1 - u has lost the digits there. */
const LOG_COMPLEMENT = `fn log_complement(u: f32) -> f32 {
  let series = -u * (1.0 + u * (0.5 + u * (1.0 / 3.0 + u * 0.25)));
  return select(log(1.0 - u), series, u < 0.02);
}`;
