/** The faults of a package's program: its values, its operations, their types. */

import { defineDiagnostic, printable } from '../../../ir/diagnostics.ts';
import type { Place } from '../../../ir/diagnostics.ts';

/** Where in the program something is wrong. */
export interface Where {
  readonly function: string;
  /** Of the operation. */
  readonly type?: string | undefined;
  readonly name?: string | undefined;
}

const quote = (text: string): string => JSON.stringify(printable(text));

function placeOf({ function: name, type, name: node }: Where, value?: string): Place {
  return {
    path: `function ${printable(name)}`,
    ...(type === undefined ? {} : { op: type }),
    ...(node === undefined ? {} : { node }),
    ...(value === undefined ? {} : { value }),
  };
}

export const badVersion = defineDiagnostic('SNAPC4425', 'error', (what: string, hint: string) => ({
  message: `the version of the program: ${what}`,
  hint,
}));

export const badName = defineDiagnostic(
  'SNAPC4426',
  'error',
  (where: Where, name: string, what: string) => ({
    message: `${quote(name)} ${what}`,
    hint: 'names are letters, digits and underscores, begin with no digit, and are given once in a function',
    place: placeOf(where, name),
  }),
);

export const undefinedValue = defineDiagnostic(
  'SNAPC4427',
  'error',
  (where: Where, name: string, what: string) => ({
    message: `value ${quote(name)} ${what}`,
    hint: 'operations stand behind those whose values they use',
    place: placeOf(where, name),
  }),
);

export const unknownOperation = defineDiagnostic(
  'SNAPC4428',
  'error',
  (where: Where, what: string) => ({
    message: `operation ${quote(where.type ?? '')} ${what}`,
    hint: 'raise the deployment target, or write it with operations that the opset has',
    place: placeOf(where),
  }),
);

export const badOperand = defineDiagnostic(
  'SNAPC4429',
  'error',
  (where: Where, input: string, what: string, hint: string) => ({
    message: `operand ${quote(input)} ${what}`,
    hint,
    place: placeOf(where),
  }),
);

export const unwrittenDefault = defineDiagnostic(
  'SNAPC4430',
  'error',
  (where: Where, input: string) => ({
    message: `operand ${quote(input)} has a default and is not written`,
    hint: 'bind a const of its default: devices ask for several of them',
    place: placeOf(where),
  }),
);

export const unwrittenDefaultWarning = defineDiagnostic(
  'SNAPC4431',
  'warning',
  (where: Where, input: string) => ({
    message: `operand ${quote(input)} has a default and is not written`,
    hint: 'convert the model with tools that write it, if a device refuses it',
    place: placeOf(where),
  }),
);

export const badValue = defineDiagnostic(
  'SNAPC4432',
  'error',
  (where: Where, what: string, value: string) => ({
    message: `the constant is not valid: ${what}`,
    hint: 'write the package again, or fetch it again if it was copied',
    place: placeOf(where, value),
  }),
);

export const otherType = defineDiagnostic(
  'SNAPC4433',
  'error',
  (where: Where, value: string, declared: string, inferred: string) => ({
    message: `the output is declared as ${declared}, the operation gives ${inferred}`,
    hint: 'declare the type that the operation gives',
    place: placeOf(where, value),
  }),
);

export const brokenRule = defineDiagnostic(
  'SNAPC4434',
  'error',
  (where: Where, what: string, hint: string) => ({
    message: what,
    hint,
    place: placeOf(where),
  }),
);

export const badStructure = defineDiagnostic(
  'SNAPC4435',
  'error',
  (where: Where, what: string, hint: string) => ({
    message: what,
    hint,
    place: placeOf(where),
  }),
);

export const badInterface = defineDiagnostic(
  'SNAPC4436',
  'error',
  (where: Where, feature: string, what: string, hint: string) => ({
    message: `${quote(feature)} of the interface ${what}`,
    hint,
    place: placeOf(where, feature),
  }),
);

export const badRunInput = defineDiagnostic(
  'SNAPC4437',
  'error',
  (where: Where, input: string, what: string, hint: string) => ({
    message: `input ${quote(input)} ${what}`,
    hint,
    place: placeOf(where, input),
  }),
);

export const tooLargeToRun = defineDiagnostic(
  'SNAPC4438',
  'error',
  (where: Where, elements: number, most: number) => ({
    message: `the result has ${elements} elements, over ${most}`,
    hint: 'run the package with smaller inputs',
    place: placeOf(where),
  }),
);
