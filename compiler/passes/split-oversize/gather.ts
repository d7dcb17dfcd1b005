/** A table that is too large is read in parts: each index picks its row from the part that holds it. */

import { arithmetic } from '../../../ir/arithmetic.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import { viewAs } from '../shared/nodes.ts';
import { shapeOf, sliceAxis } from './strips.ts';
import type { WideRule } from './strips.ts';

export const wideGather: WideRule = (builder, node, parts) => {
  const view = viewAs(builtinOps.gather, node);
  if (view === undefined) return undefined;
  const { input, indices } = view.operands;
  if (view.attributes.axis !== 0 || input.constant === undefined) return undefined;
  const m = arithmetic(builder);
  const shape = shapeOf(input);
  const [rows = 1] = shape;
  const size = Math.ceil(rows / parts);
  const places = shapeOf(indices);
  // Negative indices count from the end.
  const index = m.where(m.less(indices, 0), m.add(indices, rows), indices);
  const picked = (part: number): ReturnType<typeof builder.gather> => {
    const first = part * size;
    const end = Math.min(rows, first + size);
    const own = m.min(m.max(m.sub(index, first), 0), end - first - 1);
    const table = sliceAxis(builder, input, 0, first, end);
    return builder.gather({ input: table, indices: own }, { axis: 0 });
  };
  let result = picked(0);
  for (let part = 1; part * size < rows; part++) {
    const isBefore = builder.reshape(
      { input: m.less(index, part * size) },
      { shape: [...places, ...shape.slice(1).map(() => 1)] },
    );
    result = m.where(isBefore, result, picked(part));
  }
  return result;
};
