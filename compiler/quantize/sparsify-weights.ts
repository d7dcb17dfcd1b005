/** Keeps the numbers of largest magnitude in weights of layers, and stores no others. */

import { attr } from '../../ir/attr.ts';
import { magnitude_mask } from '../../ir/ops/recipe/magnitude-mask.ts';
import { elementCount } from '../../ir/types.ts';
import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import { badKept, badShare, doNotFitGroups } from './diagnostics.ts';
import { keptOf, onlyKept } from './kept-numbers.ts';
import { CHOICE, compressWeights, recipeOf } from './options.ts';

const NAME = 'sparsify-weights';

export const sparsifyWeights = definePass({
  name: NAME,
  describe: 'keeps the numbers of largest magnitude in weights of layers, as a share or N of M',
  options: {
    /** Of the numbers of a weight that become 0. */
    share: attr.float(0.5),
    /** Of each so many inputs in a row ... */
    group: attr.int(0),
    /** ... so many are kept; both instead of a share. */
    kept: attr.int(0),
    ...CHOICE,
  },
  requires: [foldedConstants],
  ensures: [foldedConstants],
  tolerance: 100,
  run: (graph, { share, group, kept, ...choice }, context) => {
    if (!(share >= 0 && share <= 1)) return context.report(badShare(share));
    // Both or neither: groups of which none is kept would make a model of zeros.
    const fits = group === 0 ? kept === 0 : kept > 0 && kept <= group;
    if (!fits) return context.report(badKept(kept, group));
    const whole: string[] = [];
    compressWeights(graph, choice, context, ({ constant, input: axis, names }) => {
      const { shape } = constant.type;
      const all = elementCount(shape);
      const inGroups = group > 0 && (shape[axis] ?? 1) % group === 0;
      // A weight whose inputs do not fit the groups stays whole.
      if (group > 0 && !inGroups) {
        whole.push(names[0] ?? '');
        return constant;
      }
      if (!inGroups) return onlyKept(constant, keptOf(constant, share));
      const mask = recipeOf(magnitude_mask, [constant], { kept, group, axis });
      return onlyKept(constant, { mask, count: (all / group) * kept });
    });
    if (whole.length > 0) context.report(doNotFitGroups(whole.length, group, whole[0] ?? ''));
  },
});
