/** Stores weights of layers as indices into palettes, of which each weight or each group of its outputs has one. */

import { attr } from '../../ir/attr.ts';
import { lookup } from '../../ir/ops/composite/lookup.ts';
import { palette_indices } from '../../ir/ops/recipe/palette-indices.ts';
import { palette_table } from '../../ir/ops/recipe/palette-table.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { badBits, badGroup } from './diagnostics.ts';
import { CHOICE, compressWeights, recipeOf } from './options.ts';

const NAME = 'palettize-weights';
const BITS = [1, 2, 3, 4, 6, 8];

export const palettizeWeights = definePass({
  name: NAME,
  describe: 'stores weights of layers as indices of 1, 2, 3, 4, 6 or 8 bits into palettes',
  options: {
    bits: attr.int(6),
    /** Outputs that share a palette; 0 for one palette for each weight. */
    group: attr.int(0),
    ...CHOICE,
  },
  requires: [foldedConstants],
  ensures: [foldedConstants],
  tolerance: 10,
  run: (graph, { bits, group, ...choice }, context) => {
    if (!BITS.includes(bits)) return context.report(badBits(NAME, bits, BITS));
    if (group < 0) return context.report(badGroup(NAME, group));
    compressWeights(graph, choice, context, ({ constant, output: axis }) => {
      const outputs = constant.type.shape[axis] ?? 1;
      const groups = group > 0 && outputs % group === 0 ? outputs / group : 1;
      const table = recipeOf(palette_table, [constant, undefined], { bits, groups, axis });
      const indices = recipeOf(palette_indices, [constant, table], { axis });
      return recipeOf(lookup, [indices, table], { axis });
    });
  },
});
