/** Copies that are a linear walk over the operand: transpose, slice, broadcast, concat. */

import { elementCount } from '../../../ir/types.ts';
import { coordinates } from '../collapse.ts';
import type { LowerRequest } from '../lowering.ts';
import type { Buffer, Kernel, Storage } from '../program.ts';
import { perElement, perItem } from './per-element.ts';

interface Walk {
  /** Sizes of the result's axes, outermost first. */
  readonly dims: readonly number[];
  /** Step in elements along each; negative for reversed slices. */
  readonly steps: readonly number[];
  readonly start: number;
}

export function stridedCopy(request: LowerRequest, source: Buffer, walk: Walk): Kernel {
  const [target] = request.results;
  if (target === undefined) throw new Error('a copy has one result');
  const merged = mergeAxes(walk);
  return perElement({
    label: request.label,
    origin: request.origin,
    target,
    value: (kernel, i) => kernel.load(kernel.read(source), walkOffset(i, merged)),
  });
}

/** Joins axes that are one walk: the outer step is the inner step times the inner size. */
function mergeAxes({ dims, steps, start }: Walk): Walk {
  const mergedDims: number[] = [];
  const mergedSteps: number[] = [];
  for (const [axis, size] of dims.entries()) {
    const step = steps[axis] ?? 0;
    if (size === 1) continue;
    if (mergedDims.length > 0 && mergedSteps.at(-1) === step * size) {
      mergedDims[mergedDims.length - 1] = (mergedDims.at(-1) ?? 1) * size;
      mergedSteps[mergedSteps.length - 1] = step;
    } else {
      mergedDims.push(size);
      mergedSteps.push(step);
    }
  }
  return { dims: mergedDims, steps: mergedSteps, start };
}

/** WGSL of the source element; signed arithmetic only where a step goes backwards. */
function walkOffset(flat: string, { dims, steps, start }: Walk): string {
  const coords = coordinates(flat, dims);
  const backwards = steps.some((step) => step < 0);
  const terms = coords.flatMap((text, axis) => {
    const step = steps[axis] ?? 0;
    if (step === 0) return [];
    const coordinate = backwards ? `i32(${text})` : text;
    return [step === 1 ? coordinate : `${coordinate} * ${backwards ? `(${step})` : `${step}u`}`];
  });
  if (start !== 0 || terms.length === 0) terms.push(backwards ? `${start}` : `${start}u`);
  const sum = terms.join(' + ');
  return backwards ? `u32(${sum})` : sum;
}

/** Writes each operand into its place along `axis` of the result: one kernel for each operand. */
export function concatKernels(request: LowerRequest, axis: number): Kernel[] {
  const [target] = request.results;
  if (target === undefined) throw new Error('concat has one result');
  const { shape } = target.type;
  const inner = elementCount(shape.slice(axis + 1));
  const row = (shape[axis] ?? 1) * inner;
  const kernels: Kernel[] = [];
  let start = 0;
  for (let index = 0; index < request.node.operands.length; index++) {
    const { buffer, type } = request.required(index);
    const own = (type.shape[axis] ?? 1) * inner;
    if (elementCount(type.shape) > 0)
      kernels.push(placeRows(request, buffer, target, own, row, start));
    start += own;
  }
  return kernels;
}

/** Rows of `own` elements become the elements from `start` on of rows of `row` elements. */
function placeRows(
  request: LowerRequest,
  source: Buffer,
  target: Storage,
  own: number,
  row: number,
  start: number,
): Kernel {
  const count = elementCount(source.type.shape);
  const width = [own, row, start].every((size) => size % 4 === 0) ? 4 : 1;
  return perItem({
    label: request.label,
    origin: request.origin,
    count: count / width,
    body: (kernel, i) => {
      const from = kernel.read(source, width);
      const to = kernel.write(target, width);
      const element = kernel.let(width === 1 ? i : `${i} * 4u`);
      const place = `(${element} / ${own}u) * ${row}u + ${start}u + ${element} % ${own}u`;
      kernel.store(to, place, kernel.load(from, element, width), width);
    },
  });
}
