/** A copy of the data into which slices are written in the order of the updates. */

import { stridesOf } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { indexAt } from '../kernels/indexed.ts';
import { combine, copyInto } from '../kernels/scatter.ts';
import { perItem } from '../kernels/per-element.ts';
import { kernels } from '../lowering.ts';

export const scatter_nd = kernels((request) => {
  const data = request.required(0);
  const indices = request.required(1);
  const updates = request.required(2);
  const [target] = request.results;
  if (target === undefined) throw new Error('scatter_nd has one result');
  const reduction = attributesOf(request.node).string('reduction');
  const { shape } = data.type;
  const tuple = indices.type.shape.at(-1) ?? 1;
  const rows = elementCount(indices.type.shape.slice(0, -1));
  const inner = elementCount(shape.slice(tuple));
  const strides = stridesOf(shape);
  const copy = copyInto(request, data.buffer, target);
  if (rows === 0) return [copy];
  // One invocation writes one element of every slice, so equal indices meet in the order of the updates.
  const write = perItem({
    label: request.label,
    origin: request.origin,
    count: inner,
    body: (kernel, i) => {
      const out = kernel.write(target);
      const from = kernel.read(updates.buffer);
      kernel.line(`for (var r = 0u; r < ${rows}u; r++) {`);
      const terms = [i];
      for (let part = 0; part < tuple; part++) {
        const index = indexAt(kernel, indices.buffer, `r * ${tuple}u + ${part}u`, shape[part] ?? 1);
        terms.push(`${index} * ${strides[part]}u`);
      }
      const at = kernel.let(terms.join(' + '));
      const update = kernel.let(kernel.load(from, `r * ${inner}u + ${i}`));
      kernel.store(out, at, combine(reduction, kernel.load(out, at), update));
      kernel.line('}');
    },
  });
  return [copy, write];
});
