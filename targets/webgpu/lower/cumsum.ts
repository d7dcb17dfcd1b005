/** Running sum along an axis: one invocation walks one line. */

import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates, offset } from '../collapse.ts';
import { perItem } from '../kernels/per-element.ts';
import { reductionWalk } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';
import { computeType } from '../syntax.ts';

export const cumsum = kernels((request) => {
  const { buffer, type } = request.required(0);
  const [target] = request.results;
  if (target === undefined) throw new Error('cumsum has one result');
  const attributes = attributesOf(request.node);
  const walk = reductionWalk(type.shape, [attributes.int('axis')]);
  const length = elementCount(walk.reduced);
  const step = walk.reducedSteps[0] ?? 0;
  const place = attributes.bool('reverse') ? `(${length - 1}u - r)` : 'r';
  return [
    perItem({
      label: request.label,
      origin: request.origin,
      count: elementCount(walk.kept),
      body: (kernel, i) => {
        const bound = kernel.read(buffer);
        const out = kernel.write(target);
        const base = kernel.let(offset(coordinates(i, walk.kept), walk.keptSteps));
        kernel.line(
          `var sum = ${computeType(type.dtype)}();`,
          `for (var r = 0u; r < ${length}u; r++) {`,
        );
        const at = kernel.let(`${base} + ${place} * ${step}u`);
        const x = kernel.let(kernel.load(bound, at));
        if (attributes.bool('exclusive')) {
          kernel.store(out, at, 'sum');
          kernel.line(`sum += ${x};`);
        } else {
          kernel.line(`sum += ${x};`);
          kernel.store(out, at, 'sum');
        }
        kernel.line('}');
      },
    }),
  ];
});
