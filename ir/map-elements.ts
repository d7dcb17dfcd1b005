/** Loops over elements: a function of one tensor's, or of two that broadcast, each result rounded once. */

import { roundToFloat16 } from './float16.ts';
import { setElement } from './tensor.ts';
import type { Elements, Tensor } from './tensor.ts';

type Element = number | bigint;

/** Fills `result` with `compute` of the elements of a tensor of the same shape. */
export function mapElements(result: Tensor, input: Tensor, compute: (x: Element) => Element): void {
  const from: Elements = input.data;
  const floats = floatsOf(result);
  const { length } = result.data;
  for (let index = 0; index < length; index++) {
    store(result, floats, index, compute(from[index] ?? 0));
  }
}

/** Fills `result` with `compute` of the elements of two tensors that broadcast to its place. */
export function mapBroadcast(
  result: Tensor,
  [a, b]: readonly [Tensor, Tensor],
  compute: (x: Element, y: Element) => Element,
): void {
  if (result.data.length === 0) return;
  const loops = loopsOver(result.shape, a.shape, b.shape);
  const row = loops.pop() ?? { size: 1, a: 0, b: 0 };
  const fromA: Elements = a.data;
  const fromB: Elements = b.data;
  const floats = floatsOf(result);
  let index = 0;
  const visit = (depth: number, startA: number, startB: number): void => {
    const loop = loops[depth];
    if (loop !== undefined) {
      for (let at = 0; at < loop.size; at++) {
        visit(depth + 1, startA + at * loop.a, startB + at * loop.b);
      }
      return;
    }
    const { size, a: stepA, b: stepB } = row;
    for (let column = 0; column < size; column++) {
      const x = fromA[startA + column * stepA] ?? 0;
      const y = fromB[startB + column * stepB] ?? 0;
      store(result, floats, index + column, compute(x, y));
    }
    index += size;
  };
  visit(0, 0, 0);
}

/** The elements of f32 and f16, which need no more than rounding. */
function floatsOf({ data, dtype }: Tensor): Float32Array | undefined {
  return data instanceof Float32Array && dtype !== 'bf16' ? data : undefined;
}

function store(
  result: Tensor,
  floats: Float32Array | undefined,
  index: number,
  value: Element,
): void {
  if (floats === undefined || typeof value !== 'number') setElement(result, index, value);
  else floats[index] = result.dtype === 'f16' ? roundToFloat16(value) : value;
}

interface Loop {
  readonly size: number;
  /** How far a step goes in each operand. */
  readonly a: number;
  readonly b: number;
}

/** The axes of the result from the outermost to the innermost; those that both operands walk as one are one. */
function loopsOver(
  shape: readonly number[],
  shapeA: readonly number[],
  shapeB: readonly number[],
): Loop[] {
  const stepsA = broadcastSteps(shapeA, shape.length);
  const stepsB = broadcastSteps(shapeB, shape.length);
  const loops: Loop[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const loop = { size, a: stepsA[axis] ?? 0, b: stepsB[axis] ?? 0 };
    const outer = loops.at(-1);
    if (outer?.a === loop.a * size && outer.b === loop.b * size) {
      loops[loops.length - 1] = { ...loop, size: outer.size * size };
    } else loops.push(loop);
  }
  return loops;
}

function broadcastSteps(from: readonly number[], rank: number): readonly number[] {
  const steps: number[] = Array.from({ length: rank }, () => 0);
  let step = 1;
  for (let axis = from.length - 1; axis >= 0; axis--) {
    const size = from[axis] ?? 1;
    if (size !== 1) steps[rank - from.length + axis] = step;
    step *= size;
  }
  return steps;
}
