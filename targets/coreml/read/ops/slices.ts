/** What a slice takes of each axis: begins, ends, strides and masks. */

import { offsetsOf, stridesOf } from '../tensor.ts';
import type { Dim } from '../spec.ts';
import { listOf } from './op.ts';
import type { Operands } from './op.ts';
import { vectorOf } from './shapes.ts';

/** One axis of a slice: `count` elements from `start` on, `step` apart. */
interface Range {
  readonly start: number;
  readonly step: number;
  readonly count: Dim;
  readonly squeezed: boolean;
}

/** Negative begins and ends count from the back; a mask takes all that is left on its side. */
function rangesOf(op: Operands): Range[] {
  const { shape } = op.type('x');
  const rank = shape.length;
  const known = (input: string): readonly number[] | undefined => {
    const numbers = listOf(op, input);
    const length = numbers?.length ?? op.type(input).shape[0];
    if (length !== undefined && length !== rank) {
      op.fail(`${input} has ${length} numbers for rank ${rank}`);
    }
    return numbers;
  };
  const [begin, end] = [known('begin'), known('end')];
  const stride = vectorOf(op, 'stride', rank, 1);
  const [from, to, squeeze] = ['begin_mask', 'end_mask', 'squeeze_mask'].map((input) =>
    vectorOf(op, input, rank, 0),
  );
  return shape.map((dim, axis) => {
    const squeezed = squeeze?.[axis] === 1;
    const step = squeezed ? 1 : (stride[axis] ?? 1);
    if (step === 0) op.fail(`stride of axis ${axis} is 0`);
    const open = [from?.[axis] === 1, to?.[axis] === 1] as const;
    const unknown = (!open[0] && begin === undefined) || (!open[1] && end === undefined);
    if (squeezed && (dim === undefined || begin === undefined) && !open[0]) {
      return { start: begin?.[axis] ?? 0, step, count: 1, squeezed };
    }
    if (dim === undefined || (unknown && !squeezed)) {
      return { start: 0, step, count: undefined, squeezed };
    }
    return rangeOf(op, axis, dim, step, squeezed, {
      begin: open[0] ? undefined : (begin?.[axis] ?? 0),
      end: open[1] ? undefined : (end?.[axis] ?? 0),
    });
  });
}

function rangeOf(
  op: Operands,
  axis: number,
  dim: number,
  step: number,
  squeezed: boolean,
  limits: { readonly begin: number | undefined; readonly end: number | undefined },
): Range {
  const { begin, end } = limits;
  const counted = (place: number): number => (place < 0 ? place + dim : place);
  const start = begin === undefined ? (step > 0 ? 0 : dim - 1) : counted(begin);
  if (squeezed) {
    if (start < 0 || start >= dim) op.fail(`begin ${begin} is outside of axis ${axis} (${dim})`);
    return { start, step: 1, count: 1, squeezed };
  }
  const first = step > 0 ? clamp(start, 0, dim) : clamp(start, -1, dim - 1);
  const beyond = step > 0 ? dim : -1;
  const stop =
    end === undefined
      ? beyond
      : step > 0
        ? clamp(counted(end), 0, dim)
        : clamp(counted(end), -1, dim - 1);
  const count = Math.max(0, Math.ceil((stop - first) / step));
  if (count === 0) {
    op.fail(
      `the slice of axis ${axis} (${dim}) from ${begin ?? 'its begin'} to ${end ?? 'its end'} is empty`,
    );
  }
  return { start: first, step, count, squeezed };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

export function slicedOffsets(op: Operands, shape: readonly number[]): Int32Array | Float64Array {
  const strides = stridesOf(shape);
  const ranges = rangesOf(op);
  const start = ranges.reduce((sum, range, axis) => sum + range.start * (strides[axis] ?? 0), 0);
  const steps = ranges.map(({ step }, axis) => step * (strides[axis] ?? 0));
  return offsetsOf(
    ranges.map(({ count }) => count ?? 1),
    steps,
    start,
  );
}

export function slicedShape(op: Operands): Dim[] {
  return rangesOf(op).flatMap(({ count, squeezed }) => (squeezed ? [] : [count]));
}

/** At most what the axes have, where the slice itself is not known. */
export function slicedBounds(op: Operands): Dim[] {
  const { shape } = op.type('x');
  return rangesOf(op).flatMap(({ count, squeezed }, axis) =>
    squeezed ? [] : [count ?? shape[axis]],
  );
}
