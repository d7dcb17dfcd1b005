/** What is wrong with how weights are to be compressed; codes SNAPC3401 to SNAPC3449. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';

export const badBits = defineDiagnostic(
  'SNAPC3401',
  'error',
  (pass: string, bits: number, known: readonly number[]) => ({
    message: `${pass} does not store weights in ${bits} bits`,
    hint: `give bits as one of ${known.join(', ')}`,
  }),
);

export const badGroup = defineDiagnostic('SNAPC3402', 'error', (pass: string, group: number) => ({
  message: `${pass} has no groups of ${group}`,
  hint: 'give 0 for none, or how many belong together: 2 or more',
}));

export const noSuchWeight = defineDiagnostic(
  'SNAPC3403',
  'warning',
  (include: string, example: string | undefined) => ({
    message: `${printable(include)} fits no weight that is still in floats`,
    hint:
      example === undefined
        ? 'all weights are compressed already, or too small'
        : `names are those of nodes and weights, such as ${printable(example)}; "snapc inspect" lists them`,
  }),
);

export const uncutInputs = defineDiagnostic(
  'SNAPC3404',
  'note',
  (count: number, group: number) => ({
    message: `${count} weights whose inputs are no multiple of ${group} have smaller groups, or one scale for each output`,
    hint: 'phones read groups of one size only',
  }),
);

export const compressionNotJson = defineDiagnostic(
  'SNAPC3405',
  'error',
  (file: string, reason: string) => ({
    message: `the rules of compression are no JSON: ${printable(reason)}`,
    hint: 'write {"rules": [{"match": "*", "form": "int8"}]}',
    place: { file },
  }),
);

export const badRule = defineDiagnostic(
  'SNAPC3406',
  'error',
  (file: string, path: string, reason: string) => ({
    message: `${printable(path)} ${reason}`,
    hint: 'a rule has "form", and may have "match", "group", "symmetric", "scales", "ends", "compensate", "weighted", "share" and "kept"; beside "rules" there may be "min_elements", "embeddings" and "activations"',
    place: { file },
  }),
);

export const unknownForm = defineDiagnostic(
  'SNAPC3407',
  'error',
  (word: string, known: readonly string[]) => ({
    message: `${JSON.stringify(printable(word))} is no way to store weights`,
    hint: `use one of ${known.join(', ')}, sparse=0.5,int8 for a share left out before, sparse=2:4 for two of each four inputs, or a file of rules whose name ends in .json`,
  }),
);

export const badShare = defineDiagnostic('SNAPC3408', 'error', (share: number) => ({
  message: `a share of ${share} of a weight cannot be left out`,
  hint: 'give a number from 0 to 1',
}));

export const badKept = defineDiagnostic('SNAPC3409', 'error', (kept: number, group: number) => ({
  message: `${kept} of each ${group} inputs cannot be kept`,
  hint: 'give kept=2 and group=4, or another pair of which kept is not the larger one',
}));

export const doNotFitGroups = defineDiagnostic(
  'SNAPC3440',
  'note',
  (count: number, group: number, example: string) => ({
    message: `${count === 1 ? 'a weight stays' : `${count} weights stay`} whole: the inputs are no multiple of ${group}`,
    hint: 'leave numbers out of them by a share: a rule of their own with "share" instead of "group" and "kept"',
    place: { node: example },
  }),
);
