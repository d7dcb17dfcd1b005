/**
 * Normalisations: mean and variance of rows, then (x - mean) * rsqrt(variance + epsilon) with scale and bias.
 * Long rows are cut into segments whose moments are merged (Chan, Golub and LeVeque 1983), so that enough
 * invocations have work and the variance never comes from a difference of large numbers.
 */

import { elementCount, tensorType } from '../../../ir/types.ts';
import type { LowerRequest, Operand } from '../lowering.ts';
import type { Buffer, Kernel, Storage } from '../program.ts';
import { KernelWriter, linearGrid, literal } from '../syntax.ts';
import { perItem } from './per-element.ts';

/** How the elements of the input fall into rows, as WGSL over flat indices. */
export interface Rows {
  readonly count: number;
  readonly length: number;
  /** The flat element `r` of row `row`. */
  readonly element: (row: string, r: string) => string;
  /** The row of a flat element. */
  readonly rowOf: (flat: string) => string;
  /** The index into scale and bias of a flat element. */
  readonly affine: (flat: string) => string;
  /** Four consecutive elements share a row; and an affine index, or follow one another in it. */
  readonly vector: 'none' | 'same affine' | 'following affine';
}

const SEGMENT = 512;
const FEW_ROWS = 2048;

export interface Normalization {
  readonly rows: Rows;
  readonly epsilon: number;
  /** Root mean square only: the mean is taken as zero. */
  readonly centred: boolean;
  readonly scale: Operand | undefined;
  readonly bias: Operand | undefined;
}

export function normalizeKernels(request: LowerRequest, normalization: Normalization): Kernel[] {
  const { rows } = normalization;
  const source = request.required(0).buffer;
  const moments = request.scratch(tensorType('f32', [rows.count, 2]));
  const cut = rows.count < FEW_ROWS && rows.length > 2 * SEGMENT;
  const segments = cut ? Math.ceil(rows.length / SEGMENT) : 1;
  const partial = cut ? request.scratch(tensorType('f32', [rows.count, segments, 2])) : moments;
  const first = momentsKernel(request, source, normalization, segments, partial, cut);
  const merge = cut ? [mergeKernel(request, normalization, segments, partial, moments)] : [];
  return [first, ...merge, applyKernel(request, normalization, moments)];
}

/** Mean and sum of squared deviations of each segment; with one segment, mean and factor at once. */
function momentsKernel(
  request: LowerRequest,
  source: Buffer,
  { rows, epsilon, centred }: Normalization,
  segments: number,
  target: Storage,
  cut: boolean,
): Kernel {
  const size = cut ? SEGMENT : rows.length;
  return perItem({
    label: `${request.label} (moments)`,
    origin: request.origin,
    count: rows.count * segments,
    body: (kernel, i) => {
      const x = kernel.read(source);
      const out = kernel.write(target);
      const row = kernel.let(segments === 1 ? i : `${i} / ${segments}u`);
      const start = segments === 1 ? '0u' : kernel.let(`(${i} % ${segments}u) * ${size}u`);
      const end = kernel.let(
        segments === 1 ? `${size}u` : `min(${start} + ${size}u, ${rows.length}u)`,
      );
      const load = (): string => kernel.load(x, rows.element(row, 'r'));
      const each = (line: string): void =>
        kernel.line(`for (var r = ${start}; r < ${end}; r++) {`, line, '}');
      kernel.line('var sum = 0.0f;');
      if (centred) each(`sum += ${load()};`);
      const mean = kernel.let(`sum / f32(${end} - ${start})`);
      kernel.line('var squares = 0.0f;');
      each(`let d = ${load()} - ${mean}; squares += d * d;`);
      kernel.store(out, `${i} * 2u`, mean);
      kernel.store(
        out,
        `${i} * 2u + 1u`,
        cut ? 'squares' : factor(kernel, 'squares', rows.length, epsilon),
      );
    },
  });
}

function mergeKernel(
  request: LowerRequest,
  { rows, epsilon, centred }: Normalization,
  segments: number,
  partial: Storage,
  moments: Storage,
): Kernel {
  const rest = rows.length - (segments - 1) * SEGMENT;
  return perItem({
    label: `${request.label} (merge)`,
    origin: request.origin,
    count: rows.count,
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
      const mean = kernel.let(`sum / ${rows.length}.0f`);
      kernel.line('var squares = 0.0f;');
      each(`let d = ${at(0)} - ${mean}; squares += ${at(1)} + d * d * ${count};`);
      kernel.store(out, `${i} * 2u`, mean);
      kernel.store(out, `${i} * 2u + 1u`, factor(kernel, 'squares', rows.length, epsilon));
    },
  });
}

function factor(kernel: KernelWriter, squares: string, length: number, epsilon: number): string {
  return `inverseSqrt(${squares} / ${length}.0f + ${literal(kernel, 'f32', epsilon)})`;
}

function applyKernel(
  request: LowerRequest,
  normalization: Normalization,
  moments: Storage,
): Kernel {
  const { rows, scale, bias } = normalization;
  const [target] = request.results;
  const [own] = request.resultTypes;
  if (target === undefined || own === undefined) throw new Error('a norm has one result');
  const count = elementCount(own.shape);
  const width = rows.vector !== 'none' && count % 4 === 0 && request.epilogue.vectorizes ? 4 : 1;
  const kernel = new KernelWriter();
  const { prologue, workgroups, workgroupSize } = linearGrid(count / width);
  kernel.line(...prologue);
  const flat = kernel.let(width === 4 ? 'i * 4u' : 'i', 'f');
  const x = kernel.load(kernel.read(request.required(0).buffer, width), flat, width);
  const from = kernel.read(moments);
  const row = kernel.let(rows.rowOf(flat));
  const mean = kernel.load(from, `${row} * 2u`);
  let value = kernel.let(`(${x} - ${mean}) * ${kernel.load(from, `${row} * 2u + 1u`)}`);
  const index = kernel.let(rows.affine(flat));
  const lanes = width === 4 && rows.vector === 'following affine' ? 4 : 1;
  if (scale !== undefined) {
    value = kernel.let(`${value} * ${kernel.load(kernel.read(scale.buffer, lanes), index, lanes)}`);
  }
  if (bias !== undefined) {
    value = kernel.let(`${value} + ${kernel.load(kernel.read(bias.buffer, lanes), index, lanes)}`);
  }
  const out = kernel.write(target, width);
  kernel.store(out, flat, request.epilogue.begin(kernel)(value, flat, width), width);
  return kernel.finish({ label: request.label, origin: request.origin, workgroups, workgroupSize });
}
