/** Joins attentions over chunks of the queries, whose results are concatenated behind reshapes and transposes. */

import type { Value } from '../../../ir/graph.ts';
import { concat } from '../../../ir/ops/core/concat.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import type { Builder } from '../../rewrite.ts';
import { Atom, arrange, layoutOf, leavesOf, sameAtoms } from '../shared/layout.ts';
import type { Layout } from '../shared/layout.ts';
import { viewAs } from '../shared/nodes.ts';
import type { Simplification } from '../shared/rewriter.ts';
import { joinBoxes } from '../shared/slices.ts';
import { follow, sameMoves, traceBox, traceResult } from './trace.ts';

export const joinChunks: Simplification = (node, { graph, build }) => {
  const parts = viewAs(concat, node);
  if (parts === undefined || parts.operands.inputs.length < 2) return undefined;
  const traces = parts.operands.inputs.flatMap((input) => traceResult(graph, input, node) ?? []);
  const [first] = traces;
  if (first === undefined || traces.length < parts.operands.inputs.length) return undefined;
  const { scale, causal } = first.view.attributes;
  const axis = normalizeAxis(parts.attributes.axis, first.end.length);
  const fits = traces.every(({ view: { attributes, operands }, start, end }) => {
    const whole = goesAlong(end, axis, start);
    const plain = !attributes.causal && operands.mask === undefined;
    return whole && plain && attributes.scale === scale && sameOrder({ start, end }, first);
  });
  const operands = traces.map(({ view }) => view.operands);
  const { key, value } = first.view.operands;
  const shared = operands.every(
    (other) => sameMoves(key, other.key) && sameMoves(value, other.value),
  );
  const query = jointQuery(operands.map((other) => other.query));
  if (!fits || !shared || query === undefined) return undefined;
  const builder = build(...traces.map(({ view }) => view.node));
  const attended = builder.attention({ query: query(builder), key, value }, { scale, causal });
  const rows = new Atom(attended.type.shape.at(-2) ?? 1);
  const from = withRows(first.start, rows);
  return arrange(builder, attended, from, first.end.with(axis, [rows]));
};

/** Whether an axis is that of the queries and of nothing else. */
function goesAlong(end: Layout, axis: number, start: Layout): boolean {
  const [rows = []] = start.slice(-2);
  return rows.length > 0 && sameAtoms(end[axis] ?? [], rows);
}

function withRows(layout: Layout, rows: Atom): Layout {
  return [...layout.slice(0, -2), [rows], ...layout.slice(-1)];
}

interface Ways {
  readonly start: Layout;
  readonly end: Layout;
}

/** Whether both take their axes the same way. */
function sameOrder(a: Ways, b: Ways): boolean {
  return JSON.stringify(placesOf(a)) === JSON.stringify(placesOf(b));
}

function placesOf({ start, end }: Ways): readonly (readonly number[])[] {
  const leaves = leavesOf(start.flat());
  return end.map((atoms) => leavesOf(atoms).map((atom) => leaves.indexOf(atom)));
}

/** The queries as one, where they are consecutive slices, moved alike, of one value. */
function jointQuery(queries: readonly Value[]): ((builder: Builder) => Value) | undefined {
  const traces = queries.flatMap((query) => traceBox(query) ?? []);
  const joint = joinBoxes(traces.map(({ box }) => box));
  if (joint === undefined || traces.length < queries.length) return undefined;
  const ways = traces.map(({ slice, path }) => {
    const start = layoutOf(slice.type.shape);
    return { start, end: follow(start, path) };
  });
  const known = ways.flatMap(({ start, end }) => (end === undefined ? [] : [{ start, end }]));
  const [first] = known;
  if (first === undefined || known.length < ways.length) return undefined;
  const fits = known.every(({ start, end }) => {
    const cut = start[joint.axis] ?? [];
    return cut.length > 0 && sameAtoms(end.at(-2) ?? [], cut) && sameOrder({ start, end }, first);
  });
  if (!fits) return undefined;
  const { source, starts, ends } = joint.box;
  return (builder) => {
    const steps = starts.map(() => 1);
    const whole = builder.slice({ input: source }, { starts, ends, steps });
    const rows = new Atom(whole.type.shape[joint.axis] ?? 1);
    return arrange(builder, whole, first.start.with(joint.axis, [rows]), withRows(first.end, rows));
  };
}
