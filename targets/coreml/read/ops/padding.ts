/** What surrounds tensors: constant, reflected and repeated padding. */

import type { Dim } from '../spec.ts';
import { allocate, elementCount, stridesOf } from '../tensor.ts';
import { listOf, needScalars, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { clamp } from './slices.ts';

const PAD_MODES = ['constant', 'reflect', 'replicate'] as const;

/** Before and after each axis; the operand speaks of the last axes, in their order. */
function padsOf(op: Operands): (readonly [before: Dim, after: Dim])[] {
  const { shape } = op.type('x');
  const pad = listOf(op, 'pad');
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
    needScalars(op, 'constant_val');
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
    const fill = numberOf(op, 'constant_val', 0);
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

export const padding: OpTable = { pad };
