/**
 * Direct convolution. An invocation keeps a tile of neighbouring results along x times four output channels
 * in registers; weights are packed at compile time so that four channels are one vec4 load. Where windows
 * move along x by single elements, four inputs are one load too, which serves every tap of its row.
 */

import { namedOperands } from '../../../ir/operands.ts';
import { coreOps } from '../../../ir/ops/core/index.ts';
import type { Constant } from '../../../ir/constant.ts';
import type { OpDefinition } from '../../../ir/define.ts';
import { isStaticType } from '../../../ir/types.ts';
import { attributesOf } from '../attributes.ts';
import type { LowerRequest, Operand } from '../lowering.ts';
import type { Kernel } from '../program.ts';
import { KernelWriter, computeType, wgslType } from '../syntax.ts';
import type { Bound, ComputeType } from '../syntax.ts';
import { geometryOf, mayLeave } from './windows.ts';
import type { Geometry } from './windows.ts';

interface Problem extends Geometry {
  readonly type: ComputeType;
  readonly groups: number;
  readonly inputsPerGroup: number;
  readonly outputsPerGroup: number;
  readonly taps: number;
  /** Results along x per invocation. */
  readonly tile: number;
}

const CHANNELS = 4;
/** Rows of wider windows are walked in a loop. */
const MAX_UNROLLED_TAPS = 7;

export function convKernel(request: LowerRequest): Kernel {
  const weight = request.required(1);
  const [outputs = 1, inputsPerGroup = 1, ...sizes] = weight.type.shape;
  const geometry = geometryOf(request, sizes);
  const groups = attributesOf(request.node).int('groups');
  const [kz, ky, kx] = geometry.kernel;
  const wanted = request.device.webgpu?.kernels?.conv2d?.value.rows ?? 4;
  const problem: Problem = {
    ...geometry,
    type: computeType(request.required(0).type.dtype),
    groups,
    inputsPerGroup,
    outputsPerGroup: outputs / groups,
    taps: kz * ky * kx,
    tile: Math.min(wanted, geometry.to.size[2]),
  };
  return writeConv(request, weight, problem);
}

function writeConv(request: LowerRequest, weight: Operand, problem: Problem): Kernel {
  const { from, to, tile, groups, inputsPerGroup, outputsPerGroup, type } = problem;
  const kernel = new KernelWriter();
  const wide = readsFour(problem);
  const x = kernel.read(request.required(0).buffer, wide ? 4 : 1);
  const packed = weight.constant !== undefined && outputsPerGroup % CHANNELS === 0;
  const w = packed
    ? kernel.read(request.weight(packWeight(weight.constant, problem)), 4)
    : kernel.read(weight.buffer);
  const columns = Math.ceil(to.size[2] / tile);
  const blocks = Math.ceil(outputsPerGroup / CHANNELS);
  const rows = to.size[0] * to.size[1];
  kernel.line(`if (id.x >= ${columns * rows}u || id.y >= ${groups * blocks}u) { return; }`);
  kernel.line(`let x0 = (id.x % ${columns}u) * ${tile}u;`, `let row = id.x / ${columns}u;`);
  kernel.line(
    `let y0 = row % ${to.size[1]}u;`,
    `let z0 = row / ${to.size[1]}u;`,
    'let item = id.z;',
  );
  kernel.line(`let group_ = id.y / ${blocks}u;`, `let block = id.y % ${blocks}u;`);
  for (let at = 0; at < tile; at++) kernel.line(`var acc${at} = ${wgslType(type, 4)}();`);
  const channel = `(group_ * ${inputsPerGroup}u)`;
  kernel.line(`let start = item * ${from.batchStep}u + ${channel} * ${from.channelStep}u;`);
  (wide ? writeRows : writeTaps)(kernel, x, w, packed, problem);
  writeResults(request, kernel, problem);
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize: [64, 1, 1],
    workgroups: [Math.ceil((columns * rows) / 64), groups * blocks, to.batch],
  });
}

/** Windows move along x by single elements over rows of whole vec4s. */
function readsFour({ from, kernel, strides, dilations, tile }: Problem): boolean {
  const whole = [from.size[2], tile].every((size) => size % 4 === 0);
  const steps = [strides[2], dilations[2], from.step[2]];
  return whole && steps.every((step) => step === 1) && kernel[2] <= MAX_UNROLLED_TAPS;
}

