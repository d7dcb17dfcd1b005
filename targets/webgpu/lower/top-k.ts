/** The k best of each line by repeated search; equal elements keep their order, as ONNX TopK asks. */

import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates, offset } from '../collapse.ts';
import { perItem } from '../kernels/per-element.ts';
import { reductionWalk } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';
import { computeType } from '../syntax.ts';

export const top_k = kernels((request) => {
  const { buffer, type } = request.required(0);
  const [values, indices] = request.results;
  const [shape] = request.resultTypes;
  if (values === undefined || indices === undefined || shape === undefined) {
    throw new Error('top_k has two results');
  }
  const attributes = attributesOf(request.node);
  const k = attributes.int('k');
  const axis = attributes.int('axis');
  const better = attributes.bool('largest') ? '>' : '<';
  const walk = reductionWalk(type.shape, [axis]);
  const length = elementCount(walk.reduced);
  const step = walk.reducedSteps[0] ?? 0;
  const rank = type.shape.length;
  const inner = elementCount(type.shape.slice((axis < 0 ? axis + rank : axis) + 1));
  return [
    perItem({
      label: request.label,
      origin: request.origin,
      count: elementCount(walk.kept),
      body: (kernel, i) => {
        const bound = kernel.read(buffer);
        const outValues = kernel.write(values);
        const outIndices = kernel.write(indices);
        const base = kernel.let(offset(coordinates(i, walk.kept), walk.keptSteps));
        const start = kernel.let(`(${i} / ${inner}u) * ${inner * k}u + ${i} % ${inner}u`);
        const index = computeType(indices.type.dtype);
        kernel.line(`var limit = ${computeType(type.dtype)}();`, 'var limit_at = 0u;');
        kernel.line(`for (var p = 0u; p < ${k}u; p++) {`);
        kernel.line(
          `var best = ${computeType(type.dtype)}();`,
          'var at = 0u;',
          'var found = false;',
        );
        kernel.line(`for (var r = 0u; r < ${length}u; r++) {`);
        const x = kernel.let(kernel.load(bound, `${base} + r * ${step}u`));
        kernel.line(
          `let after = p == 0u || limit ${better} ${x} || (${x} == limit && r > limit_at);`,
          `if (after && (!found || ${x} ${better} best)) { best = ${x}; at = r; found = true; }`,
          '}',
          'limit = best;',
          'limit_at = at;',
        );
        kernel.store(outValues, `${start} + p * ${inner}u`, 'best');
        kernel.store(outIndices, `${start} + p * ${inner}u`, `${index}(at)`);
        kernel.line('}');
      },
    }),
  ];
});
