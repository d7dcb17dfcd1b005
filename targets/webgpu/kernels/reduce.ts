/**
 * Reductions over any axes: one invocation for each result element walks the reduced elements; long
 * reductions with few results are cut into segments first, so that enough invocations have work.
 */

import { stridesOf } from '../../../ir/tensor.ts';
import { elementCount, tensorType } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates, offset } from '../collapse.ts';
import type { LowerRequest } from '../lowering.ts';
import type { Buffer, Kernel, Storage } from '../program.ts';
import { computeType, literal } from '../syntax.ts';
import type { ComputeType, KernelWriter } from '../syntax.ts';
import { perItem } from './per-element.ts';

/** How elements are combined; `start` and `step` are WGSL in the compute type. */
export interface Reduction {
  readonly start: (kernel: KernelWriter, type: ComputeType) => string;
  readonly step: (sum: string, x: string, type: ComputeType) => string;
  /** Applied to the end result, given the number of elements. */
  readonly finish?: (sum: string, count: number, type: ComputeType) => string;
}

/** Which elements belong to a result: its base offset by coordinates, and the walk over the others. */
export interface ReductionWalk {
  readonly kept: readonly number[];
  readonly keptSteps: readonly number[];
  readonly reduced: readonly number[];
  readonly reducedSteps: readonly number[];
}

export function reductionWalk(shape: readonly number[], axes: readonly number[]): ReductionWalk {
  const strides = stridesOf(shape);
  const normal = new Set(axes.map((axis) => (axis < 0 ? axis + shape.length : axis)));
  const pick = (wanted: boolean, values: readonly number[]): number[] =>
    values.filter((_, axis) => normal.has(axis) === wanted && shape[axis] !== 1);
  return {
    kept: pick(false, shape),
    keptSteps: pick(false, strides),
    reduced: pick(true, shape),
    reducedSteps: pick(true, strides),
  };
}

/** Below this many results a long reduction is cut. */
const FEW_RESULTS = 4096;
const SEGMENT = 256;

export function reduceKernels(request: LowerRequest, reduction: Reduction): Kernel[] {
  const { buffer, type } = request.required(0);
  const [target] = request.results;
  const [own] = request.resultTypes;
  if (target === undefined || own === undefined) throw new Error('a reduction has one result');
  const walk = reductionWalk(type.shape, attributesOf(request.node).ints('axes'));
  const length = elementCount(walk.reduced);
  const results = elementCount(own.shape);
  if (results >= FEW_RESULTS || length <= 2 * SEGMENT) {
    return [lastStage(request, buffer, walk, length, target, own.dtype, reduction)];
  }
  const segments = Math.ceil(length / SEGMENT);
  const partial = request.scratch(tensorType(scratchType(own.dtype), [results, segments]));
  const again: ReductionWalk = {
    kept: [results],
    keptSteps: [segments],
    reduced: [segments],
    reducedSteps: [1],
  };
  return [
    segmentStage(request, buffer, walk, length, partial, own.dtype, reduction),
    lastStage(request, partial, again, length, target, own.dtype, reduction),
  ];
}

/** Sums between stages are kept in f32 where the result is f16. */
function scratchType(dtype: DType): DType {
  return dtype === 'f16' || dtype === 'bf16' ? 'f32' : dtype;
}

function segmentStage(
  request: LowerRequest,
  source: Buffer,
  walk: ReductionWalk,
  length: number,
  partial: Storage,
  dtype: DType,
  reduction: Reduction,
): Kernel {
  const segments = partial.type.shape[1] ?? 1;
  return perItem({
    label: `${request.label} (segments)`,
    origin: request.origin,
    count: elementCount(partial.type.shape),
    body: (kernel, i) => {
      const bound = kernel.read(source);
      const out = kernel.write(partial);
      const base = kernel.let(
        offset(coordinates(`(${i} / ${segments}u)`, walk.kept), walk.keptSteps),
      );
      const first = kernel.let(`(${i} % ${segments}u) * ${SEGMENT}u`);
      const last = kernel.let(`min(${first} + ${SEGMENT}u, ${length}u)`);
      const sum = accumulate(kernel, reduction, computeType(dtype), first, last, (r) =>
        kernel.load(bound, `${base} + ${offset(coordinates(r, walk.reduced), walk.reducedSteps)}`),
      );
      kernel.store(out, i, sum);
    },
  });
}

function lastStage(
  request: LowerRequest,
  source: Buffer,
  walk: ReductionWalk,
  length: number,
  target: Storage,
  dtype: DType,
  reduction: Reduction,
): Kernel {
  const type = computeType(dtype);
  const [own] = request.resultTypes;
  return perItem({
    label: request.label,
    origin: request.origin,
    count: elementCount(own?.shape ?? []),
    body: (kernel, i) => {
      const bound = kernel.read(source);
      const out = kernel.write(target);
      const base = kernel.let(offset(coordinates(i, walk.kept), walk.keptSteps));
      const count = elementCount(walk.reduced);
      const sum = accumulate(kernel, reduction, type, '0u', `${count}u`, (r) =>
        kernel.load(bound, `${base} + ${offset(coordinates(r, walk.reduced), walk.reducedSteps)}`),
      );
      const value = kernel.let(reduction.finish?.(sum, length, type) ?? sum);
      kernel.store(out, i, request.epilogue.begin(kernel)(value, i, 1));
    },
  });
}

function accumulate(
  kernel: KernelWriter,
  reduction: Reduction,
  type: ComputeType,
  first: string,
  last: string,
  load: (r: string) => string,
): string {
  const sum = kernel.fresh('sum');
  kernel.line(`var ${sum} = ${reduction.start(kernel, type)};`);
  kernel.line(`for (var r = ${first}; r < ${last}; r++) {`);
  const x = kernel.let(load('r'));
  kernel.line(`${sum} = ${reduction.step(sum, x, type)};`, '}');
  return sum;
}

/** A start value that is a number. */
export function startAt(value: number): Reduction['start'] {
  return (kernel, type) => literal(kernel, type, value);
}

/** The lowest value of a compute type: the start of a maximum. */
export const lowest: Reduction['start'] = (kernel, type) =>
  type === 'bool'
    ? 'false'
    : literal(kernel, type, type === 'u32' ? 0 : type === 'i32' ? -(2 ** 31) : -Infinity);

/** The highest value of a compute type: the start of a minimum. */
export const highest: Reduction['start'] = (kernel, type) =>
  type === 'bool' ? 'true' : literal(kernel, type, type === 'f32' ? Infinity : 2 ** 32);
