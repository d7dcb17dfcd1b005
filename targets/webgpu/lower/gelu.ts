/** Gaussian error linear unit in its three forms; tanh by way of exp, which is cheaper and does not overflow. */

import { attributesOf } from '../attributes.ts';
import { pointwise } from '../lowering.ts';
import { erf } from './erf.ts';

export const gelu = pointwise(([x = ''], context) => {
  const { literal, kernel } = context;
  switch (attributesOf(context.node).string('approximate')) {
    case 'sigmoid':
      return `${x} / (${literal(1)} + exp(${literal(-1.702)} * ${x}))`;
    case 'tanh': {
      const inner = kernel.let(
        `${literal(1.5957691216057308)} * (${x} + ${literal(0.044715)} * ${x} * ${x} * ${x})`,
      );
      return `${x} / (${literal(1)} + exp(-${inner}))`;
    }
    default: {
      const scaled = kernel.let(`${x} * ${literal(Math.SQRT1_2)}`);
      return `${literal(0.5)} * ${x} * (${literal(1)} + ${erf.expression([scaled], context)})`;
    }
  }
});
