/**
 * Group normalisation where channels are the last axis: moments of each channel over segments of the places, merged
 * into those of each group; then every element. All loads of the tensor follow its memory.
 */

import { tensorType } from '../../../../ir/types.ts';
import type { LowerRequest, Placement } from '../../lowering.ts';
import { reshaped } from '../../placement.ts';
import type { Kernel, Storage } from '../../program.ts';
import { KernelWriter } from '../../syntax.ts';
import type { Width } from '../../syntax.ts';
import { perItem } from '../per-element.ts';
import { MAX_WORKGROUPS, rowGrid } from './grid.ts';
import { MomentSums, factorOf } from './moments.ts';
import type { Normalization } from './moments.ts';

/** The tensor as [items, places, channels]. */
export interface Channels {
  readonly items: number;
  readonly places: number;
  readonly channels: number;
  readonly groups: number;
  readonly rows: Rows;
}

/** Where the channels of each place lie, one beside the other: the first ones, and the step from place to place. */
export interface Rows {
  readonly offset: number;
  readonly step: number;
}

/** Undefined for what has to be copied first, as all channels do where vec4s cannot follow them. */
export function rowsOf(
  placement: Placement,
  shape: readonly number[],
  { items, places, channels }: Omit<Channels, 'groups' | 'rows'>,
): Rows | undefined {
  const walk = reshaped(placement, shape, [items * places, channels]);
  const [step = 0, inner] = walk?.strides ?? [];
  if (walk === undefined || step < 0 || walk.offset < 0) return undefined;
  if (channels > 1 && inner !== 1) return undefined;
  if (channels % 4 === 0 && (step % 4 !== 0 || walk.offset % 4 !== 0)) return undefined;
  return { offset: walk.offset, step };
}

/** The element of a channel at a place of all items, both in WGSL; with all numbers, so that shaders differ in these alone. */
function elementOf({ offset, step }: Rows, place: string, channel: string): string {
  return `(${place}) * ${step}u + ${channel} + ${offset}u`;
}

/** Invocations that keep a device busy with moments, and the places that each has at least. */
const INVOCATIONS = 4096;
const LEAST_PLACES = 16;
/** Places whose elements one invocation computes, at least. */
const APPLIED = 4;

export function channelsLastKernels(
  request: LowerRequest,
  normalization: Normalization,
  sizes: Channels,
): Kernel[] {
  const { items, places, channels } = sizes;
  const width: Width = channels % 4 === 0 ? 4 : 1;
  const wanted = Math.ceil(INVOCATIONS / ((items * channels) / width));
  const length = Math.ceil(
    places / Math.max(1, Math.min(wanted, Math.floor(places / LEAST_PLACES))),
  );
  const segments = Math.ceil(places / length);
  // Means, then squared deviations.
  const partial = request.scratch(tensorType('f32', [items, segments, 2, channels]));
  // Means, then factors.
  const moments = request.scratch(tensorType('f32', [items, 2, channels]));
  return [
    segmentKernel(request, sizes, width, length, partial),
    mergeKernel(request, normalization, sizes, length, partial, moments),
    applyKernel(request, normalization, sizes, moments),
  ];
}

function segmentKernel(
  request: LowerRequest,
  { items, places, channels, rows }: Channels,
  width: Width,
  length: number,
  partial: Storage,
): Kernel {
  const segments = partial.type.shape[1] ?? 1;
  const kernel = new KernelWriter();
  const across = channels / width;
  const x = kernel.read(request.required(0).buffer, width);
  const out = kernel.write(partial, width);
  const grid = rowGrid(across, segments, items);
  kernel.line(...grid.prologue, `let channel = across * ${width}u;`);
  const first = kernel.let(`down * ${length}u`);
  const end = kernel.let(`min(${first} + ${length}u, ${places}u)`);
  const start = kernel.let(elementOf(rows, `id.z * ${places}u + ${first}`, 'channel'));
  const shift = kernel.let(kernel.load(x, start, width));
  const sums = new MomentSums(kernel, width, shift);
  // Compilers that know how often it is run write it out as often, and take ten times as long.
  kernel.line(`for (var p = ${first}; p < ${end}; p++) {`);
  sums.add(kernel.let(kernel.load(x, `${start} + (p - ${first}) * ${rows.step}u`, width)));
  kernel.line('}');
  const { mean, squares } = sums.lanes(`f32(${end} - ${first})`, width);
  const to = kernel.let(`(id.z * ${segments}u + down) * ${2 * channels}u + channel`);
  kernel.store(out, to, mean, width);
  kernel.store(out, `${to} + ${channels}u`, squares, width);
  return kernel.finish({
    label: `${request.label} (moments)`,
    origin: request.origin,
    workgroupSize: grid.workgroupSize,
    workgroups: grid.workgroups,
  });
}

