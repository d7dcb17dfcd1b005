/** The place of the greatest or smallest element along an axis: one invocation walks one line. */

import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates, offset } from '../collapse.ts';
import type { LowerRequest } from '../lowering.ts';
import type { Kernel } from '../program.ts';
import { computeType } from '../syntax.ts';
import { perItem } from './per-element.ts';
import { reductionWalk } from './reduce.ts';

export function extremeKernel(request: LowerRequest, better: '<' | '>'): Kernel {
  const { buffer, type } = request.required(0);
  const [target] = request.results;
  const [own] = request.resultTypes;
  if (target === undefined || own === undefined) throw new Error('an extreme has one result');
  const attributes = attributesOf(request.node);
  const axis = attributes.int('axis');
  const last = attributes.bool('select_last');
  const walk = reductionWalk(type.shape, [axis]);
  const step = walk.reducedSteps[0] ?? 0;
  const length = elementCount(walk.reduced);
  return perItem({
    label: request.label,
    origin: request.origin,
    count: elementCount(walk.kept),
    body: (kernel, i) => {
      const bound = kernel.read(buffer);
      const base = kernel.let(offset(coordinates(i, walk.kept), walk.keptSteps));
      kernel.line('var place = 0u;', `var best = ${kernel.load(bound, base)};`);
      kernel.line(`for (var r = 1u; r < ${length}u; r++) {`);
      const x = kernel.let(kernel.load(bound, `${base} + r * ${step}u`));
      kernel.line(`if (${x} ${better}${last ? '=' : ''} best) { best = ${x}; place = r; }`, '}');
      const finish = request.epilogue.begin(kernel);
      const value = finish(kernel.let(`${computeType(own.dtype)}(place)`), i, 1);
      kernel.store(kernel.write(target), i, value);
    },
  });
}
