/** What is wrong with calibration data; codes SNAPC3451 to SNAPC3474. */

import { defineDiagnostic } from '../../ir/diagnostics.ts';

export const noRuns = defineDiagnostic('SNAPC3451', 'error', () => ({
  message: 'the calibration data has no inputs of the model at all',
  hint: 'give some for one run at least; a generator has to begin anew each time it is asked',
}));
