/** The faults of a device file; codes SNAPC5200 to SNAPC5299. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { Place } from '../../ir/diagnostics.ts';

const figureExample = '{ "value": ..., "source": "measured", "from": "where it comes from" }';
const meant = (guess: string | undefined): string =>
  guess === undefined ? '' : `did you mean "${guess}"?`;

export const notJson = defineDiagnostic('SNAPC5200', 'error', (reason: string, place: Place) => ({
  message: `the device file is not JSON: ${printable(reason)}`,
  hint: 'JSON knows no comments and no trailing commas; an editor shows the spot',
  place,
}));

export const unknownKey = defineDiagnostic(
  'SNAPC5201',
  'error',
  (key: string, guess: string | undefined, known: readonly string[], place: Place) => ({
    message: `unknown key "${printable(key)}"`,
    hint: meant(guess) || `known here: ${known.join(', ')}`,
    place,
  }),
);

export const missingKey = defineDiagnostic(
  'SNAPC5202',
  'error',
  (key: string, description: string | undefined, nullable: boolean, place: Place) => ({
    message: `"${key}" is missing`,
    hint:
      (description === undefined ? `add "${key}"` : `add "${key}": ${description}`) +
      (nullable ? ' (null is allowed)' : ''),
    place,
  }),
);

export const wrongType = defineDiagnostic(
  'SNAPC5203',
  'error',
  (expected: string, found: string, place: Place) => ({
    message: `expected ${expected}, found ${found}`,
    hint: `replace it by ${expected}`,
    place,
  }),
);

export const bareValue = defineDiagnostic('SNAPC5204', 'error', (found: string, place: Place) => ({
  message: `expected a figure, found the bare value ${found}`,
  hint: `every figure says how sure it is and where it comes from: ${figureExample.replace('...', found)}`,
  place,
}));

export const notAllowed = defineDiagnostic(
  'SNAPC5205',
  'error',
  (found: string, allowed: readonly string[], guess: string | undefined, place: Place) => ({
    message: `${found} is not one of ${allowed.join(', ')}`,
    hint: meant(guess) || 'choose one of these',
    place,
  }),
);

export const outOfRange = defineDiagnostic(
  'SNAPC5206',
  'error',
  (found: string, rule: string, place: Place) => ({
    message: `${found} ${rule}`,
    hint: 'device.schema.json says what this key may hold',
    place,
  }),
);

export const worseThanDefault = defineDiagnostic(
  'SNAPC5207',
  'error',
  (limit: string, value: number, limitDefault: number, place: Place) => ({
    message: `${limit} is ${value}, worse than WebGPU's default ${limitDefault}, which every adapter guarantees`,
    hint: `leave ${limit} out to use the default`,
    place,
  }),
);

export const contradiction = defineDiagnostic(
  'SNAPC5208',
  'error',
  (message: string, hint: string, place: Place) => ({ message, hint, place }),
);

export const unknownDevice = defineDiagnostic(
  'SNAPC5209',
  'error',
  (name: string, guess: string | undefined, known: readonly string[]) => ({
    message: `there is no device "${printable(name)}"`,
    hint: `${meant(guess) || `built-in devices: ${known.join(', ')}`}; for a device of your own give a file, as in --device my-phone.json`,
  }),
);

export const notMeasured = defineDiagnostic('SNAPC5210', 'error', (place: Place) => ({
  message: 'this is not what the page that measures a phone offers: webgpu or costs are missing',
  hint: 'give the file that the page of "snapc devices page" offers for download',
  place,
}));