/** Loops `k0` and `k1` over the rows of the window that lie in the input, with `line` before such a row. */
function openRows(kernel: KernelWriter, problem: Problem): () => void {
  const { from, kernel: size, strides, dilations, before } = problem;
  const closing: string[] = [];
  const loop = (axis: 0 | 1, start: string): void => {
    if (size[axis] === 1) kernel.line(`let k${axis} = 0;`);
    else {
      kernel.line(`for (var k${axis} = 0; k${axis} < ${size[axis]}; k${axis}++) {`);
      closing.push('}');
    }
    const place = `i32(${start}) * ${strides[axis]} - ${before[axis]} + k${axis} * ${dilations[axis]}`;
    kernel.line(`let p${axis} = ${place};`);
    if (mayLeave(problem, axis)) {
      kernel.line(`if (p${axis} >= 0 && p${axis} < ${from.size[axis]}) {`);
      closing.push('}');
    }
  };
  loop(0, 'z0');
  loop(1, 'y0');
  kernel.line(`let line = start + u32(p0 * ${from.step[0]} + p1 * ${from.step[1]});`);
  kernel.line(`let row_tap = u32((k0 * ${size[1]} + k1) * ${size[2]});`);
  return () => kernel.line(...closing);
}

/** acc += weight * input for each result of the tile, over window and input channels, four inputs a load. */
function writeRows(
  kernel: KernelWriter,
  x: Bound,
  w: Bound,
  packed: boolean,
  problem: Problem,
): void {
  const { from, to, kernel: size, before, tile, inputsPerGroup, type } = problem;
  const first = Math.floor(-before[2] / 4);
  const last = Math.floor((tile - 1 - before[2] + size[2] - 1) / 4);
  const lastTile = (Math.ceil(to.size[2] / tile) - 1) * tile;
  const words = Array.from({ length: last - first + 1 }, (_, at) => {
    const shift = 4 * (first + at);
    if (shift >= 0 && lastTile + shift < from.size[2]) {
      return { element: kernel.let(`x0 + ${shift}u`, 'e'), inside: undefined };
    }
    const place = kernel.let(`i32(x0) + ${shift}`, 'q');
    const inside = kernel.let(`${place} >= 0 && ${place} < ${from.size[2]}`, 'in');
    const element = kernel.let(`u32(clamp(${place}, 0, ${from.size[2] - 4}))`, 'e');
    return { element, inside };
  });
  const closeRows = openRows(kernel, problem);
  kernel.line(`for (var c = 0u; c < ${inputsPerGroup}u; c++) {`);
  const inputs = words.map(({ element, inside }) => {
    const four = kernel.load(x, `line + ${element} + c * ${from.channelStep}u`, 4);
    return kernel.let(
      inside === undefined ? four : `select(${wgslType(type, 4)}(), ${four}, ${inside})`,
      's',
    );
  });
  for (let tap = 0; tap < size[2]; tap++) {
    const weight = kernel.let(loadWeight(kernel, w, packed, problem, `(row_tap + ${tap}u)`), 'w');
    for (let at = 0; at < tile; at++) {
      const element = at + tap - before[2] - 4 * first;
      kernel.line(`acc${at} += ${weight} * ${inputs[element >> 2]}[${element & 3}];`);
    }
  }
  kernel.line('}');
  closeRows();
}

/** The same one input a load, for any stride, dilation and size. */
function writeTaps(
  kernel: KernelWriter,
  x: Bound,
  w: Bound,
  packed: boolean,
  problem: Problem,
): void {
  const { from, kernel: size, strides, dilations, before, tile, inputsPerGroup } = problem;
  const closeRows = openRows(kernel, problem);
  kernel.line(`for (var k2 = 0; k2 < ${size[2]}; k2++) {`);
  const ragged = problem.to.size[2] % tile !== 0;
  for (let at = 0; at < tile; at++) {
    const place = `i32(x0 + ${at}u) * ${strides[2]} - ${before[2]} + k2 * ${dilations[2]}`;
    kernel.line(`let q${at} = ${place};`);
    if (mayLeave(problem, 2) || ragged) {
      kernel.line(`let in${at} = q${at} >= 0 && q${at} < ${from.size[2]};`);
      kernel.line(
        `let e${at} = line + u32(clamp(q${at}, 0, ${from.size[2] - 1})) * ${from.step[2]}u;`,
      );
    } else kernel.line(`let e${at} = line + u32(q${at}) * ${from.step[2]}u;`);
  }
  kernel.line(`let tap = row_tap + u32(k2);`);
  kernel.line(`for (var c = 0u; c < ${inputsPerGroup}u; c++) {`);
  const weight = kernel.let(loadWeight(kernel, w, packed, problem, 'tap'), 'w');
  for (let at = 0; at < tile; at++) {
    const input = kernel.load(x, `e${at} + c * ${from.channelStep}u`);
    const guarded =
      mayLeave(problem, 2) || ragged ? `select(${problem.type}(), ${input}, in${at})` : input;
    kernel.line(`acc${at} += ${weight} * ${guarded};`);
  }
  kernel.line('}', '}');
  closeRows();
}

