/** Follows values through reshapes and transposes: from an attention to a concatenation, from an operand to a slice. */

import type { Graph, Node, Value } from '../../../ir/graph.ts';
import { reshape } from '../../../ir/ops/core/reshape.ts';
import { slice } from '../../../ir/ops/core/slice.ts';
import { transpose } from '../../../ir/ops/core/transpose.ts';
import { printAttributes } from '../../../ir/print.ts';
import { layoutOf } from '../shared/layout.ts';
import type { Layout } from '../shared/layout.ts';
import { operandAt, soleUser } from '../shared/nodes.ts';
import { boxOf, rangeOf } from '../shared/slices.ts';
import type { Box, Range } from '../shared/slices.ts';
import { viewAttention } from './join.ts';
import type { AttentionView } from './join.ts';
import { movedLayout } from './scores.ts';

export interface Trace {
  readonly view: AttentionView;
  /** The reshapes and transposes between the attention and the concatenation. */
  readonly path: readonly Node[];
  /** Of the attention's result, and of the same at the concatenation. */
  readonly start: Layout;
  readonly end: Layout;
}

export function traceResult(graph: Graph, input: Value, reader: Node): Trace | undefined {
  const path: Node[] = [];
  let value = input;
  let user = reader;
  for (;;) {
    if (soleUser(graph, value) !== user) return undefined;
    const view = viewAttention(value);
    if (view !== undefined) {
      const start = layoutOf(value.type.shape);
      const end = follow(start, path);
      return end && { view, path, start, end };
    }
    const { producer } = value;
    if (producer === undefined || !isMove(producer)) return undefined;
    path.unshift(producer);
    user = producer;
    value = operandAt(producer, 0);
  }
}

function isMove(node: Node): boolean {
  return node.op === reshape || node.op === transpose;
}

export function follow(start: Layout, path: readonly Node[]): Layout | undefined {
  return path.reduce<Layout | undefined>(
    (layout, node) => layout && movedLayout(node, layout),
    start,
  );
}

/** The same nodes on tensors of the same types. */
export function alike(paths: readonly (readonly Node[])[]): boolean {
  const texts = paths.map((path) =>
    path.map((node) => `${node.op.name}${printAttributes(node.op, node.attributes)}`).join(),
  );
  return texts.every((text) => text === texts[0]);
}

export interface SliceTrace {
  readonly slice: Value;
  readonly range: Range;
  readonly path: readonly Node[];
}

/** A slice along one axis, behind reshapes and transposes. */
export function traceSlice(operand: Value): SliceTrace | undefined {
  const path: Node[] = [];
  let value = operand;
  for (;;) {
    const range = rangeOf(value);
    if (range !== undefined) return { slice: value, range, path };
    const { producer } = value;
    if (producer === undefined || !isMove(producer)) return undefined;
    path.unshift(producer);
    value = operandAt(producer, 0);
  }
}

export interface BoxTrace {
  readonly slice: Value;
  readonly box: Box;
  readonly path: readonly Node[];
}

/** A slice along any axes, behind reshapes and transposes. */
export function traceBox(operand: Value): BoxTrace | undefined {
  const path: Node[] = [];
  let value = operand;
  for (;;) {
    const box = boxOf(value);
    if (box !== undefined) return { slice: value, box, path };
    const { producer } = value;
    if (producer === undefined || !isMove(producer)) return undefined;
    path.unshift(producer);
    value = operandAt(producer, 0);
  }
}

/** One value, or the same slices, reshapes and transposes of one. */
export function sameMoves(a: Value, b: Value): boolean {
  if (a === b) return true;
  const [left, right] = [a.producer, b.producer];
  if (left === undefined || right === undefined || left.op !== right.op) return false;
  if (!isMove(left) && left.op !== slice) return false;
  if (!alike([[left], [right]])) return false;
  return sameMoves(operandAt(left, 0), operandAt(right, 0));
}
