/** The first half along an axis times the gelu of the second, read straight from where the halves lie. */

import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { perElement } from '../kernels/per-element.ts';
import { kernels } from '../lowering.ts';
import { literal } from '../syntax.ts';
import { geluOf } from '../floats.ts';

export const geglu = kernels((request) => {
  const { buffer, type } = request.required(0);
  const [target] = request.results;
  if (target === undefined) throw new Error('geglu has one result');
  const attributes = attributesOf(request.node);
  const given = attributes.int('axis');
  const axis = given < 0 ? given + type.shape.length : given;
  const half = elementCount(type.shape.slice(axis)) / 2;
  return [
    perElement({
      label: request.label,
      origin: request.origin,
      target,
      value: (kernel, i) => {
        const x = kernel.read(buffer);
        const place = kernel.let(`(${i} / ${half}u) * ${2 * half}u + ${i} % ${half}u`);
        const gate = kernel.let(kernel.load(x, `${place} + ${half}u`));
        const numbers = (value: number): string => literal(kernel, 'f32', value);
        const gelu = geluOf(gate, attributes.string('approximate'), {
          kernel,
          width: 1,
          literal: numbers,
        });
        return `${kernel.load(x, place)} * (${gelu})`;
      },
    }),
  ];
});
