/** Joins one attention per head, each on its slice of the channels, into one with an axis of heads. */

import { dimEquals, dimProduct } from '../../../ir/dim.ts';
import type { Value } from '../../../ir/graph.ts';
import { concat } from '../../../ir/ops/core/concat.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { typeEquals } from '../../../ir/types.ts';
import type { Builder } from '../../rewrite.ts';
import { Atom, arrange, layoutOf, reshaped, sameAtoms } from '../shared/layout.ts';
import type { Layout } from '../shared/layout.ts';
import { viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';
import { joinRanges } from '../shared/slices.ts';
import { same, sliceOf } from './join.ts';
import type { AttentionView } from './join.ts';
import { alike, follow, traceResult, traceSlice } from './trace.ts';
import type { Trace } from './trace.ts';

export const joinHeads: Simplification = (node, { graph, build }) => {
  const parts = viewAs(concat, node);
  if (parts === undefined || parts.operands.inputs.length < 2) return undefined;
  const traces = parts.operands.inputs.map((input) => traceResult(graph, input, node));
  const found = traces.filter((trace) => trace !== undefined);
  const [first] = found;
  if (first === undefined || found.length < traces.length) return undefined;
  if (!alike(found.map(({ path }) => path))) return undefined;
  const views = found.map(({ view }) => view);
  const heads = new Atom(views.length);
  const out = outLayouts(first, normalizeAxis(parts.attributes.axis, first.end.length), heads);
  const operands = jointOperands(views, heads);
  if (out === undefined || operands === undefined) return undefined;
  const { scale, causal } = first.view.attributes;
  if (!views.every(({ attributes: a }) => a.scale === scale && a.causal === causal)) {
    return undefined;
  }
  const builder = build(...views.map((view) => view.node));
  const attended = builder.attention(operands(builder), { scale, causal });
  return arrange(builder, attended, out.from, out.to);
};

/** The batch axes of one head as a single axis, so that heads can stand beside it. */
function mergedBatch(layout: Layout): Layout {
  return [layout.slice(0, -2).flat(), ...layout.slice(-2)];
}

function withHeads(layout: Layout, heads: Atom): Layout {
  const [batch = [], ...inner] = mergedBatch(layout);
  return [batch, [heads], ...inner];
}

/** From the joint attention's result to the concatenation, along whose axis the heads lie outside. */
function outLayouts({ start, end }: Trace, axis: number, heads: Atom) {
  const along = end[axis] ?? [];
  if (along.length > 0 && !sameAtoms(along, start.at(-1) ?? [])) return undefined;
  const to = end.map((atoms, index) => (index === axis ? [heads, ...atoms] : atoms));
  return { from: withHeads(start, heads), to };
}

function jointOperands(views: readonly AttentionView[], heads: Atom) {
  const query = jointOperand(
    views.map(({ operands }) => operands.query),
    heads,
  );
  const key = jointOperand(
    views.map(({ operands }) => operands.key),
    heads,
  );
  const value = jointOperand(
    views.map(({ operands }) => operands.value),
    heads,
  );
  const masks = views.map(({ operands }) => operands.mask);
  const given = masks.filter((mask) => mask !== undefined);
  const mask = given.length === masks.length ? same(given) : undefined;
  if (given.length > 0 && (mask === undefined || !sharesBatch(given, views))) return undefined;
  if (query === undefined || key === undefined || value === undefined) return undefined;
  return (builder: Builder) => ({
    query: query(builder),
    key: key(builder),
    value: value(builder),
    mask: mask && headlessMask(builder, mask(builder)),
  });
}

/** The masks go along all batch axes or along none. */
function sharesBatch(masks: readonly Value[], views: readonly AttentionView[]): boolean {
  return masks.every((mask, index) => {
    const batch = dimProduct(mask.type.shape.slice(0, -2));
    const whole = dimProduct(views[index]?.result.type.shape.slice(0, -2) ?? []);
    return batch === 1 || dimEquals(batch, whole);
  });
}

/** One operand of all heads: equal slices of one value, moved alike, that become an axis of heads. */
function jointOperand(
  values: readonly Value[],
  heads: Atom,
): ((builder: Builder) => Value) | undefined {
  const traces = values.map(traceSlice).filter((trace) => trace !== undefined);
  const [first] = traces;
  if (first === undefined || traces.length < values.length) return undefined;
  const whole = joinRanges(traces.map(({ slice }) => slice));
  if (whole === undefined || !alike(traces.map(({ path }) => path))) return undefined;
  if (!traces.every(({ slice }) => typeEquals(slice.type, first.slice.type))) return undefined;
  const start = layoutOf(first.slice.type.shape);
  const end = follow(start, first.path);
  const cut = start[whole.axis] ?? [];
  if (end === undefined) return undefined;
  // The slices are of the features, or one head thick.
  if (cut.length > 0 && !sameAtoms(cut, end.at(-1) ?? [])) return undefined;
  const from = start.map((atoms, axis) => (axis === whole.axis ? [heads, ...atoms] : atoms));
  return (builder) => arrange(builder, sliceOf(builder, whole), from, withHeads(end, heads));
}

/** [..., S, T] with an axis of size 1 for the heads. */
function headlessMask(builder: Builder, mask: Value): Value {
  const { shape } = mask.type;
  if (shape.length <= 2) return mask;
  return reshaped(builder, mask, [dimProduct(shape.slice(0, -2)), 1, ...shape.slice(-2)]);
}