/** For each group, mean and factor, with the scale, at each of its channels. */
function mergeKernel(
  request: LowerRequest,
  { epsilon, scale }: Normalization,
  { items, places, channels, groups }: Channels,
  length: number,
  partial: Storage,
  moments: Storage,
): Kernel {
  const segments = partial.type.shape[1] ?? 1;
  const rest = places - (segments - 1) * length;
  const own = channels / groups;
  return perItem({
    label: `${request.label} (merge)`,
    origin: request.origin,
    count: items * groups,
    body: (kernel, i) => {
      const from = kernel.read(partial);
      const out = kernel.write(moments);
      kernel.line(`let item = ${i} / ${groups}u;`, `let channel = ${i} % ${groups}u * ${own}u;`);
      const start = kernel.let(`item * ${segments * 2 * channels}u + channel`);
      const at = (part: number): string =>
        kernel.load(from, `${start} + s * ${2 * channels}u + ${part * channels}u + c`);
      const each = (line: string): void =>
        kernel.line(
          `for (var s = 0u; s < ${segments}u; s++) {`,
          `let count = select(${length}.0f, ${rest}.0f, s == ${segments - 1}u);`,
          `for (var c = 0u; c < ${own}u; c++) {`,
          line,
          '}',
          '}',
        );
      kernel.line('var sum = 0.0f;');
      each(`sum += ${at(0)} * count;`);
      const mean = kernel.let(`sum / ${own * places}.0f`);
      kernel.line('var squares = 0.0f;');
      each(`let d = ${at(0)} - ${mean}; squares += ${at(1)} + d * d * count;`);
      const factor = kernel.let(factorOf(kernel, 'squares', own * places, epsilon));
      kernel.line(`for (var c = 0u; c < ${own}u; c++) {`);
      const to = kernel.let(`item * ${2 * channels}u + channel + c`);
      const scaled = scale && kernel.load(kernel.read(scale.buffer), 'channel + c');
      kernel.store(out, to, mean);
      kernel.store(
        out,
        `${to} + ${channels}u`,
        scaled === undefined ? factor : `${factor} * ${scaled}`,
      );
      kernel.line('}');
    },
  });
}

function applyKernel(
  request: LowerRequest,
  { bias }: Normalization,
  { items, places, channels, rows }: Channels,
  moments: Storage,
): Kernel {
  const [target] = request.results;
  if (target === undefined) throw new Error('a norm has one result');
  const width: Width = channels % 4 === 0 && request.epilogue.vectorizes ? 4 : 1;
  const kernel = new KernelWriter();
  const across = channels / width;
  const x = kernel.read(request.required(0).buffer, width);
  const known = kernel.read(moments, width);
  const out = kernel.write(target, width);
  const finish = request.epilogue.begin(kernel);
  const applied = Math.max(APPLIED, Math.ceil(places / MAX_WORKGROUPS));
  const grid = rowGrid(across, Math.ceil(places / applied), items);
  kernel.line(...grid.prologue, `let channel = across * ${width}u;`);
  const at = kernel.let(`id.z * ${2 * channels}u + channel`);
  const mean = kernel.let(kernel.load(known, at, width));
  const factor = kernel.let(kernel.load(known, `${at} + ${channels}u`, width));
  const added = bias && kernel.let(kernel.load(kernel.read(bias.buffer, width), 'channel', width));
  kernel.line(`for (var n = 0u; n < ${applied}u; n++) {`);
  const place = kernel.let(`down * ${applied}u + n`);
  if (places % applied !== 0) kernel.line(`if (${place} >= ${places}u) { break; }`);
  const row = `id.z * ${places}u + ${place}`;
  const flat = kernel.let(`(${row}) * ${channels}u + channel`, 'f');
  // Also where it is the same place: one shader can then read there and from a part of a concatenation.
  const from = kernel.let(elementOf(rows, row, 'channel'));
  const value = `(${kernel.load(x, from, width)} - ${mean}) * ${factor}`;
  const shifted = kernel.let(added === undefined ? value : `${value} + ${added}`);
  kernel.store(out, flat, finish(shifted, flat, width), width);
  kernel.line('}');
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize: grid.workgroupSize,
    workgroups: grid.workgroups,
  });
}
