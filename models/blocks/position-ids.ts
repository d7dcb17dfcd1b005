/** Indices 0, 1, 2, ... for as many tokens as there are: a constant, or a slice of the checkpoint's buffer. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { extent, extentDim, shapeTensor } from '../operators/extent.ts';

export function positionIds(g: GraphWriter, ids: Value, maxSequence: number): Value {
  const tokens = extent(g, ids, 1);
  const upTo = (end: number) => Array.from({ length: end }, (_, index) => index);
  if (typeof tokens === 'number') {
    if (tokens > maxSequence)
      throw new RangeError(`${tokens} tokens, but ${maxSequence} positions`);
    return g.buffer('position_ids', 'i64', [1, tokens], upTo(tokens));
  }
  const all = g.buffer('position_ids', 'i64', [1, maxSequence], upTo(maxSequence));
  const start = g.constant('i64', [1], [0]);
  const end = shapeTensor(g, [tokens]);
  const [axis, step] = [g.constant('i64', [1], [1]), g.constant('i64', [1], [1])];
  const type = { dtype: 'i64', shape: [1, extentDim(tokens)] } as const;
  return g.node('Slice', [all, start, end, axis, step], {}, type);
}
