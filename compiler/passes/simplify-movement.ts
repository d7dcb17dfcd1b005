/** Cancels transposes and reshapes, moves them out of the way of computation, and shortens chains of them. */

import { definePass } from '../pass.ts';
import { fold } from './canonicalize/general.ts';
import { movementSimplifications } from './canonicalize/movement.ts';
import { sliceSimplifications } from './canonicalize/slices.ts';
import { simplify } from './shared/rewriter.ts';
import { pointwiseToAnchor } from './simplify-movement/anchored.ts';
import { shortestChain } from './simplify-movement/chains.ts';
import { batchBroadcast, narrowMovement, unfoldedHeads } from './simplify-movement/consumers.ts';
import { reshapeThroughPointwise } from './simplify-movement/reshapes.ts';
import {
  intoMatmulFlags,
  ofMatmul,
  throughConcat,
  throughPointwise,
  throughReduction,
  throughSlice,
  throughSoftmax,
} from './simplify-movement/transposes.ts';

export const simplifyMovement = definePass({
  name: 'simplify-movement',
  describe: 'cancels transposes and reshapes, or moves them to where they cost least',
  run: (graph) => {
    simplify(
      graph,
      [
        fold,
        ...movementSimplifications,
        ...sliceSimplifications,
        throughPointwise,
        throughReduction,
        throughSoftmax,
        throughConcat,
        throughSlice,
        intoMatmulFlags,
        ofMatmul,
        reshapeThroughPointwise,
        pointwiseToAnchor,
        unfoldedHeads,
        batchBroadcast,
        narrowMovement,
        shortestChain,
      ],
      'simplify-movement',
    );
  },
});
