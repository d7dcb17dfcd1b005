/** What is to be said of errors that are made good for; codes SNAPC3410 to SNAPC3419. */

import { defineDiagnostic } from '../../ir/diagnostics.ts';

export const fewerRuns = defineDiagnostic('SNAPC3410', 'note', (used: number, given: number) => ({
  message: `layers are measured on ${used} of ${given} runs: the activations of more do not fit into memory`,
  hint: 'calibrate a model of smaller images for more of them',
}));

export const notMeasured = defineDiagnostic(
  'SNAPC3411',
  'note',
  (names: readonly string[], count: number) => ({
    message: `${count === 1 ? 'a weight is' : `${count} weights are`} rounded without compensation: ${names.join(', ')}${count > names.length ? ' and others' : ''}`,
    hint: 'embeddings, convolutions in groups and transposed ones are rounded number by number',
  }),
);
