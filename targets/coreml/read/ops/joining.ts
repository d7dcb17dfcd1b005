/** Tensors put together along an axis: concat, stack. */

import { allocate, elementCount } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import type { Dim } from '../spec.ts';
import { axisOf, flagOf, numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { agree, agreeAll, printShape, replaced } from './shapes.ts';

/** The axis and what lies before it as one number, behind it as another. */
interface Cut {
  readonly outer: number;
  readonly inner: number;
}

export function cutAt(shape: readonly number[], axis: number): Cut {
  return {
    outer: elementCount(shape.slice(0, axis)),
    inner: elementCount(shape.slice(axis + 1)),
  };
}

function oneType(op: Operands): ReturnType<Operands['types']> {
  const types = op.types('values');
  const [first] = types;
  if (first === undefined) return op.fail('values has no member');
  for (const { dtype, shape } of types) {
    if (dtype !== first.dtype) op.fail(`values are of ${first.dtype} and of ${dtype}`, 'cast them');
    if (shape.length !== first.shape.length) op.fail('values are of several ranks');
  }
  return types;
}

const concat: OpDefinition = {
  signatures: { 5: 'values:Tuple, axis:int32!, interleave:bool!=' },
  infer: (op) => {
    const types = oneType(op);
    const [first] = types;
    const rank = first?.shape.length ?? 0;
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), Math.max(1, rank));
    const interleave = flagOf(op, 'interleave', false);
    let sum: Dim = 0;
    for (const { shape } of types) {
      const dim: Dim = rank === 0 ? 1 : shape[axis];
      sum = sum === undefined || dim === undefined ? undefined : sum + dim;
      const differs = shape.some(
        (size, at) => (interleave || at !== axis) && !agree(size, first?.shape[at]),
      );
      if (differs) {
        op.fail(
          `values of shapes ${printShape(first?.shape ?? [])} and ${printShape(shape)} do not join along axis ${axis}`,
        );
      }
    }
    const dims = merged(types.map(({ shape }) => shape));
    return [tensorOf(first?.dtype ?? 'fp32', rank === 0 ? [sum] : replaced(dims, { [axis]: sum }))];
  },
  evaluate: (op, [output]) => {
    const values = op.tensors('values');
    const { dtype, shape } = output ?? { dtype: 'fp32', shape: [] };
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    const width = flagOf(op, 'interleave', false) ? 1 : undefined;
    return [joined(values, dtype, shape, axis, width)];
  },
};

/** A dim that one of the shapes knows is known. */
function merged(shapes: readonly (readonly Dim[])[]): Dim[] {
  const [first = []] = shapes;
  return first.map((_, axis) =>
    shapes.map((shape) => shape[axis]).find((dim) => dim !== undefined),
  );
}

/** With a `width` members take turns with so many of the axis's elements each. */
function joined(
  values: readonly MilTensor[],
  dtype: MilTensor['dtype'],
  shape: readonly number[],
  axis: number,
  width: number | undefined,
): NumberArray {
  const result = allocate(dtype, elementCount(shape));
  const { outer, inner } = cutAt(shape, axis);
  const sizes = values.map((value) => value.data.length / Math.max(1, outer));
  const step = sizes.map((size) => (width === undefined ? size : width * inner));
  let at = 0;
  for (let row = 0; row < outer; row++) {
    const turns = step[0] === 0 ? 0 : (sizes[0] ?? 0) / (step[0] ?? 1);
    for (let turn = 0; turn < Math.max(1, turns); turn++) {
      for (const [index, { data }] of values.entries()) {
        const length = step[index] ?? 0;
        const from = row * (sizes[index] ?? 0) + turn * length;
        result.set(data.subarray(from, from + length), at);
        at += length;
      }
    }
  }
  return result;
}

const stack: OpDefinition = {
  signatures: { 5: 'values:Tuple, axis:int32!' },
  infer: (op) => {
    const types = oneType(op);
    const [first] = types;
    for (const { shape } of types) {
      if (!agreeAll(shape, first?.shape ?? [])) op.fail('values are of several shapes');
    }
    const dims = merged(types.map(({ shape }) => shape));
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), dims.length + 1);
    return [tensorOf(first?.dtype ?? 'fp32', dims.toSpliced(axis, 0, types.length))];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape } = output ?? { dtype: 'fp32', shape: [] };
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    return [joined(op.tensors('values'), dtype, shape, axis, undefined)];
  },
};

export const joining: OpTable = { concat, stack };
