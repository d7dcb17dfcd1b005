/** A copy of the data in which each update replaces an element along one axis, in order. */

import { stridesOf } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates, offset } from '../collapse.ts';
import { indexAt } from '../kernels/indexed.ts';
import { combine, copyInto } from '../kernels/scatter.ts';
import { perItem } from '../kernels/per-element.ts';
import { kernels } from '../lowering.ts';

export const scatter_elements = kernels((request) => {
  const data = request.required(0);
  const indices = request.required(1);
  const updates = request.required(2);
  const [target] = request.results;
  if (target === undefined) throw new Error('scatter_elements has one result');
  const attributes = attributesOf(request.node);
  const reduction = attributes.string('reduction');
  const given = attributes.int('axis');
  const axis = given < 0 ? given + data.type.shape.length : given;
  const copy = copyInto(request, data.buffer, target);
  const { shape } = indices.type;
  if (elementCount(shape) === 0) return [copy];
  const others = shape.filter((_, index) => index !== axis);
  const skip = (steps: readonly number[]): number[] => steps.filter((_, index) => index !== axis);
  const strides = stridesOf(data.type.shape);
  const own = stridesOf(shape);
  // One invocation writes one line, so equal indices meet in the order of the updates.
  const write = perItem({
    label: request.label,
    origin: request.origin,
    count: elementCount(others),
    body: (kernel, i) => {
      const out = kernel.write(target);
      const from = kernel.read(updates.buffer);
      const coords = coordinates(i, others);
      const base = kernel.let(offset(coords, skip(strides)));
      const line = kernel.let(offset(coords, skip(own)));
      kernel.line(`for (var r = 0u; r < ${shape[axis]}u; r++) {`);
      const place = kernel.let(`${line} + r * ${own[axis]}u`);
      const index = indexAt(kernel, indices.buffer, place, data.type.shape[axis] ?? 1);
      const at = kernel.let(`${base} + ${index} * ${strides[axis]}u`);
      const update = kernel.let(kernel.load(from, place));
      kernel.store(out, at, combine(reduction, kernel.load(out, at), update));
      kernel.line('}');
    },
  });
  return [copy, write];
});
