/** Turns what ajv found into one diagnostic for each fault of the user's. */

import type { ErrorObject } from 'ajv';
import { printable } from '../../ir/diagnostics.ts';
import type { Diagnostic, Place } from '../../ir/diagnostics.ts';
import {
  bareValue,
  missingKey,
  notAllowed,
  outOfRange,
  unknownKey,
  wrongType,
} from './diagnostics.ts';
import { nearest } from './nearest.ts';

/** The part of a JSON schema that the messages quote. */
interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

const definitionPrefix = '#/definitions/';

/** Of one file that are told. */
const MOST_TOLD = 100;

export function schemaFaults(
  all: readonly ErrorObject[],
  definitions: Readonly<Record<string, SchemaNode>>,
  placeOf: (path: string) => Place,
): readonly Diagnostic[] {
  const errors = all.slice(0, MOST_TOLD);
  const ofWrongType = new Set(pathsOf(errors, 'type'));
  const respelled = new Map(errors.filter(isUnknownKey).map((error) => [error, guessKey(error)]));
  const misspelled = new Set(
    [...respelled].map(([error, guess]) => `${error.instancePath}/${guess}`),
  );
  return errors.flatMap((error) => {
    const path = jsonPath(error.instancePath);
    if (error.keyword === 'required') {
      const key = String(error.params['missingProperty']);
      // The key is there under a misspelled name, which is reported already.
      if (misspelled.has(`${error.instancePath}/${key}`)) return [];
      const child = schemaOf(error).properties?.[key] ?? {};
      const target =
        child.$ref === undefined ? child : definitions[child.$ref.slice(definitionPrefix.length)];
      const description = child.description ?? target?.description;
      const nullable = Array.isArray(target?.type) && target.type.includes('null');
      return [missingKey(key, description, nullable, placeOf(path))];
    }
    if (isUnknownKey(error)) {
      const known = Object.keys(schemaOf(error).properties ?? {});
      return [unknownKey(unknownKeyOf(error), respelled.get(error), known, placeOf(path))];
    }
    if (error.keyword === 'type') return [typeFault(error, placeOf(path))];
    // A value of the wrong type also fails the rules that are meant for the right one.
    if (ofWrongType.has(error.instancePath)) return [];
    return [valueFault(error, placeOf(path))];
  });
}

function pathsOf(errors: readonly ErrorObject[], keyword: string): readonly string[] {
  return errors.filter((error) => error.keyword === keyword).map((error) => error.instancePath);
}

const schemaOf = (error: ErrorObject): SchemaNode => (error.parentSchema ?? {}) as SchemaNode;
const isUnknownKey = (error: ErrorObject): boolean => error.keyword === 'additionalProperties';
const unknownKeyOf = (error: ErrorObject): string => String(error.params['additionalProperty']);

function guessKey(error: ErrorObject): string | undefined {
  const present = Object.keys(error.data ?? {});
  const known = Object.keys(schemaOf(error).properties ?? {});
  const open = known.filter((key) => !present.includes(key));
  return nearest(unknownKeyOf(error), open);
}

function typeFault(error: ErrorObject, place: Place): Diagnostic {
  const isFigure = schemaOf(error).properties?.['source'] !== undefined;
  if (isFigure && error.data !== null) return bareValue(show(error.data), place);
  const types: readonly string[] = [error.params['type']].flat().map(String);
  const expected = types.map((type) => (isFigure && type === 'object' ? 'a figure' : words(type)));
  return wrongType(expected.join(' or '), show(error.data), place);
}

function words(type: string): string {
  const known: Readonly<Record<string, string>> = {
    integer: 'a whole number',
    number: 'a number',
    string: 'a text',
    boolean: 'true or false',
    object: 'an object',
    array: 'a list',
  };
  return known[type] ?? type;
}

function valueFault(error: ErrorObject, place: Place): Diagnostic {
  const found = show(error.data);
  const limit = Number(error.params['limit']);
  switch (error.keyword) {
    case 'enum': {
      const allowed = (error.params['allowedValues'] as readonly unknown[]).map(String);
      const guess = typeof error.data === 'string' ? nearest(error.data, allowed) : undefined;
      return notAllowed(found, allowed, guess, place);
    }
    case 'minimum':
      return outOfRange(found, `is too small: it must be at least ${limit}`, place);
    case 'exclusiveMinimum':
      return outOfRange(found, `is too small: it must be more than ${limit}`, place);
    case 'maximum':
      return outOfRange(found, `is too big: it must be at most ${limit}`, place);
    case 'minLength':
      return outOfRange(found, `is too short: it must have at least ${limit} characters`, place);
    case 'maxLength':
      return outOfRange(found, `is too long: it must have at most ${limit} characters`, place);
    case 'minItems':
    case 'maxItems':
      return outOfRange(found, `must have ${limit} items`, place);
    case 'uniqueItems':
      return outOfRange(found, 'has an item twice', place);
    default:
      return outOfRange(found, `does not fit: ${schemaOf(error).description ?? ''}`, place);
  }
}

function show(value: unknown): string {
  // What lies in a list may be of any depth.
  if (Array.isArray(value) && (value.length > 4 || value.some((one) => typeof one === 'object'))) {
    return `a list of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'an object';
  return printable(JSON.stringify(value) ?? String(value), 60);
}

/** Turns a JSON pointer into a JSON path: `/webgpu/limits` into `$.webgpu.limits`. */
function jsonPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => {
      if (/^\d+$/.test(part)) return `${path}[${part}]`;
      return /^[$\w]+$/.test(part) ? `${path}.${part}` : `${path}[${JSON.stringify(part)}]`;
    }, '$');
}
