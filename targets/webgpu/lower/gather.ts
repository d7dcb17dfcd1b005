/** Rows picked along an axis by index; negative indices count from the end. */

import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { readFewBits } from '../kernels/few-bits/read.ts';
import { indexAt } from '../kernels/indexed.ts';
import { readPalette } from '../kernels/palettes/read.ts';
import { perElement } from '../kernels/per-element.ts';
import { kernels } from '../lowering.ts';

export const gather = kernels((request) => {
  const table = request.required(0);
  const { buffer, type } = table;
  const indices = request.required(1);
  const [target] = request.results;
  if (target === undefined) throw new Error('gather has one result');
  const given = attributesOf(request.node).int('axis');
  const axis = given < 0 ? given + type.shape.length : given;
  const size = type.shape[axis] ?? 1;
  const inner = elementCount(type.shape.slice(axis + 1));
  const count = elementCount(indices.type.shape);
  const few = readFewBits(request, table) ?? readPalette(request, table);
  return [
    perElement({
      label: request.label,
      origin: request.origin,
      target,
      value: (kernel, i) => {
        const row = indexAt(kernel, indices.buffer, `(${i} / ${inner}u) % ${count}u`, size);
        const outer = `(${i} / ${inner * count}u) * ${size * inner}u`;
        const element = `${outer} + ${row} * ${inner}u + ${i} % ${inner}u`;
        return few === undefined ? kernel.load(kernel.read(buffer), element) : few(kernel, element);
      },
    }),
  ];
});
