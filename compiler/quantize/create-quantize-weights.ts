/** Makes the pass `quantize-weights`: integers of 8 or 4 bits with a scale for each output, or for each group of inputs. */

import { attr } from '../../ir/attr.ts';
import type { Constant } from '../../ir/constant.ts';
import { gcd } from '../../ir/dim.ts';
import { quantize_linear } from '../../ir/ops/composite/quantize-linear.ts';
import { dequantize_linear } from '../../ir/ops/composite/dequantize-linear.ts';
import { quantization_scale } from '../../ir/ops/recipe/quantization-scale.ts';
import { quantization_zero_point } from '../../ir/ops/recipe/quantization-zero-point.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { COMPENSATE, Measured, canCompensate, compensatedIntegers } from './compensation.ts';
import type { FeedbackExtras } from './compensation.ts';
import { badBits, badGroup, badShare, uncutInputs } from './diagnostics.ts';
import { withoutShare } from './kept-numbers.ts';
import { CHOICE, compressWeights, recipeOf } from './options.ts';
import { layerEnds } from './layer-ends.ts';
import type { Feedback } from './layer-feedback.ts';
import { layersOf } from './sites.ts';
import { chosenWeights } from './weights.ts';
import type { Choice, LayerWeight } from './weights.ts';

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
  /** Bits of the first and the last layer where they have few numbers, with a scale for each output; 0 for as all others. */
  ends: attr.int(0),
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
    run: (graph, given, context) => {
      const { bits, group, symmetric, scales, ends, share, compensate, ...choice } = given;
      const unknown = [bits, ...(ends === 0 ? [] : [ends])].find((one) => !BITS.includes(one));
      if (unknown !== undefined) return context.report(badBits(NAME, unknown, BITS));
      if (group < 0 || group === 1) return context.report(badGroup(NAME, group));
      if (!(share >= 0 && share <= 1)) return context.report(badShare(share));
      if (!canCompensate(`${NAME} {compensate=true}`, compensate, extras, context)) return;
      const search = symmetric && (scales === 'mse' || (scales === 'auto' && bits === 4));
      const measured = new Measured(extras, compensate);
      const wider = ends === 0 ? new Set<Value>() : endsOf(graph, choice);
      let uncut = 0;
      compressWeights(graph, choice, context, (weight) => {
        if (wider.has(weight.value)) {
          const own = { bits: ends, group: 0, symmetric, search };
          return withoutShare(weight, share, (rest) =>
            quantizedWeight(rest, own, measured.of(rest)),
          );
        }
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

/** So that the size stays within two hundredths of what the bits of all others give. */
const MOST_OF_ENDS = 0.01;

/** The weights of the first and the last layer: everything passes through their few numbers. */
function endsOf(graph: Graph, choice: Choice): ReadonlySet<Value> {
  const chosen = chosenWeights(graph, choice);
  const all = chosen.reduce((sum, { constant }) => sum + elementCount(constant.type.shape), 0);
  const layers = layersOf(graph);
  const { first, last } = layerEnds(graph, new Set(layers.keys()));
  const ends = new Set([...first, ...last].map((node) => layers.get(node)?.weight));
  const few = chosen.filter(
    ({ value, constant }) =>
      ends.has(value) && elementCount(constant.type.shape) <= MOST_OF_ENDS * all,
  );
  return new Set(few.map(({ value }) => value));
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
