/** Slices picked by index tuples along the axes after the batch axes. */

import { stridesOf } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { indexAt } from '../kernels/indexed.ts';
import { perElement } from '../kernels/per-element.ts';
import { kernels } from '../lowering.ts';

export const gather_nd = kernels((request) => {
  const { buffer, type } = request.required(0);
  const indices = request.required(1);
  const [target] = request.results;
  if (target === undefined) throw new Error('gather_nd has one result');
  const batch = attributesOf(request.node).int('batch_dims');
  const tuple = indices.type.shape.at(-1) ?? 1;
  const strides = stridesOf(type.shape);
  const inner = elementCount(type.shape.slice(batch + tuple));
  const item = elementCount(type.shape.slice(batch));
  const tuples = elementCount(indices.type.shape.slice(batch, -1));
  return [
    perElement({
      label: request.label,
      origin: request.origin,
      target,
      value: (kernel, i) => {
        const row = kernel.let(`${i} / ${inner}u`);
        const terms = [`(${row} / ${tuples}u) * ${item}u`, `${i} % ${inner}u`];
        for (let part = 0; part < tuple; part++) {
          const size = type.shape[batch + part] ?? 1;
          const index = indexAt(kernel, indices.buffer, `${row} * ${tuple}u + ${part}u`, size);
          terms.push(`${index} * ${strides[batch + part]}u`);
        }
        return kernel.load(kernel.read(buffer), terms.join(' + '));
      },
    }),
  ];
});
