/** What a JSON schema finds wrong with a file, in words for people: one fault for each place. */

import type { ErrorObject } from 'ajv';

export interface SchemaFault {
  /** The way to the place, with dots; `the file` for the whole. */
  readonly place: string;
  readonly reason: string;
}

/** `words` has better ones for keywords of a schema. */
export function schemaFaults(
  errors: readonly ErrorObject[] | null | undefined,
  words: Readonly<Record<string, string>> = {},
): readonly SchemaFault[] {
  const byPlace = new Map((errors ?? []).map((error) => [placeOf(error), error]));
  return Array.from(byPlace, ([place, error]) => ({
    place: place === '' ? 'the file' : place,
    reason: words[error.keyword] ?? reasonOf(error),
  }));
}

function placeOf({ instancePath, keyword, params }: ErrorObject): string {
  const own =
    keyword === 'additionalProperties'
      ? `/${params['additionalProperty']}`
      : keyword === 'required'
        ? `/${params['missingProperty']}`
        : '';
  return `${instancePath}${own}`.slice(1).replaceAll('/', '.');
}

function reasonOf({ keyword, params, message = 'does not fit' }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return 'is no field';
    case 'required':
      return 'is missing';
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly string[]).join(', ')}`;
    default:
      return message;
  }
}
