/** Follows the scores of an attention from the product of query and key, through softmax, to that with value. */

import { largestFinite } from '../../../ir/arithmetic.ts';
import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { softmax } from '../../../ir/ops/composite/softmax.ts';
import { add } from '../../../ir/ops/core/add.ts';
import { cast } from '../../../ir/ops/core/cast.ts';
import { div } from '../../../ir/ops/core/div.ts';
import { is_nan } from '../../../ir/ops/core/is-nan.ts';
import { matmul } from '../../../ir/ops/core/matmul.ts';
import { mul } from '../../../ir/ops/core/mul.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { where } from '../../../ir/ops/core/where.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { DTYPES, shapeEquals, typeEquals } from '../../../ir/types.ts';
import { layoutOf, reshapeLayout, sameAtoms, shapeOf, transposeLayout } from '../shared/layout.ts';
import type { Atom, Layout } from '../shared/layout.ts';
import { operandAt, producedBy, soleUser, viewAs } from '../shared/nodes.ts';

/** What is added to the scores: a tensor, or a number where a condition does not hold. */
export interface Mask {
  readonly value: Value;
  /** Of the scores at the place where the mask is applied; its axes stand at the last of these. */
  readonly layout: Layout;
  /** For a condition: what the scores become where it is `hidden`. */
  readonly fill?: { readonly hidden: boolean; readonly value: number };
}

export interface AttentionMatch {
  readonly first: Node;
  readonly second: Node;
  /** Which operand of `second` are the probabilities. */
  readonly side: 0 | 1;
  readonly scale: number;
  readonly masks: readonly Mask[];
  /** Of the first product: batch axes, rows, columns. */
  readonly scores: Layout;
  /** Of the probabilities as the second product reads them. */
  readonly probabilities: Layout;
  readonly key: readonly Atom[];
  readonly query: readonly Atom[];
  readonly nodes: readonly Node[];
}

interface State {
  readonly value: Value;
  readonly layout: Layout;
  readonly scale: number;
  readonly masks: readonly Mask[];
  readonly nodes: readonly Node[];
  /** The atoms that softmax went along. */
  readonly key: readonly Atom[] | undefined;
}

/** A fill below this leaves nothing of a score, as it is far beyond what any score can be. */
export const HIDDEN = -1e4;

export function matchAttention(graph: Graph, first: Node): AttentionMatch | undefined {
  const product = viewAs(matmul, first);
  if (product === undefined) return undefined;
  const scores = layoutOf(product.result.type.shape);
  const [rows = [], columns = []] = scores.slice(-2);
  if (rows.length === 0 || columns.length === 0) return undefined;
  let state: State | undefined = {
    value: product.result,
    layout: scores,
    scale: 1,
    masks: [],
    nodes: [first],
    key: undefined,
  };
  while (state !== undefined) {
    const guard = guardOf(graph, state);
    const user: Node | undefined = guard ?? soleUser(graph, state.value);
    if (user === undefined) return undefined;
    if (user.op === matmul) return state.key && finish(user, state, { first, scores });
    state = guard === undefined ? step(user, state, rows, columns) : advance(state, guard);
  }
  return undefined;
}

/** The choice that replaces the NaNs of fully masked rows: where(is_nan(p), 0, p). */
function guardOf(graph: Graph, { value, key }: State): Node | undefined {
  if (key === undefined || value.users.size !== 2 || graph.isOutput(value)) return undefined;
  const guard = [...value.users].map((user) => viewAs(where, user)).find((view) => view);
  const test = guard && producedBy(is_nan, guard.operands.condition);
  if (guard === undefined || test?.operands.input !== value) return undefined;
  const replaces = guard.operands.b === value && uniformValue(guard.operands.a) === 0;
  return replaces && soleUser(graph, test.result) === guard.node ? guard.node : undefined;
}

function advance(state: State, user: Node): State | undefined {
  const [value] = user.results;
  return value && { ...state, value, nodes: [...state.nodes, user] };
}

