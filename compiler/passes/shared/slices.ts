/** Slices with step 1 as ranges along axes, and when several of them make a whole. */

import type { Dim } from '../../../ir/dim.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { slice } from '../../../ir/ops/core/slice.ts';
import { producedBy } from './nodes.ts';

/** The attributes of a slice that takes everything, to be narrowed. */
export function fullSlice(shape: readonly Dim[]): {
  starts: number[];
  ends: number[];
  steps: number[];
} {
  return {
    starts: shape.map(() => 0),
    ends: shape.map((dim) => (typeof dim === 'number' ? dim : Number.MAX_SAFE_INTEGER)),
    steps: shape.map(() => 1),
  };
}

/** A value as the elements [start, end) of one axis of another. */
export interface Range {
  readonly source: Value;
  readonly axis: number;
  readonly start: number;
  readonly end: number;
  readonly node: Node;
}

/** Reads a slice that cuts exactly one axis, with step 1. */
export function rangeOf(value: Value): Range | undefined {
  const view = producedBy(slice, value);
  if (view === undefined) return undefined;
  const { input } = view.operands;
  const { starts, ends, steps } = view.attributes;
  const cut: Range[] = [];
  for (const [axis, dim] of input.type.shape.entries()) {
    const [start = 0, end = 0] = [starts[axis], ends[axis]];
    if (steps[axis] !== 1) return undefined;
    if (start === 0 && (typeof dim === 'number' ? end >= dim : end === Number.MAX_SAFE_INTEGER)) {
      continue;
    }
    if (typeof dim !== 'number') return undefined;
    cut.push({ source: input, axis, start, end: Math.min(end, dim), node: view.node });
  }
  return cut.length === 1 ? cut[0] : undefined;
}

/** The joint range of values that are consecutive ranges of one source along one axis. */
export function joinRanges(values: readonly Value[]): Range | undefined {
  let joint: Range | undefined;
  for (const value of values) {
    const range = rangeOf(value);
    if (range === undefined) return undefined;
    if (joint === undefined) {
      joint = range;
      continue;
    }
    const follows =
      range.source === joint.source && range.axis === joint.axis && range.start === joint.end;
    if (!follows) return undefined;
    joint = { ...joint, end: range.end };
  }
  return joint;
}

/** The elements of one value between bounds along each of its axes. */
export interface Box {
  readonly source: Value;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A slice with step 1 and known bounds, however many axes it cuts. */
export function boxOf(value: Value): Box | undefined {
  const view = producedBy(slice, value);
  if (view?.attributes.steps.every((step) => step === 1) !== true) return undefined;
  const { input: source } = view.operands;
  const { starts, ends } = view.attributes;
  const clamped = ends.map((end, axis) => {
    const dim = source.type.shape[axis];
    return typeof dim === 'number' ? Math.min(end, dim) : end;
  });
  return { source, starts, ends: clamped };
}

/** Boxes that follow each other along one axis, and that axis; along the others they are the same. */
export function joinBoxes(
  boxes: readonly Box[],
): { readonly box: Box; readonly axis: number } | undefined {
  const [first, second] = boxes;
  const last = boxes.at(-1);
  if (first === undefined || second === undefined || last === undefined) return undefined;
  const axis = first.starts.findIndex((start, at) => start !== second.starts[at]);
  if (axis < 0) return undefined;
  const continues = boxes.every((box, index) => {
    const before = boxes[index - 1];
    const same = box.starts.every((start, at) => {
      return at === axis || (start === first.starts[at] && box.ends[at] === first.ends[at]);
    });
    const follows = before === undefined || before.ends[axis] === box.starts[axis];
    return box.source === first.source && same && follows;
  });
  if (!continues) return undefined;
  return { box: { ...first, ends: first.ends.with(axis, last.ends[axis] ?? 0) }, axis };
}
