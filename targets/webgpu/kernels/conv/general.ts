/**
 * Convolutions of every kind: any layout, one to three spatial axes, groups, weights that are computed. An
 * invocation keeps neighbouring results along x times four output channels in registers.
 */

import { asThree } from '../../../../ir/windows.ts';
import type { Three } from '../../../../ir/windows.ts';
import type { LowerRequest, Placement } from '../../lowering.ts';
import { isRowMajor, rowMajor } from '../../placement.ts';
import type { Kernel } from '../../program.ts';
import { KernelWriter, computeType, wgslType } from '../../syntax.ts';
import type { Bound } from '../../syntax.ts';
import { mayLeave } from '../windows.ts';
import type { Geometry } from '../windows.ts';

/** A convolution as its op describes it. */
export interface GeneralConv extends Geometry {
  readonly groups: number;
  readonly channelsLast: boolean;
  /** 2 where the windows lie on the input with each pixel of a row and each row doubled. */
  readonly zoom: 1 | 2;
}

interface Problem extends GeneralConv {
  readonly inputsPerGroup: number;
  readonly outputsPerGroup: number;
  /** Results along x per invocation. */
  readonly tile: number;
}

const CHANNELS = [0, 1, 2, 3] as const;
const LONGEST_TILE = 4;

export function generalConv(request: LowerRequest, conv: GeneralConv): Kernel {
  const weight = request.required(1);
  const [outputs = 1, inputsPerGroup = 1] = weight.type.shape;
  const { groups } = conv;
  const problem: Problem = {
    ...conv,
    inputsPerGroup,
    outputsPerGroup: outputs / groups,
    tile: Math.min(LONGEST_TILE, conv.to.size[2]),
  };
  const { to, tile } = problem;
  const kernel = new KernelWriter();
  const x = kernel.read(request.required(0).buffer);
  const w = kernel.read(weight.buffer);
  const columns = Math.ceil(to.size[2] / tile);
  const blocks = Math.ceil(problem.outputsPerGroup / CHANNELS.length);
  const rows = to.size[0] * to.size[1];
  kernel.line(`if (id.x >= ${columns * rows}u) { return; }`);
  kernel.line(`let x0 = (id.x % ${columns}u) * ${tile}u;`, `let row = id.x / ${columns}u;`);
  kernel.line(`let y0 = row % ${to.size[1]}u;`, `let z0 = row / ${to.size[1]}u;`);
  kernel.line('let item = id.z;', `let part = id.y / ${blocks}u;`);
  kernel.line(`let block = (id.y % ${blocks}u) * ${CHANNELS.length}u;`);
  const zero = `${wgslType(computeType(weight.type.dtype), 4)}()`;
  for (let at = 0; at < tile; at++) kernel.line(`var sum${at} = ${zero};`);
  addTaps(kernel, x, w, request.required(0), problem);
  storeResults(request, kernel, problem);
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize: [64, 1, 1],
    workgroups: [Math.ceil((columns * rows) / 64), groups * blocks, to.batch],
  });
}

/** Steps between elements of a tensor along its axes, seen as [N, C, Z, Y, X]. */
function stepsOf({ strides }: Placement, channelsLast: boolean) {
  const [item = 0, ...rest] = strides;
  const channel = (channelsLast ? rest.pop() : rest.shift()) ?? 0;
  return { item, channel, spatial: asThree(rest, 0) };
}

