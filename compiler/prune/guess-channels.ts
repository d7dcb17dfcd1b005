/** A weight that reads removed channels as they are guessed, at each place, from those that stay. */

import type { Constant } from '../../ir/constant.ts';
import { dataConstant } from '../../ir/constant.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { addProducts } from './activations.ts';
import { adjustmentOf } from './compensate.ts';
import { MOST_INPUTS } from './fitted-layer.ts';
import type { FittedLayer } from './fitted-layer.ts';
import { RIDGE, guessFromKept } from './least-squares.ts';
import type { Cut } from './measure-layer.ts';
import { cutConstant } from './narrow.ts';
import type { Step } from './side-by-side.ts';

/**
 * As they go together in the whole model: less exact than a fit, but few data tell it. Undefined where nothing is
 * read that went, or too much.
 */
export async function guessedWeight(
  { inOriginal, breathe }: Step,
  { weight, known }: FittedLayer,
  { narrowing, scores }: Cut,
): Promise<Constant | undefined> {
  const { ids, inputAxis, axis } = known.consumer;
  const whole = known.input && inOriginal(known.input);
  const kept = Array.from(ids.keys()).filter((index) => narrowing.stays(ids[index] ?? 0));
  if (whole === undefined || known.weight.constant === undefined) return undefined;
  if (kept.length === ids.length || ids.length > MOST_INPUTS) return undefined;
  const gram = new Float64Array(ids.length ** 2);
  for (const tensor of whole) {
    addProducts(gram, tensor, inputAxis);
    await breathe();
  }
  const { dtype } = weight.constant.type;
  const matrix = guessFromKept(gram, ids.length, kept, RIDGE);
  const guess = dataConstant(tensorFrom(dtype, [ids.length, kept.length], matrix));
  const score = scores.get(known.weight);
  const list = score === undefined ? [{ axis, guess }] : [{ axis, guess }, score];
  const layout = narrowing.layout(known.weight);
  return cutConstant(known.weight.constant, layout, narrowing, adjustmentOf(list));
}
