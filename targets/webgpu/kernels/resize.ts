/**
 * Resize: each axis has a table of input places and weights, made at compile time by the reference's own
 * rule, because one bit of a coordinate decides which element is nearest.
 */

import { dataConstant } from '../../../ir/constant.ts';
import {
  COORDINATES,
  RESIZE_MODES,
  ROUNDINGS,
  resizeTaps,
  resizedAxes,
  staysAsItIs,
} from '../../../ir/resize.ts';
import type { ResizeRule, ResizedAxis, Taps } from '../../../ir/resize.ts';
import { stridesOf, tensor } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates } from '../collapse.ts';
import type { LowerRequest } from '../lowering.ts';
import { elementAt, isRowMajor } from '../placement.ts';
import type { Buffer, Kernel } from '../program.ts';
import { computeType, literal } from '../syntax.ts';
import type { KernelWriter } from '../syntax.ts';
import { perItem } from './per-element.ts';

/** The tables of one axis as weights; an axis that stays as it is has none. */
interface AxisTable {
  readonly taps: Taps;
  readonly places: Buffer;
  /** Undefined where every weight is one. */
  readonly weights: Buffer | undefined;
  /** Undefined where no place is outside. */
  readonly outside: Buffer | undefined;
}

export function resizeKernel(request: LowerRequest): Kernel {
  const { buffer, type } = request.required(0);
  const [target] = request.results;
  const [result] = request.resultTypes;
  if (target === undefined || result === undefined) throw new Error('resize has one result');
  const rule = ruleOf(request);
  const attributes = attributesOf(request.node);
  const axes = resizedAxes(type.shape, result.shape, {
    scales: attributes.floats('scales'),
    roi: attributes.floats('roi'),
  });
  const tables = axes.map((axis) => tableOf(request, axis, rule));
  const strides = stridesOf(type.shape);
  const compute = computeType(result.dtype);
  const { placement } = request;
  const dense = isRowMajor(placement, result.shape);
  return perItem({
    label: request.label,
    origin: request.origin,
    count: elementCount(result.shape),
    body: (kernel, i) => {
      const out = kernel.write(target);
      const coords = coordinates(i, result.shape).map((text) => kernel.let(text));
      kernel.line('var sum = 0.0f;', 'var outside = false;');
      const weights: string[] = [];
      const terms: string[] = [];
      let loops = 0;
      for (const [axis, table] of tables.entries()) {
        if (table === undefined) {
          terms.push(`${coords[axis]} * ${strides[axis]}u`);
          continue;
        }
        const { taps, places } = table;
        let row = `${coords[axis]}`;
        if (table.outside !== undefined) {
          kernel.line(
            `if (${kernel.load(kernel.read(table.outside), row)} != 0u) { outside = true; }`,
          );
        }
        if (taps.count > 1) {
          kernel.line(`for (var k${axis} = 0u; k${axis} < ${taps.count}u; k${axis}++) {`);
          row = `${coords[axis]} * ${taps.count}u + k${axis}`;
          loops++;
        }
        terms.push(`u32(${kernel.load(kernel.read(places), row)}) * ${strides[axis]}u`);
        if (table.weights !== undefined)
          weights.push(kernel.let(kernel.load(kernel.read(table.weights), row)));
      }
      const loaded = kernel.load(kernel.read(buffer), terms.join(' + '));
      const x = kernel.let(compute === 'f32' ? loaded : `f32(${loaded})`);
      kernel.line(`sum += ${[x, ...weights].join(' * ')};`);
      for (let loop = 0; loop < loops; loop++) kernel.line('}');
      const fill = literal(kernel, 'f32', attributes.float('extrapolation_value'));
      const value = converted(kernel, `select(sum, ${fill}, outside)`, compute, rule.mode);
      kernel.store(out, dense ? i : kernel.let(elementAt(i, placement, result.shape)), value);
    },
  });
}

/** Interpolated integers are truncated as the reference does when it stores them. */
function converted(kernel: KernelWriter, sum: string, compute: string, mode: string): string {
  if (compute === 'f32') return sum;
  return mode === 'nearest' ? `${compute}(round(${sum}))` : `${compute}(${kernel.let(sum)})`;
}

function tableOf(
  request: LowerRequest,
  axis: ResizedAxis,
  rule: ResizeRule,
): AxisTable | undefined {
  if (staysAsItIs(axis, rule)) return undefined;
  const taps = resizeTaps(axis, rule);
  const rows = [axis.to, taps.count];
  const unit = taps.weights.every((weight) => weight === 1);
  const inside = taps.outside.every((flag) => flag === 0);
  return {
    taps,
    places: request.weight(dataConstant(tensor('i32', rows, taps.places))),
    weights: unit
      ? undefined
      : request.weight(dataConstant(tensor('f32', rows, Float32Array.from(taps.weights)))),
    outside: inside
      ? undefined
      : request.weight(dataConstant(tensor('u32', [axis.to], Uint32Array.from(taps.outside)))),
  };
}

function ruleOf(request: LowerRequest): ResizeRule {
  const attributes = attributesOf(request.node);
  return {
    mode: attributes.oneOf('mode', RESIZE_MODES),
    coordinates: attributes.oneOf('coordinates', COORDINATES),
    rounding: attributes.oneOf('rounding', ROUNDINGS),
    cubic_coefficient: attributes.float('cubic_coefficient'),
    exclude_outside: attributes.bool('exclude_outside'),
    antialias: attributes.bool('antialias'),
  };
}