function step(
  user: Node,
  state: State,
  rows: readonly Atom[],
  columns: readonly Atom[],
): State | undefined {
  const next = advance(state, user);
  if (next === undefined) return undefined;
  const { value } = next;
  const moved = movedLayout(user, state.layout);
  if (moved !== undefined) return { ...next, layout: moved };
  if (user.op === cast) return DTYPES[value.type.dtype].kind === 'float' ? next : undefined;
  if (state.key !== undefined) return undefined;
  if (user.op === softmax) {
    const axis = normalizeAxis(Number(user.attributes['axis']), state.layout.length);
    const along = state.layout[axis] ?? [];
    const key = [rows, columns].find((atoms) => sameAtoms(atoms, along));
    return key && { ...next, key };
  }
  if (!typeEquals(value.type, state.value.type)) return undefined;
  const mask = maskOf(user, state);
  if (mask !== undefined) return { ...next, masks: [...state.masks, ...mask] };
  const factor = factorOf(user, state.value);
  // A mask that stands before the scale would be scaled too.
  if (factor === undefined || state.masks.length > 0) return undefined;
  return { ...next, scale: state.scale * factor };
}

/** The layout behind a reshape or transpose. */
export function movedLayout(node: Node, layout: Layout): Layout | undefined {
  const turned = viewAs(transpose, node);
  if (turned !== undefined) return transposeLayout(layout, turned.attributes.perm);
  const viewed = viewAs(reshape, node);
  return viewed && reshapeLayout(layout, viewed.attributes.shape);
}

/** The number by which a node multiplies a value. */
export function factorOf(node: Node, value: Value): number | undefined {
  if (node.op !== mul && node.op !== div) return undefined;
  const [a, b] = [operandAt(node, 0), operandAt(node, 1)];
  if (node.op === div) {
    const divisor = a === value ? uniformValue(b) : undefined;
    return divisor === undefined || divisor === 0 ? undefined : 1 / divisor;
  }
  return a === value ? uniformValue(b) : uniformValue(a);
}

/** What an addition or a choice does to the scores; nothing to softmax if it adds one number. */
function maskOf(node: Node, { value, layout }: State): readonly Mask[] | undefined {
  if (node.op === add) {
    const [a, b] = [operandAt(node, 0), operandAt(node, 1)];
    const mask = a === value ? b : a;
    if (mask === value) return undefined;
    return Number.isFinite(uniformValue(mask)) ? [] : [{ value: mask, layout }];
  }
  const choice = viewAs(where, node);
  if (choice === undefined || choice.operands.condition === value) return undefined;
  const { condition, a, b } = choice.operands;
  const hidden = b === value;
  const number = uniformValue(hidden ? a : b);
  if (number === undefined || !(number <= HIDDEN)) return undefined;
  const lowest = -largestFinite(value.type.dtype);
  const fill = { hidden, value: number === -Infinity ? number : Math.max(number, lowest) };
  return [{ value: condition, layout, fill }];
}

function finish(
  second: Node,
  { value, layout, scale, masks, nodes, key = [] }: State,
  { first, scores }: { readonly first: Node; readonly scores: Layout },
): AttentionMatch | undefined {
  const product = viewAs(matmul, second);
  if (product === undefined || product.operands.a === product.operands.b) return undefined;
  const side = product.operands.a === value ? 0 : 1;
  const [rows = [], columns = []] = scores.slice(-2);
  const query = key === rows ? columns : rows;
  const { transpose_a, transpose_b } = product.attributes;
  const swapped = side === 0 ? transpose_a : transpose_b;
  const [outer = [], inner = []] = layout.slice(-2);
  // The keys must be what the second product sums over.
  const summed = (side === 0) === swapped ? outer : inner;
  const kept = summed === outer ? inner : outer;
  if (!sameAtoms(summed, key) || !sameAtoms(kept, query)) return undefined;
  // Values of more batches than there are probabilities.
  const batch = product.result.type.shape.slice(0, -2);
  if (!shapeEquals(batch, shapeOf(layout.slice(0, -2)))) return undefined;
  return {
    first,
    second,
    side,
    scale,
    masks,
    scores,
    probabilities: layout,
    key,
    query,
    nodes: [...nodes, second],
  };
}
