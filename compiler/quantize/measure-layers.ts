/** Measures layers for the passes after it that round their weights; the graph stays as it is. */

import { foldedConstants } from '../invariants.ts';
import { definePass } from '../pass.ts';
import type { LayerFeedback } from './layer-feedback.ts';
import { CHOICE } from './options.ts';

export function createMeasureLayers(feedback: LayerFeedback) {
  return definePass({
    name: 'measure-layers',
    describe: 'measures on calibration data how the inputs of layers go together',
    options: CHOICE,
    requires: [foldedConstants],
    ensures: [foldedConstants],
    run: (graph, choice, context) => feedback.measure(graph, choice, context),
  });
}
