/** Makes the pass `palettize-weights`: weights of layers as indices into palettes, of which each weight or each group of its outputs has one. */

import { attr } from '../../ir/attr.ts';
import type { Constant } from '../../ir/constant.ts';
import { cast } from '../../ir/ops/core/cast.ts';
import { mul } from '../../ir/ops/core/mul.ts';
import { lookup } from '../../ir/ops/composite/lookup.ts';
import { palette_indices } from '../../ir/ops/recipe/palette-indices.ts';
import { palette_table } from '../../ir/ops/recipe/palette-table.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { COMPENSATE, Measured, canCompensate, compensatedIndices } from './compensation.ts';
import type { FeedbackExtras } from './compensation.ts';
import { badBits, badGroup, badShare } from './diagnostics.ts';
import { withoutShare } from './kept-numbers.ts';
import type { Feedback } from './layer-feedback.ts';
import { CHOICE, compressWeights, recipeOf } from './options.ts';
import type { LayerWeight } from './weights.ts';

const NAME = 'palettize-weights';
const BITS = [1, 2, 3, 4, 6, 8];

const options = {
  bits: attr.int(6),
  /** Outputs that share a palette; 0 for one palette for each weight. */
  group: attr.int(0),
  /** Numbers count as much as what they are multiplied with, measured on calibration data. */
  weighted: attr.bool(false),
  /** Of the numbers of a weight that become 0 and are not stored. */
  share: attr.float(0),
  ...COMPENSATE,
  ...CHOICE,
};

export function createPalettizeWeights(extras: FeedbackExtras = {}) {
  return definePass({
    name: NAME,
    describe: 'stores weights of layers as indices of 1, 2, 3, 4, 6 or 8 bits into palettes',
    options,
    requires: [foldedConstants],
    ensures: [foldedConstants],
    tolerance: 10,
    run: (graph, { bits, group, weighted, share, compensate, ...choice }, context) => {
      if (!BITS.includes(bits)) return context.report(badBits(NAME, bits, BITS));
      if (group < 0) return context.report(badGroup(NAME, group));
      if (!(share >= 0 && share <= 1)) return context.report(badShare(share));
      const asked = compensate ? 'compensate' : 'weighted';
      const measures = compensate || weighted;
      if (!canCompensate(`${NAME} {${asked}=true}`, measures, extras, context)) return;
      const measured = new Measured(extras, measures);
      compressWeights(graph, choice, context, (weight) =>
        withoutShare(weight, share, (rest, mask) =>
          palettizedWeight(rest, { bits, group, weighted, compensate, mask }, measured.of(rest)),
        ),
      );
      measured.tell(context);
    },
  });
}

interface Palettes {
  readonly bits: number;
  readonly group: number;
  /** Where there is feedback. */
  readonly weighted: boolean;
  readonly compensate: boolean;
  /** Where numbers are stored; everywhere when absent. */
  readonly mask?: Constant | undefined;
}

/** The recipe of a weight as indices into palettes. */
export function palettizedWeight(
  weight: LayerWeight,
  { bits, group, weighted, compensate, mask }: Palettes,
  feedback?: Feedback,
): Constant {
  const { constant, output: axis } = weight;
  const outputs = constant.type.shape[axis] ?? 1;
  const groups = group > 0 && outputs % group === 0 ? outputs / group : 1;
  const measured = weighted ? feedback?.importance : undefined;
  const importance = mask === undefined ? measured : importanceAt(mask, measured);
  const table = recipeOf(palette_table, [constant, importance], { bits, groups, axis });
  const indices =
    feedback === undefined || !compensate
      ? recipeOf(palette_indices, [constant, table], { axis })
      : compensatedIndices(weight, feedback, table, axis);
  return recipeOf(lookup, [indices, table], { axis });
}

/** None for numbers that are not stored. */
function importanceAt(mask: Constant, importance: Constant | undefined): Constant {
  const marks = recipeOf(cast, [mask], { to: 'f32' });
  return importance === undefined ? marks : recipeOf(mul, [marks, importance], {});
}
