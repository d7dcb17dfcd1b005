/** exp(x - max) over its sum: one invocation walks one line three times. */

import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../attributes.ts';
import { coordinates, offset } from '../collapse.ts';
import { perItem } from '../kernels/per-element.ts';
import { lowest, reductionWalk } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';

export const softmax = kernels((request) => {
  const { buffer, type } = request.required(0);
  const [target] = request.results;
  if (target === undefined) throw new Error('softmax has one result');
  const walk = reductionWalk(type.shape, [attributesOf(request.node).int('axis')]);
  const length = elementCount(walk.reduced);
  const step = walk.reducedSteps[0] ?? 0;
  return [
    perItem({
      label: request.label,
      origin: request.origin,
      count: elementCount(walk.kept),
      body: (kernel, i) => {
        const x = kernel.read(buffer);
        const out = kernel.write(target);
        const finish = request.epilogue.begin(kernel);
        const base = kernel.let(offset(coordinates(i, walk.kept), walk.keptSteps));
        const at = `${base} + r * ${step}u`;
        const loop = `for (var r = 0u; r < ${length}u; r++) {`;
        kernel.line(`var most = ${lowest(kernel, 'f32')};`, loop);
        kernel.line(`most = max(most, ${kernel.load(x, at)});`, '}');
        kernel.line('var sum = 0.0f;', loop, `sum += exp(${kernel.load(x, at)} - most);`, '}');
        kernel.line('let factor = 1.0f / sum;', loop);
        const flat = kernel.let(at);
        const value = kernel.let(`exp(${kernel.load(x, flat)} - most) * factor`);
        kernel.store(out, flat, finish(value, flat, 1));
        kernel.line('}');
      },
    }),
  ];
});
