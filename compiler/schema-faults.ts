/** What a JSON schema finds wrong with a file, in words for people: one fault for each place. */

import type { ErrorObject } from 'ajv';

export interface SchemaFault {
  /** The way to the place, with dots; `the file` for the whole. */
  readonly place: string;
  readonly reason: string;
}

/** Of one file that are told. */
const MOST_TOLD = 20;
/** Of the way to a place, whose names are the file's own. */
const LONGEST_PLACE = 200;

/** `words` has better ones for keywords of a schema. */
export function schemaFaults(
  errors: readonly ErrorObject[] | null | undefined,
  words: Readonly<Record<string, string>> = {},
): readonly SchemaFault[] {
  // Which branch was taken is no fault; what the branch found is another error.
  const own = (errors ?? []).filter(({ keyword }) => keyword !== 'if');
  const byPlace = new Map(own.map((error) => [placeOf(error), error]));
  const faults = [...byPlace].slice(0, MOST_TOLD).map(([place, error]) => ({
    place: place === '' ? 'the file' : place.slice(0, LONGEST_PLACE),
    reason: words[error.keyword] ?? reasonOf(error),
  }));
  const more = byPlace.size - faults.length;
  return more > 0 ? [...faults, { place: 'the file', reason: `has ${more} more faults` }] : faults;
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