/** Four output channels of input channel `c` at `tap`. */
function loadWeight(
  kernel: KernelWriter,
  w: Bound,
  packed: boolean,
  problem: Problem,
  tap: string,
): string {
  const { inputsPerGroup, outputsPerGroup, taps, type } = problem;
  const blocks = Math.ceil(outputsPerGroup / CHANNELS);
  if (packed) {
    const index = `(((group_ * ${blocks}u + block) * ${taps}u + ${tap}) * ${inputsPerGroup}u + c) * 4u`;
    return kernel.load(w, index, 4);
  }
  const lanes = [0, 1, 2, 3].map((lane) => {
    const own = `min(block * 4u + ${lane}u, ${outputsPerGroup - 1}u)`;
    const output = `(group_ * ${outputsPerGroup}u + ${own})`;
    return kernel.load(w, `(${output} * ${inputsPerGroup}u + c) * ${taps}u + ${tap}`);
  });
  return `${wgslType(type, 4)}(${lanes.join(', ')})`;
}

function writeResults(request: LowerRequest, kernel: KernelWriter, problem: Problem): void {
  const { to, tile, outputsPerGroup } = problem;
  const [target] = request.results;
  if (target === undefined) throw new Error('conv has one result');
  const whole = [to.size[2], tile].every((size) => size % 4 === 0) && to.step[2] === 1;
  const width = whole && request.epilogue.vectorizes ? 4 : 1;
  const out = kernel.write(target, width);
  const bias = request.operand(2);
  const finish = request.epilogue.begin(kernel);
  const base = `item * ${to.batchStep}u + z0 * ${to.step[0]}u + y0 * ${to.step[1]}u`;
  const place = kernel.let(base);
  for (let lane = 0; lane < CHANNELS; lane++) {
    const guarded = outputsPerGroup % CHANNELS !== 0 && lane > 0;
    if (guarded) kernel.line(`if (block * 4u + ${lane}u < ${outputsPerGroup}u) {`);
    const channel = kernel.let(`group_ * ${outputsPerGroup}u + block * 4u + ${lane}u`);
    const add =
      bias === undefined ? undefined : kernel.let(kernel.load(kernel.read(bias.buffer), channel));
    for (let at = 0; at < tile; at += width) {
      const ragged = to.size[2] % tile !== 0 && at > 0;
      if (ragged) kernel.line(`if (x0 + ${at}u < ${to.size[2]}u) {`);
      const flat = kernel.let(
        `${place} + ${channel} * ${to.channelStep}u + (x0 + ${at}u) * ${to.step[2]}u`,
        'o',
      );
      const sums = Array.from({ length: width }, (_, next) => `acc${at + next}[${lane}]`);
      const sum = width === 4 ? `vec4(${sums.join(', ')})` : sums.join();
      const value = kernel.let(add === undefined ? sum : `${sum} + ${add}`);
      kernel.store(out, flat, finish(value, flat, width), width);
      if (ragged) kernel.line('}');
    }
    if (guarded) kernel.line('}');
  }
}

/** [O, I/g, taps...] becomes [g, blocks, taps, I/g, 4]. */
function packWeight(weight: Constant, problem: Problem): Constant {
  const { groups, inputsPerGroup, outputsPerGroup, taps } = problem;
  const blocks = outputsPerGroup / CHANNELS;
  const split = recipe(coreOps.reshape, weight, {
    shape: [groups, blocks, CHANNELS, inputsPerGroup, taps],
  });
  return recipe(coreOps.transpose, split, { perm: [0, 1, 4, 3, 2] });
}

/** A constant computed from another by one op at emission. */
function recipe(
  op: OpDefinition,
  operand: Constant,
  attributes: Readonly<Record<string, unknown>>,
): Constant {
  const [type] = op.infer(namedOperands(op, [operand.type]), attributes);
  if (type === undefined || !isStaticType(type)) throw new Error('a constant has a known shape');
  return { type, source: { kind: 'recipe', op, operands: [operand], attributes } };
}
