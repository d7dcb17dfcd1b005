/**
 * Makes the pass `smooth-activations`: channels of activations that are far larger than others are made smaller, and
 * the weights that read them larger, which changes no result (SmoothQuant, Xiao et al. 2022, equation 4).
 */

import { attr } from '../../ir/attr.ts';
import { dataConstant, materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import type { Value } from '../../ir/graph.ts';
import { mul } from '../../ir/ops/core/mul.ts';
import { splitAt } from '../../ir/shapes.ts';
import { numbers, tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { noCalibration } from '../calibrate/diagnostics.ts';
import { Memo } from '../calibrate/memo.ts';
import { observe } from '../calibrate/observe.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { raiseGeglu } from '../passes/raise-geglu.ts';
import { raiseGelu } from '../passes/raise-gelu.ts';
import { raiseGroupNorm } from '../passes/raise-group-norm.ts';
import { raiseLayerNorm } from '../passes/raise-layer-norm.ts';
import { activationsSmoothed, badAlpha } from './activation-diagnostics.ts';
import type { CalibrationExtras } from './create-quantize-activations.ts';
import { recipeOf } from './options.ts';
import { findMigrations } from './migrations.ts';
import type { Migration, ScaledWeight } from './migrations.ts';

const NAME = 'smooth-activations';
/** Of channels that are nearly always 0: no factor is larger, or smaller than one over it. */
const MOST = 1e4;
/** Factors nearer to 1 are the rounding of what has moved before. */
const LEAST = 1e-3;

export function createSmoothActivations({ calibration }: CalibrationExtras = {}) {
  const memo = new Memo<Float64Array>();
  return definePass({
    name: NAME,
    describe: 'moves the scale of large channels of activations into the weights that read them',
    options: {
      /** How much of the scale moves: 0 evens out the weights alone, 1 the activations. */
      alpha: attr.float(0.5),
      include: attr.string(''),
      exclude: attr.string(''),
    },
    requires: [foldedConstants],
    ensures: [foldedConstants],
    tolerance: 1e-2,
    run: async (graph, { alpha, ...choice }, context) => {
      if (!(alpha >= 0 && alpha <= 1)) return context.report(badAlpha(alpha));
      if (calibration === undefined) return context.report(noCalibration(NAME));
      for (const pass of [raiseLayerNorm, raiseGroupNorm, raiseGelu, raiseGeglu]) {
        await pass.run(graph, {}, context);
      }
      const migrations = findMigrations(graph, choice);
      if (migrations.length === 0) return;
      const wanted = new Map(migrations.map(({ value, axis }) => [value, axis]));
      const largest = await memo.of(graph, choice, () =>
        largestOf(wanted, (see) => observe(graph, calibration, context, see)),
      );
      if (largest === undefined) return;
      // A weight may read one activation and compute another.
      const latest = new Map<Value, Value>();
      const now = (value: Value): Value => latest.get(value) ?? value;
      const replace = ({ weight, along }: ScaledWeight, factors: readonly number[]): void => {
        const value = now(weight);
        const { name, constant } = value;
        if (constant === undefined) return;
        const made = graph.addConstant(scaled({ constant, along }, factors), name);
        graph.replaceAllUses(value, made);
        latest.set(weight, made);
      };
      let moved = 0;
      for (const migration of migrations) {
        context.signal?.throwIfAborted();
        const activations = largest.get(migration.value);
        if (activations === undefined) continue;
        const factors = factorsOf(activations, await largestWeights(migration, now), alpha);
        if (factors.every((factor) => Math.abs(factor - 1) < LEAST)) continue;
        for (const weight of migration.readers) replace(weight, factors);
        const inverse = factors.map((factor) => 1 / factor);
        for (const weight of migration.writers) replace(weight, inverse);
        moved++;
      }
      if (moved > 0) context.report(activationsSmoothed(moved));
    },
  });
}

type Observe = (see: (value: Value, tensor: Tensor) => void) => ReturnType<typeof observe>;

/** The largest magnitude of each channel. */
async function largestOf(
  wanted: ReadonlyMap<Value, number>,
  run: Observe,
): Promise<ReadonlyMap<Value, Float64Array> | undefined> {
  const largest = new Map<Value, Float64Array>();
  const fits = await run((value, tensor) => {
    const axis = wanted.get(value);
    if (axis === undefined) return;
    const own = largest.get(value) ?? new Float64Array(tensor.shape[axis] ?? 1);
    raiseTo(own, tensor, axis);
    largest.set(value, own);
  });
  return fits ? largest : undefined;
}

/** Weights are read one by one. */
async function largestWeights(
  { readers, value, axis }: Migration,
  now: (value: Value) => Value,
): Promise<Float64Array> {
  const largest = new Float64Array(Number(value.type.shape[axis]));
  for (const { weight, constant, along } of readers) {
    raiseTo(largest, await materialize(now(weight).constant ?? constant), along);
  }
  return largest;
}

function raiseTo(largest: Float64Array, tensor: Tensor, axis: number): void {
  const { size, inner } = splitAt(tensor.shape, axis);
  const data = numbers(tensor);
  for (let at = 0; at < data.length; at++) {
    const channel = Math.floor(at / inner) % size;
    const magnitude = Math.abs(data[at] ?? 0);
    if (magnitude > (largest[channel] ?? 0) && magnitude < Infinity) largest[channel] = magnitude;
  }
}

/** What activations are divided by. */
function factorsOf(
  activations: Float64Array,
  weights: Float64Array,
  alpha: number,
): readonly number[] {
  return Array.from(activations, (activation, channel) => {
    const weight = weights[channel] ?? 0;
    if (activation === 0 || weight === 0) return 1;
    const factor = activation ** alpha / weight ** (1 - alpha);
    return Math.min(MOST, Math.max(1 / MOST, factor));
  });
}

/** Factors along one axis; those beyond their number stay as they are. */
function scaled(
  { constant, along }: { readonly constant: Constant; readonly along: number },
  factors: readonly number[],
): Constant {
  const { dtype, shape } = constant.type;
  const size = shape[along] ?? 1;
  const all = Array.from({ length: size }, (_, index) => factors[index] ?? 1);
  const broadcast = shape.map((_, axis) => (axis === along ? size : 1)).slice(along);
  return recipeOf(mul, [constant, dataConstant(tensorFrom(dtype, broadcast, all))], {});
}
