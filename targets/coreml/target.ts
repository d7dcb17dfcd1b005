/** The Core ML target: an ML Program in a package, for apps on iPhones and Macs. */

import { defineTarget } from '../target.ts';
import { noCoreml, opsetTooOld } from './diagnostics.ts';
import { emit } from './emit.ts';
import { checkLegal } from './legal.ts';
import { opsetOf } from './lower-context.ts';
import { options } from './options.ts';
import { pictures } from './pictures.ts';
import { given, pipeline } from './pipeline.ts';

export const coreml = defineTarget({
  name: 'coreml',
  describe: 'a Core ML package with an ML Program, for apps on iOS and macOS',
  options,
  severalShapes: 'ranges',
  takesAdapters: true,
  // The Neural Engine's sums are not documented. It averages tens of thousands of halves, but squares in them.
  halves: () => ({ values: 'fp16', sums: 'fp16', squares: 'fp16' }),
  supports: ({ device: { name, coreml: section } }) => {
    if (section === null) return [noCoreml(name)];
    return opsetOf(section) === undefined ? [opsetTooOld(name, section.opset.value)] : [];
  },
  pipeline,
  given,
  legal: checkLegal,
  emit,
  pictures,
});
