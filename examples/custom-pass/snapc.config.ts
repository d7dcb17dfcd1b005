/** What this project adds to snapc. `snapc` finds it in the folder where it is called, or by --config. */

import { defineConfig } from 'snapc';
import { deviations } from './calibration.ts';
import { parabolicGelu } from './op.ts';
import { approximateGelu, countGelus } from './pass.ts';
import { listing } from './target.ts';

export default defineConfig({
  passes: [
    // GELU is one node from that pass on, and becomes part of a larger one later.
    { pass: approximateGelu.with({ edge: 1.769 }), after: 'raise-gelu' },
    { pass: countGelus, before: 'set-precision' },
  ],
  ops: [parabolicGelu],
  targets: [listing],
  calibrationMethods: [deviations],
});
