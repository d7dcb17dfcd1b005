/**
 * Attention head by head on [B, C, 1, S]: scores as [B, keys, 1, queries] by einsum, softmax over the keys; queries
 * in chunks where asked for (split einsum, and its second version, of apple/ml-stable-diffusion).
 */

import { resultOf } from '../../../ir/graph.ts';
import type { Value } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { attentionMask } from '../build/attention-mask.ts';
import { concat, sliceAxis, split, transpose, view } from '../build/movement.ts';
import type { LowerRequest } from '../lowering.ts';
import { dtypeOf, int, shapeOf, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { sameFactors, sequence, whole } from './factors.ts';
import type { Factor, Seen, Sizes } from './factors.ts';
import type { NeuralLayout } from './layout.ts';

/** Queries whose scores stay on the chip. */
const CHUNK = 512;

interface Heads {
  readonly seen: Seen;
  readonly count: number;
}

/** False where heads are no slices of the channels. */
export function neuralAttention(layout: NeuralLayout, request: LowerRequest): boolean {
  const { node, context, m, math, attributes } = request;
  const [query, key, value] = [0, 1, 2].map((index) => headsOf(layout, request, index));
  if (!query || !key || !value) return false;
  const { count } = query;
  if (key.count !== count || value.count !== count) return false;
  const masks = headMasks(request, count);
  if (masks === undefined) return false;
  const scaled = math.mul(query.seen.stored, attributes.float('scale'));
  const turned = transpose(m, key.seen.stored, [0, 3, 2, 1]);
  const [queries, keys, values] = [
    parts(request, scaled, 1, count),
    parts(request, turned, 3, count),
    parts(request, value.seen.stored, 1, count),
  ];
  const length = query.seen.sizes.place;
  const step = context.attention === 'split_einsum_chunked' ? CHUNK : length;
  const results = queries.map((one, head) => {
    const chunks = Array.from({ length: Math.ceil(length / step) }, (_, index) => {
      const start = index * step;
      const size = Math.min(step, length - start);
      const cut = (x: Term): Term => (shapeOf(x)[3] === 1 ? x : sliceAxis(m, x, 3, start, size));
      const added = masks.added[head];
      const seen = masks.seen[head];
      const weighed = headAttention(
        request,
        cut(one),
        keys[head],
        values[head],
        added && cut(added),
      );
      return seen === undefined ? weighed : math.select(cut(seen), weighed, 0);
    });
    return concat(m, chunks, 3);
  });
  const sizes = { ...query.seen.sizes, channel: value.seen.sizes.channel };
  layout.place(resultOf(node), concat(m, results, 1), sizes, headOrder(sizes, count));
  return true;
}

function headAttention(
  { m, math }: LowerRequest,
  query: Term,
  key: Term | undefined,
  value: Term | undefined,
  mask: Term | undefined,
): Term {
  if (key === undefined || value === undefined) throw new Error('a head has keys and values');
  const dtype = dtypeOf(query);
  const [batch = 1, keys = 1] = shapeOf(key);
  const queries = shapeOf(query)[3] ?? 1;
  const products = m.op(
    'einsum',
    { values: [key, query], equation: text('bkhc,bchq->bkhq') },
    typed(dtype, [batch, keys, 1, queries]),
  );
  const scores = mask === undefined ? products : math.add(products, mask);
  const weights = m.op('softmax', { x: scores, axis: int(1) }, typed(dtype, shapeOf(scores)));
  return m.op(
    'einsum',
    { values: [value, weights], equation: text('bchk,bkhq->bchq') },
    typed(dtype, [batch, shapeOf(value)[1] ?? 1, 1, queries]),
  );
}

function parts({ m }: LowerRequest, x: Term, axis: number, count: number): readonly Term[] {
  return count === 1 ? [x] : split(m, x, axis, count);
}

/** The order of [B, heads, S, D] in stored channels of heads times D. */
function headOrder(sizes: Sizes, count: number): readonly Factor[] {
  const width = sizes.channel / count;
  return [
    whole(sizes, 'batch'),
    { source: 'channel', size: count, stride: width },
    whole(sizes, 'place'),
    { source: 'channel', size: width, stride: 1 },
  ];
}

/** An operand [B, heads, S, D], also with batch and heads as one axis, whose heads are slices of channels. */
function headsOf(
  layout: NeuralLayout,
  { node, type }: LowerRequest,
  index: number,
): Heads | undefined {
  const value: Value | undefined = node.operands[index];
  if (value === undefined || value.constant !== undefined) return undefined;
  const { shape } = type(index);
  const known = layout.find(value);
  // One head for each item of the batch needs no seeing.
  if (known === undefined)
    return shape.length === 3 ? { seen: layout.tokens(value), count: 1 } : undefined;
  const width = shape.at(-1) ?? 1;
  const count = known.sizes.channel / width;
  const { batch, channel, place } = known.sizes;
  const fits = shape.at(-2) === place && elementCount(shape) === batch * channel * place;
  if (!Number.isInteger(count) || !fits) return undefined;
  return sameFactors(sequence(known.axes), sequence([headOrder(known.sizes, count)]))
    ? { seen: known, count }
    : undefined;
}

interface HeadMasks {
  /** What is added to the scores of each head, [B, keys, 1, queries]. */
  readonly added: readonly (Term | undefined)[];
  /** Where each head's queries see a key at all, [B, 1, 1, queries]; undefined where all do. */
  readonly seen: readonly (Term | undefined)[];
}

/** Undefined where the mask's leading axes are not those of batch and heads. */
function headMasks(request: LowerRequest, count: number): HeadMasks | undefined {
  const { added, seen } = attentionMask(request);
  const four = request.type(0).shape.length === 4;
  const fits = [added, seen].every(
    (mask) =>
      mask === undefined ||
      four ||
      shapeOf(mask)
        .slice(0, -2)
        .every((size) => size === 1),
  );
  if (!fits) return undefined;
  return { added: byHead(request, added, count), seen: byHead(request, seen, count) };
}

function byHead(
  { m }: LowerRequest,
  mask: Term | undefined,
  count: number,
): readonly (Term | undefined)[] {
  if (mask === undefined) return Array.from({ length: count }, () => undefined);
  const [batch = 1, heads = 1, queries = 1, keys = 1] = [1, 1, 1, ...shapeOf(mask)].slice(-4);
  const turned = transpose(m, view(m, mask, [batch, heads, queries, keys]), [0, 3, 1, 2]);
  return Array.from({ length: count }, (_, head) =>
    heads === 1 ? turned : sliceAxis(m, turned, 2, head, 1),
  );
}
