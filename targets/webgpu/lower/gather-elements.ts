/** Each element picks along one axis by the index at its own place. */

import { stridesOf } from '../../../ir/tensor.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates } from '../collapse.ts';
import { indexAt } from '../kernels/indexed.ts';
import { perElement } from '../kernels/per-element.ts';
import { kernels } from '../lowering.ts';

export const gather_elements = kernels((request) => {
  const { buffer, type } = request.required(0);
  const indices = request.required(1);
  const [target] = request.results;
  if (target === undefined) throw new Error('gather_elements has one result');
  const given = attributesOf(request.node).int('axis');
  const picked = given < 0 ? given + type.shape.length : given;
  const strides = stridesOf(type.shape);
  return [
    perElement({
      label: request.label,
      origin: request.origin,
      target,
      value: (kernel, i) => {
        const coords = coordinates(i, indices.type.shape);
        const index = indexAt(kernel, indices.buffer, i, type.shape[picked] ?? 1);
        const terms = coords.map(
          (text, axis) => `${axis === picked ? index : text} * ${strides[axis]}u`,
        );
        return kernel.load(kernel.read(buffer), terms.join(' + '));
      },
    }),
  ];
});
