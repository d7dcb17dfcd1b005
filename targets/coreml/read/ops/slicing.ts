/** Parts of tensors and what surrounds them: slices, their update, padding. */

import { allocate, elementCount, offsetsOf, stridesOf } from '../tensor.ts';
import type { Dim } from '../spec.ts';
import { tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { taken } from './movement.ts';
import { agreeAll, printShape, vectorOf } from './shapes.ts';

const OLD = 'T=fp16/fp32/int32/bool';
const NEW = 'T=fp16/fp32/int8/int16/int32/uint8/uint16/bool';
const MASKS = 'begin_mask:bool!?, end_mask:bool!?, squeeze_mask:bool!?';

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
    const numbers = op.numbers(input);
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

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function slicedOffsets(op: Operands, shape: readonly number[]): Int32Array | Float64Array {
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

function slicedShape(op: Operands): Dim[] {
  return rangesOf(op).flatMap(({ count, squeezed }) => (squeezed ? [] : [count]));
}

const slice_by_index: OpDefinition = {
  signatures: {
    5: `x:T, begin:int32, end:int32, stride:int32!?, ${MASKS} | ${OLD}`,
    7: `x:T, begin:U, end:U, stride:U!?, ${MASKS} | ${NEW}; U=int8/int16/int32`,
  },
  infer: (op) => [tensorOf(op.type('x').dtype, slicedShape(op))],
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    return [taken(dtype, data, slicedOffsets(op, shape))];
  },
};

const slice_update: OpDefinition = {
  signatures: {
    8: `x:T, update:T, begin:U, end:U, stride:U!?, ${MASKS} | ${NEW}; U=int8/int16/int32`,
  },
  infer: (op) => {
    const [wanted, { shape }] = [slicedShape(op), op.type('update')];
    if (shape.length === 0) op.fail('update is a scalar', 'reshape it to one element');
    if (!agreeAll(wanted, shape)) {
      op.fail(`update has shape ${printShape(shape)}, the slice ${printShape(wanted)}`);
    }
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { shape, data } = op.tensor('x');
    const { data: update } = op.tensor('update');
    const result = data.slice();
    for (const [index, offset] of slicedOffsets(op, shape).entries()) {
      result[offset] = update[index] ?? 0;
    }
    return [result];
  },
};

/** A size of -1 takes all that is left. */
const slice_by_size: OpDefinition = {
  signatures: {
    5: `x:T, begin:int32, size:int32 | ${OLD}`,
    7: `x:T, begin:U, size:U | ${NEW}; U=int8/int16/int32`,
  },
  infer: (op) => {
    const { dtype, shape } = op.type('x');
    const [begin, size] = [op.numbers('begin'), op.numbers('size')];
    for (const input of ['begin', 'size']) {
      const [length] = op.type(input).shape;
      if (length !== undefined && length !== shape.length) {
        op.fail(`${input} has ${length} numbers for rank ${shape.length}`);
      }
    }
    const dims = shape.map((dim, axis): Dim => {
      const [from, count] = [begin?.[axis], size?.[axis]];
      if (from !== undefined && dim !== undefined) {
        const start = from < 0 ? from + dim : from;
        const left = dim - start;
        if (start < 0 || left < 1 || (count !== undefined && (count > left || count === 0))) {
          op.fail(`begin ${from} and size ${count} leave axis ${axis} of size ${dim}`);
        }
        if (count === -1) return left;
      }
      return count === undefined || count < 0 ? undefined : count;
    });
    return [tensorOf(dtype, dims)];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape, data } = op.tensor('x');
    const strides = stridesOf(shape);
    const begin = op.numbers('begin') ?? [];
    const start = begin.reduce((sum, from, axis) => {
      const place = from < 0 ? from + (shape[axis] ?? 0) : from;
      return sum + place * (strides[axis] ?? 0);
    }, 0);
    return [taken(dtype, data, offsetsOf(output?.shape ?? [], strides, start))];
  },
};

const PAD_MODES = ['constant', 'reflect', 'replicate'] as const;

/** Before and after each axis; the operand speaks of the last axes, in their order. */
function padsOf(op: Operands): (readonly [before: Dim, after: Dim])[] {
  const { shape } = op.type('x');
  const pad = op.numbers('pad');
  const length = pad?.length ?? op.type('pad').shape[0] ?? 2 * shape.length;
  if (length % 2 !== 0 || length > 2 * shape.length) {
    op.fail(`pad has ${length} numbers for rank ${shape.length}`);
  }
  const first = shape.length - length / 2;
  return shape.map((_, axis) => {
    if (axis < first) return [0, 0];
    return [pad?.[2 * (axis - first)], pad?.[2 * (axis - first) + 1]];
  });
}

const pad: OpDefinition = {
  signatures: { 5: 'x:T, pad:int32, mode:string!=, constant_val:T!= | T=fp16/fp32' },
  infer: (op) => {
    const mode = wordOf(op, 'mode', PAD_MODES, 'constant');
    const { dtype, shape } = op.type('x');
    const pads = padsOf(op);
    const dims = shape.map((dim, axis): Dim => {
      const [before, after] = pads[axis] ?? [0, 0];
      if ((before ?? 0) < 0 || (after ?? 0) < 0) op.fail('pad has a negative number');
      if (dim === undefined || before === undefined || after === undefined) return undefined;
      const most = mode === 'reflect' ? dim - 1 : mode === 'replicate' ? dim : Infinity;
      if (Math.max(before, after) > most) {
        op.fail(`${mode} padding of axis ${axis} of size ${dim} is over ${most}`);
      }
      return before + dim + after;
    });
    return [tensorOf(dtype, dims)];
  },
  evaluate: (op, [output]) => {
    const mode = wordOf(op, 'mode', PAD_MODES, 'constant');
    const { dtype, shape, data } = op.tensor('x');
    const [strides, pads] = [stridesOf(shape), padsOf(op)];
    const dims = output?.shape ?? [];
    // For each axis the offset of each place, or nothing in the padding of a constant.
    const places = dims.map((size, axis) =>
      Array.from({ length: size }, (_, at) => {
        const dim = shape[axis] ?? 1;
        const place = at - (pads[axis]?.[0] ?? 0);
        const inside = place >= 0 && place < dim;
        if (!inside && mode === 'constant') return NaN;
        const mirrored = place < 0 ? -place : 2 * (dim - 1) - place;
        const outside = mode === 'reflect' ? mirrored : clamp(place, 0, dim - 1);
        return (inside ? place : outside) * (strides[axis] ?? 0);
      }),
    );
    const result = allocate(dtype, elementCount(dims));
    const fill = op.numbers('constant_val')?.[0] ?? 0;
    const outputStrides = stridesOf(dims);
    for (let index = 0; index < result.length; index++) {
      let from = 0;
      for (let axis = 0; axis < dims.length; axis++) {
        const at = Math.floor(index / (outputStrides[axis] ?? 1)) % (dims[axis] ?? 1);
        from += places[axis]?.[at] ?? 0;
      }
      result[index] = Number.isNaN(from) ? fill : (data[from] ?? 0);
    }
    return [result];
  },
};

export const slicing: OpTable = { slice_by_index, slice_by_size, slice_update, pad };
