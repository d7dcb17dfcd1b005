/**
 * Normalises few long rows that lie without gaps: moments of segments, which are merged (Chan, Golub and LeVeque
 * 1983), so that enough invocations have work; then every element, along a grid whose axes are those of the tensor.
 */

import { tensorType } from '../../../../ir/types.ts';
import type { LowerRequest } from '../../lowering.ts';
import type { Kernel, Storage } from '../../program.ts';
import { KernelWriter } from '../../syntax.ts';
import type { Width } from '../../syntax.ts';
import { perItem } from '../per-element.ts';
import { rowGrid } from './grid.ts';
import { MomentSums, factorOf } from './moments.ts';
import type { Normalization } from './moments.ts';

/** The tensor as [items, planes, places]: rows are runs of whole planes of one item. */
export interface Planes {
  readonly items: number;
  readonly planes: number;
  readonly places: number;
  /** Planes of one row. */
  readonly own: number;
  /** Scale and bias go by plane, or by place in a plane. */
  readonly affine: 'plane' | 'place';
}

const SEGMENT = 512;

export function planeKernels(
  request: LowerRequest,
  normalization: Normalization,
  planes: Planes,
): Kernel[] {
  const length = planes.own * planes.places;
  const rows = (planes.items * planes.planes) / planes.own;
  const segments = Math.ceil(length / SEGMENT);
  const moments = request.scratch(tensorType('f32', [rows, 1, 2]));
  const apply = applyKernel(request, normalization, planes, moments);
  if (segments === 1) return [segmentKernel(request, normalization, length, moments), apply];
  const partial = request.scratch(tensorType('f32', [rows, segments, 2]));
  return [
    segmentKernel(request, normalization, length, partial),
    mergeKernel(request, normalization, length, partial, moments),
    apply,
  ];
}

/** Mean and squared deviations of each segment; of a whole row its mean and factor. */
function segmentKernel(
  request: LowerRequest,
  { centred, epsilon }: Normalization,
  length: number,
  partial: Storage,
): Kernel {
  const [rows = 1, segments = 1] = partial.type.shape;
  const width: Width = length % 4 === 0 ? 4 : 1;
  return perItem({
    label: `${request.label} (moments)`,
    origin: request.origin,
    count: rows * segments,
    body: (kernel, i) => {
      const x = kernel.read(request.required(0).buffer, width);
      const out = kernel.write(partial);
      const row = kernel.let(`${i} / ${segments}u`);
      const first = kernel.let(`(${i} % ${segments}u) * ${SEGMENT}u`);
      const count = kernel.let(`min(${SEGMENT}u, ${length}u - ${first})`);
      const start = kernel.let(`${row} * ${length}u + ${first}`);
      const shift = centred ? kernel.let(kernel.load(x, start)) : undefined;
      const sums = new MomentSums(kernel, width, shift);
      kernel.line(`for (var r = 0u; r < ${count}; r += ${width}u) {`);
      sums.add(kernel.let(kernel.load(x, `${start} + r`, width)));
      kernel.line('}');
      const { mean, squares } = sums.total(`f32(${count})`, width);
      kernel.store(out, `${i} * 2u`, mean);
      const second = segments === 1 ? factorOf(kernel, squares, length, epsilon) : squares;
      kernel.store(out, `${i} * 2u + 1u`, second);
    },
  });
}

/** Mean and factor of each row. */
function mergeKernel(
  request: LowerRequest,
  { centred, epsilon }: Normalization,
  length: number,
  partial: Storage,
  moments: Storage,
): Kernel {
  const [rows = 1, segments = 1] = partial.type.shape;
  const rest = length - (segments - 1) * SEGMENT;
  return perItem({
    label: `${request.label} (merge)`,
    origin: request.origin,
    count: rows,
    body: (kernel, i) => {
      const from = kernel.read(partial);
      const out = kernel.write(moments);
      const at = (part: number): string =>
        kernel.load(from, `(${i} * ${segments}u + s) * 2u + ${part}u`);
      const each = (line: string): void =>
        kernel.line(`for (var s = 0u; s < ${segments}u; s++) {`, line, '}');
      const count = `select(${SEGMENT}.0f, ${rest}.0f, s == ${segments - 1}u)`;
      kernel.line('var sum = 0.0f;');
      if (centred) each(`sum += ${at(0)} * ${count};`);
      const mean = kernel.let(`sum / ${length}.0f`);
      kernel.line('var squares = 0.0f;');
      each(`let d = ${at(0)} - ${mean}; squares += ${at(1)} + d * d * ${count};`);
      kernel.store(out, `${i} * 2u`, mean);
      kernel.store(out, `${i} * 2u + 1u`, factorOf(kernel, 'squares', length, epsilon));
    },
  });
}

function applyKernel(
  request: LowerRequest,
  { scale, bias }: Normalization,
  { items, planes, places, own, affine }: Planes,
  moments: Storage,
): Kernel {
  const [target] = request.results;
  if (target === undefined) throw new Error('a norm has one result');
  const width: Width = places % 4 === 0 && request.epilogue.vectorizes ? 4 : 1;
  const kernel = new KernelWriter();
  const across = places / width;
  const x = kernel.read(request.required(0).buffer, width);
  const from = kernel.read(moments);
  const out = kernel.write(target, width);
  const grid = rowGrid(across, planes, items);
  kernel.line(...grid.prologue, `let place = across * ${width}u;`);
  const flat = kernel.let(`(id.z * ${planes}u + down) * ${places}u + place`, 'f');
  const row = kernel.let(`id.z * ${planes / own}u + down / ${own}u`);
  const [mean, factor] = [kernel.load(from, `${row} * 2u`), kernel.load(from, `${row} * 2u + 1u`)];
  let value = kernel.let(`(${kernel.load(x, flat, width)} - ${mean}) * ${factor}`);
  const lanes = affine === 'plane' ? 1 : width;
  for (const [operand, sign] of [
    [scale, '*'],
    [bias, '+'],
  ] as const) {
    if (operand === undefined) continue;
    const bound = kernel.read(operand.buffer, lanes);
    const index = affine === 'plane' ? 'down' : 'place';
    value = kernel.let(`${value} ${sign} ${kernel.load(bound, index, lanes)}`);
  }
  kernel.store(out, flat, request.epilogue.begin(kernel)(value, flat, width), width);
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize: grid.workgroupSize,
    workgroups: grid.workgroups,
  });
}
