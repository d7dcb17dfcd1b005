/** Slice: parts of axes by starts, ends and steps; negative numbers count from the end. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimEquals, dimSub } from '../../../../ir/dim.ts';
import type { Dim } from '../../../../ir/dim.ts';
import type { Value } from '../../../../ir/graph.ts';
import { dimAt, normalizeAxis } from '../../../../ir/shapes.ts';
import { NeedsDims } from '../needs-dims.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { counted } from '../shared/tensors.ts';

/** The end of an axis whatever its size, as ir's slice writes it. */
const WHOLE = Number.MAX_SAFE_INTEGER;
/** From here on an end means the end of the axis. */
const ENDLESS = 2 ** 31 - 1;

interface Part {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export const slice = defineRule({
  op: 'Slice',
  since: 1,
  convert: (node) => {
    const input = node.input(0);
    const { shape } = input.type;
    const { starts, ends, axes, steps } = readRanges(node, shape.length);
    if (
      starts.length !== ends.length ||
      axes.length > starts.length ||
      steps.length > starts.length
    ) {
      fail('starts, ends, axes and steps differ in length');
    }
    const parts = shape.map((dim): Part => ({ start: 0, end: endOf(dim), step: 1 }));
    const byIndex: Taken[] = [];
    const seen = new Set<number>();
    axes.forEach((given, index) => {
      const axis = normalizeAxis(given, shape.length);
      if (seen.has(axis)) fail(`axis ${axis} is sliced twice`);
      seen.add(axis);
      const dim = dimAt(shape, axis);
      const [start = 0, end = WHOLE, step = 1] = [starts[index], ends[index], steps[index]];
      const taken = partByIndex(dim, start, end, step);
      if (taken === undefined) parts[axis] = normalize(dim, start, end, step);
      else byIndex.push({ axis, ...taken });
    });
    const whole = parts.every((part, axis) => isWhole(part, shape[axis] ?? 1));
    const sliced = whole
      ? input
      : node.b.slice(
          { input },
          {
            starts: parts.map((part) => part.start),
            ends: parts.map((part) => part.end),
            steps: parts.map((part) => part.step),
          },
        );
    return byIndex.reduce((value, part) => take(node, value, part), sliced);
  },
});

/** A part whose begin or end is not a number of its own. */
interface Taken {
  readonly axis: number;
  readonly start: number;
  readonly length: Dim;
}

/**
 * The part of a known axis up to a size that waits for a dim, such as the first places of a table; or the
 * first or last element of an axis that waits, for every axis has one.
 */
function partByIndex(
  dim: Dim,
  start: Dim,
  end: Dim,
  step: number,
): Omit<Taken, 'axis'> | undefined {
  if (step !== 1 || typeof start !== 'number') return undefined;
  const toEnd = typeof end === 'number' && end >= ENDLESS;
  if (typeof dim !== 'number') {
    const first = start === 0 && end === 1;
    return first || (start === -1 && toEnd) ? { start, length: 1 } : undefined;
  }
  return start >= 0 && typeof end !== 'number' ? { start, length: dimSub(end, start) } : undefined;
}

/** By indices, since a slice's ends are numbers. */
function take(node: RuleContext, input: Value, { axis, start, length }: Taken): Value {
  const m = arithmetic(node.b);
  const counts = counted(node, m, length, 'i64');
  const indices = start === 0 ? counts : m.add(counts, start);
  return node.b.gather({ input, indices }, { axis });
}

function readRanges(node: RuleContext, rank: number) {
  const { attributes } = node;
  const upTo = (length: number) =>
    Array.from({ length: Math.min(length, rank) }, (_, axis) => axis);
  if (node.opset < 10) {
    const starts = attributes.clampedInts('starts') ?? fail('starts are missing');
    const ends = attributes.clampedInts('ends') ?? fail('ends are missing');
    return { starts, ends, axes: attributes.ints('axes') ?? upTo(starts.length), steps: [] };
  }
  const starts = bounds(node, 1, 'starts');
  return {
    starts,
    ends: bounds(node, 2, 'ends'),
    axes: node.optional(3) === undefined ? upTo(starts.length) : node.ints(3, 'axes'),
    steps: node.optional(4) === undefined ? [] : node.ints(4, 'steps'),
  };
}

/** Known numbers may be beyond 2^53 and are clamped; others are sizes that wait for a dim. */
function bounds(node: RuleContext, index: number, what: string): readonly Dim[] {
  try {
    return node.ints(index, what);
  } catch (error) {
    if (error instanceof NeedsDims) return node.dims(index, what);
    throw error;
  }
}

function endOf(dim: Dim): number {
  return typeof dim === 'number' ? dim : WHOLE;
}

function isWhole({ start, end, step }: Part, dim: Dim): boolean {
  return start === 0 && step === 1 && end === endOf(dim);
}

function normalize(dim: Dim, start: Dim, end: Dim, step: number): Part {
  if (step === 0) fail('a step is 0');
  if (typeof dim === 'number' && typeof start === 'number' && typeof end === 'number') {
    return normalizeKnown(dim, start, end, step);
  }
  const toEnd = dimEquals(dim, end) || (typeof end === 'number' && end >= ENDLESS);
  if (typeof start === 'number' && start >= 0 && step > 0 && toEnd) {
    return { start, end: WHOLE, step };
  }
  throw new NeedsDims([dim, start, end]);
}

/** Clamps as ONNX and numpy do. */
function normalizeKnown(dim: number, start: number, end: number, step: number): Part {
  const clamp = (at: number, low: number, high: number) =>
    Math.max(low, Math.min(high, at < 0 ? at + dim : at));
  if (step > 0) {
    const from = clamp(start, 0, dim);
    return { start: from, end: Math.max(from, clamp(end, 0, dim)), step };
  }
  if (dim === 0) return { start: 0, end: 0, step: 1 };
  const from = clamp(start, -1, dim - 1);
  const to = clamp(end, -1, dim - 1);
  return from <= to ? { start: 0, end: 0, step: 1 } : { start: from, end: to, step };
}
