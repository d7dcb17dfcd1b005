/** Adjusts the weights that read pruned channels, so that what stays stands in for what went. */

import type { Constant } from '../../ir/constant.ts';
import { dataConstant } from '../../ir/constant.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { invertPerm } from '../passes/shared/axes.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';
import type { Calibration } from '../calibrate/calibration.ts';
import { observe } from '../calibrate/observe.ts';
import type { PassContext } from '../pass.ts';
import { addProducts } from './activations.ts';
import type { ChannelAnalysis, Consumer } from './analyse.ts';
import { RIDGE, guessFromKept } from './least-squares.ts';
import type { Narrowing } from './narrow.ts';

/** Products of more channels than this are not held. */
export const MOST_INPUTS = 2048;
/** Products held at once; beyond it the model runs again. */
const MOST_BYTES = 256 * 1024 * 1024;

export interface Compensation {
  readonly axis: number;
  /** Channels x kept channels. */
  readonly guess: Constant;
}

export interface Compensations {
  readonly byWeight: ReadonlyMap<Value, Compensation>;
  readonly left: readonly Consumer[];
}

/**
 * For a linear layer this is the least squares fit of its output; a convolution guesses its removed inputs at
 * each place from the others at that place.
 */
export async function compensations(
  graph: Graph,
  { consumers }: ChannelAnalysis,
  narrowing: Narrowing,
  calibration: Calibration,
  context: PassContext,
): Promise<Compensations> {
  const narrowed = consumers.filter(({ ids }) => ids.some((id) => !narrowing.stays(id)));
  const possible = narrowed.filter(
    ({ weight, input, ids }) =>
      weight.constant !== undefined &&
      narrowed.filter((other) => other.weight === weight).length === 1 &&
      input.producer !== undefined &&
      graph.contains(input.producer) &&
      ids.length <= MOST_INPUTS,
  );
  const byWeight = new Map<Value, Compensation>();
  for (const batch of batches(possible)) {
    const grams = new Map<string, Float64Array>();
    for (const { input, inputAxis, ids } of batch) {
      grams.set(keyOf(input, inputAxis), new Float64Array(ids.length ** 2));
    }
    await observe(graph, calibration, context, (value, tensor) => {
      tensor.shape.forEach((_, axis) => {
        const gram = grams.get(keyOf(value, axis));
        if (gram !== undefined) addProducts(gram, tensor, axis);
      });
    });
    for (const consumer of batch) {
      const gram = grams.get(keyOf(consumer.input, consumer.inputAxis));
      if (gram !== undefined)
        byWeight.set(consumer.weight, compensation(consumer, gram, narrowing));
    }
  }
  return { byWeight, left: narrowed.filter((consumer) => !possible.includes(consumer)) };
}

function compensation(
  { weight, axis, ids }: Consumer,
  gram: Float64Array,
  narrowing: Narrowing,
): Compensation {
  const kept = Array.from(ids.keys()).filter((index) => narrowing.stays(ids[index] ?? 0));
  const guess = guessFromKept(gram, ids.length, kept, RIDGE);
  const { dtype } = weight.type;
  return { axis, guess: dataConstant(tensorFrom(dtype, [ids.length, kept.length], [...guess])) };
}

/** The weight, uncut along the axis, times the guess. */
export function compensated(weight: Constant, { axis, guess }: Compensation): Constant {
  const { shape } = weight.type;
  const last = shape.length - 1;
  const perm = [...shape.keys()].filter((at) => at !== axis).concat(axis);
  const [channels = 1, kept = 1] = guess.type.shape;
  const others = perm.slice(0, last).map((at) => shape[at] ?? 1);
  const turned = constantOf(builtinOps.transpose, [weight], { perm });
  const flat = constantOf(builtinOps.reshape, [turned], {
    shape: [elementCount(others), channels],
  });
  const product = constantOf(builtinOps.matmul, [flat, guess], {
    transpose_a: false,
    transpose_b: false,
  });
  const formed = constantOf(builtinOps.reshape, [product], { shape: [...others, kept] });
  return constantOf(builtinOps.transpose, [formed], { perm: invertPerm(perm) });
}

function batches(consumers: readonly Consumer[]): readonly (readonly Consumer[])[] {
  const result: Consumer[][] = [];
  let bytes = Infinity;
  for (const consumer of consumers) {
    const own = 8 * consumer.ids.length ** 2;
    if (bytes + own > MOST_BYTES) {
      result.push([]);
      bytes = 0;
    }
    result.at(-1)?.push(consumer);
    bytes += own;
  }
  return result;
}

function keyOf(value: Value, axis: number): string {
  return `${value.id}:${axis}`;
}
