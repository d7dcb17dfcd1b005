/** Brings equal computations into one form, the smallest one that a look at neighbouring nodes finds. */

import { definePass } from '../pass.ts';
import { arithmeticSimplifications } from './canonicalize/arithmetic.ts';
import {
  broadcastAfterPointwise,
  constantNode,
  constantToTheRight,
  fold,
  implicitBroadcast,
} from './canonicalize/general.ts';
import { movementSimplifications } from './canonicalize/movement.ts';
import { padBeforeWindows } from './canonicalize/padding.ts';
import { sliceSimplifications } from './canonicalize/slices.ts';
import { simplify } from './shared/rewriter.ts';

export const canonicalize = definePass({
  name: 'canonicalize',
  describe:
    'folds identities, merges neighbouring movements and constants, drops needless broadcasts',
  run: (graph) => {
    simplify(
      graph,
      [
        fold,
        constantNode,
        constantToTheRight,
        implicitBroadcast,
        broadcastAfterPointwise,
        ...arithmeticSimplifications,
        ...movementSimplifications,
        ...sliceSimplifications,
        padBeforeWindows,
      ],
      'canonicalize',
    );
  },
});
