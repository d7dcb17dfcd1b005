/** The faults of a config; codes SNAPC5420 to SNAPC5439. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { Place } from '../../ir/diagnostics.ts';

export const unknownKey = defineDiagnostic(
  'SNAPC5420',
  'error',
  (key: string, guess: string | undefined, known: readonly string[], place: Place) => ({
    message: `unknown key "${printable(key)}"`,
    hint: guess === undefined ? `known here: ${known.join(', ')}` : `did you mean "${guess}"?`,
    place,
  }),
);

export const wrongKind = defineDiagnostic(
  'SNAPC5421',
  'error',
  (expected: string, given: string, hint: string | undefined, place: Place) => ({
    message: `expected ${expected}, found ${given}`,
    hint: hint ?? `replace it by ${expected}`,
    place,
  }),
);

export const takenName = defineDiagnostic(
  'SNAPC5422',
  'error',
  (kind: string, name: string, place: Place) => ({
    message: `there is already a ${kind} called "${printable(name)}"`,
    hint: 'give it a name of its own',
    place,
  }),
);

export const beforeAndAfter = defineDiagnostic('SNAPC5423', 'error', (place: Place) => ({
  message: 'a pass cannot have both "before" and "after"',
  hint: 'keep one of them',
  place,
}));

export const targetFailed = defineDiagnostic(
  'SNAPC5429',
  'error',
  (target: string, part: string, reason: string) => ({
    message: `target ${printable(target)} failed in its ${part}: ${printable(reason, 1000)}`,
    hint: 'this is a fault of the target: report it to its author with the model',
  }),
);

export const badName = defineDiagnostic(
  'SNAPC5430',
  'error',
  (kind: string, name: string, form: string, place: Place) => ({
    message: `"${printable(name)}" is no name for ${kind}`,
    hint: `use ${form}`,
    place,
  }),
);

export const hostileConfig = defineDiagnostic(
  'SNAPC5431',
  'error',
  (reason: string, place: Place) => ({
    message: `what the config exports cannot be read: ${printable(reason)}`,
    hint: 'export plain objects: something in it throws when it is looked at',
    place,
  }),
);

export const unknownTargetName = defineDiagnostic(
  'SNAPC5424',
  'error',
  (name: string, guess: string | undefined, known: readonly string[], place?: Place) => ({
    message: `there is no target "${printable(name)}"`,
    hint: guess === undefined ? `the targets are ${known.join(', ')}` : `did you mean "${guess}"?`,
    ...(place === undefined ? {} : { place }),
  }),
);
