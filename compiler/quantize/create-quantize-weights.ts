/** Makes the pass `quantize-weights`: integers of 8 or 4 bits with a scale for each output, or for each group of inputs. */

import { attr } from '../../ir/attr.ts';
import type { Constant } from '../../ir/constant.ts';
import { gcd } from '../../ir/dim.ts';
import { quantize_linear } from '../../ir/ops/composite/quantize-linear.ts';
import { dequantize_linear } from '../../ir/ops/composite/dequantize-linear.ts';
import { quantization_scale } from '../../ir/ops/recipe/quantization-scale.ts';
import { quantization_zero_point } from '../../ir/ops/recipe/quantization-zero-point.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { COMPENSATE, Measured, canCompensate, compensatedIntegers } from './compensation.ts';
import type { FeedbackExtras } from './compensation.ts';
import { badBits, badGroup, badShare, uncutInputs } from './diagnostics.ts';
import { withoutShare } from './kept-numbers.ts';
import { CHOICE, compressWeights, recipeOf } from './options.ts';
import type { Feedback } from './layer-feedback.ts';
import type { LayerWeight } from './weights.ts';

const NAME = 'quantize-weights';
const BITS = [8, 4];

const options = {
  bits: attr.int(8),
  /** Inputs that share a scale; 0 for one scale for each output. */
  group: attr.int(0),
  /** Without zero points. */
  symmetric: attr.bool(true),
  /** Hold all numbers, or cut the largest where the error is less in all; the latter for 4 bits. */
  scales: attr.oneOf(['auto', 'max', 'mse'], 'auto'),
  /** Of the numbers of a weight that become 0 and are not stored. */
  share: attr.float(0),
  ...COMPENSATE,
  ...CHOICE,
};

export function createQuantizeWeights(extras: FeedbackExtras = {}) {
  return definePass({
    name: NAME,
    describe: 'stores weights of layers as integers of 8 or 4 bits with scales',
    options,
    requires: [foldedConstants],
    ensures: [foldedConstants],
    tolerance: 1,
    run: (graph, { bits, group, symmetric, scales, share, compensate, ...choice }, context) => {
      if (!BITS.includes(bits)) return context.report(badBits(NAME, bits, BITS));
      if (group < 0 || group === 1) return context.report(badGroup(NAME, group));
      if (!(share >= 0 && share <= 1)) return context.report(badShare(share));
      if (!canCompensate(`${NAME} {compensate=true}`, compensate, extras, context)) return;
      const search = symmetric && (scales === 'mse' || (scales === 'auto' && bits === 4));
      const measured = new Measured(extras, compensate);
      let uncut = 0;
      compressWeights(graph, choice, context, (weight) => {
        const { size } = granularityOf(weight, group);
        if (group > 0 && size !== group) uncut++;
        return withoutShare(weight, share, (rest) =>
          quantizedWeight(rest, { bits, group, symmetric, search }, measured.of(rest)),
        );
      });
      if (uncut > 0) context.report(uncutInputs(uncut, group));
      measured.tell(context);
    },
  });
}

interface Integers {
  readonly bits: number;
  readonly group: number;
  readonly symmetric: boolean;
  /** Scales by which the error is least, not those that hold all numbers. */
  readonly search: boolean;
}

/** The recipe of a weight as integers. */
export function quantizedWeight(
  weight: LayerWeight,
  { bits, group, symmetric, search }: Integers,
  feedback?: Feedback,
): Constant {
  const { constant } = weight;
  const dtype = `${symmetric ? 'i' : 'u'}${bits}`;
  const { places } = granularityOf(weight, group);
  const own = { ...places, dtype, symmetric, search };
  const scale = recipeOf(quantization_scale, [constant], own);
  const zero = symmetric
    ? undefined
    : recipeOf(quantization_zero_point, [constant, scale], { ...places, dtype });
  const { axis, block_size } = places;
  const attributes = { axis, block_size, dtype };
  const data =
    feedback === undefined
      ? recipeOf(quantize_linear, [constant, scale, zero], attributes)
      : compensatedIntegers(weight, feedback, scale, zero, attributes);
  return recipeOf(dequantize_linear, [data, scale, zero], attributes);
}

/** Groups all have one size, as targets want them; 0 for one scale for each output. */
function granularityOf({ constant, input, output }: LayerWeight, group: number) {
  const inputs = constant.type.shape[input] ?? 1;
  const size = gcd(inputs, group);
  return group === 0 || size < Math.min(group, 8)
    ? { size: 0, places: { per: 'axis', axis: output, block_size: 0 } }
    : { size, places: { per: 'block', axis: input, block_size: size } };
}