/** sum += weight * input for each result of the tile, over window and input channels. */
function addTaps(
  kernel: KernelWriter,
  x: Bound,
  w: Bound,
  input: Placement,
  problem: Problem,
): void {
  const { from, to, kernel: size, strides, dilations, before, tile, inputsPerGroup } = problem;
  const steps = stepsOf(input, problem.channelsLast);
  const channel = `part * ${inputsPerGroup * steps.channel}u`;
  kernel.line(`let start = ${input.offset}u + item * ${steps.item}u + ${channel};`);
  const closing = openRows(kernel, problem, steps.spatial);
  kernel.line(`for (var k2 = 0u; k2 < ${size[2]}u; k2++) {`);
  const guarded = mayLeave(problem, 2) || to.size[2] % tile !== 0;
  for (let at = 0; at < tile; at++) {
    // Below zero it wraps around, and is as far outside.
    const place = `(x0 + ${at}u) * ${strides[2]}u + k2 * ${dilations[2]}u - ${before[2]}u`;
    kernel.line(`let q${at} = ${place};`);
    if (guarded) kernel.line(`let in${at} = q${at} < ${from.size[2]}u;`);
    const inside = guarded ? `select(0u, q${at}, in${at})` : `q${at}`;
    kernel.line(`let e${at} = line + ${source(inside, problem)} * ${steps.spatial[2]}u;`);
  }
  const [, sizeY, sizeX] = size;
  const taps = size[0] * sizeY * sizeX;
  kernel.line(`let tap = (k0 * ${sizeY}u + k1) * ${sizeX}u + k2;`);
  kernel.line(`for (var c = 0u; c < ${inputsPerGroup}u; c++) {`);
  const lanes = CHANNELS.map((lane) => {
    const own = `min(block + ${lane}u, ${problem.outputsPerGroup - 1}u)`;
    const output = `(part * ${problem.outputsPerGroup}u + ${own})`;
    return kernel.load(w, `(${output} * ${inputsPerGroup}u + c) * ${taps}u + tap`);
  });
  const weight = kernel.let(`vec4(${lanes.join(', ')})`, 'w');
  for (let at = 0; at < tile; at++) {
    const loaded = kernel.let(kernel.load(x, `e${at} + c * ${steps.channel}u`), 'v');
    const value = guarded ? `select(0, ${loaded}, in${at})` : loaded;
    kernel.line(`sum${at} += ${weight} * ${value};`);
  }
  kernel.line('}', '}', ...closing);
}

/** The place in the input of one on which windows lie. */
function source(place: string, { zoom }: Problem): string {
  return zoom === 1 ? place : `(${place} / ${zoom}u)`;
}

/** Loops `k0` and `k1` over the rows of the window that lie in the input; `line` is where such a row begins. */
function openRows(kernel: KernelWriter, problem: Problem, steps: Three): readonly string[] {
  const { from, kernel: size, strides, dilations, before } = problem;
  const closing: string[] = [];
  for (const axis of [0, 1] as const) {
    kernel.line(`for (var k${axis} = 0u; k${axis} < ${size[axis]}u; k${axis}++) {`);
    closing.push('}');
    const start = axis === 0 ? 'z0' : 'y0';
    const place = `${start} * ${strides[axis]}u + k${axis} * ${dilations[axis]}u - ${before[axis]}u`;
    kernel.line(`let p${axis} = ${place};`);
    if (mayLeave(problem, axis)) {
      kernel.line(`if (p${axis} < ${from.size[axis]}u) {`);
      closing.push('}');
    }
  }
  kernel.line(`let line = start + p0 * ${steps[0]}u + ${source('p1', problem)} * ${steps[1]}u;`);
  return closing;
}

function storeResults(request: LowerRequest, kernel: KernelWriter, problem: Problem): void {
  const { to, tile, outputsPerGroup, channelsLast } = problem;
  const [target] = request.results;
  if (target === undefined) throw new Error('conv has one result');
  const out = kernel.write(target);
  const bias = request.operand(2);
  const finish = request.epilogue.begin(kernel);
  const shape = request.resultTypes[0]?.shape ?? [];
  const { placement: given } = request;
  const places = isRowMajor(given, shape) ? [given] : [rowMajor(shape), given];
  for (const lane of CHANNELS) {
    const guarded = outputsPerGroup % CHANNELS.length !== 0 && lane > 0;
    if (guarded) kernel.line(`if (block + ${lane}u < ${outputsPerGroup}u) {`);
    const channel = kernel.let(`part * ${outputsPerGroup}u + block + ${lane}u`);
    const add = bias && kernel.let(kernel.load(kernel.read(bias.buffer), channel));
    for (let at = 0; at < tile; at++) {
      const ragged = to.size[2] % tile !== 0 && at > 0;
      if (ragged) kernel.line(`if (x0 + ${at}u < ${to.size[2]}u) {`);
      const [flat = '', place = flat] = places.map((placement) => {
        const { item, channel: step, spatial } = stepsOf(placement, channelsLast);
        const base = `${placement.offset}u + item * ${item}u + ${channel} * ${step}u`;
        const rest = `z0 * ${spatial[0]}u + y0 * ${spatial[1]}u + (x0 + ${at}u) * ${spatial[2]}u`;
        return kernel.let(`${base} + ${rest}`, 'o');
      });
      const sum = `sum${at}[${lane}]`;
      const value = kernel.let(add === undefined ? sum : `${sum} + ${add}`);
      kernel.store(out, place, finish(value, flat, 1));
      if (ragged) kernel.line('}');
    }
    if (guarded) kernel.line('}');
  }
}
