/** A message's declaration as a reader wants it: fields by number, and what stands for those that are not there. */

import type { FieldShape, Fields } from './field.ts';

export interface NamedField {
  readonly name: string;
  readonly field: FieldShape;
}

type FieldShapes = Readonly<Record<string, FieldShape>>;

export interface Plan {
  readonly byNumber: ReadonlyMap<number, NamedField>;
  /** The values of fields that are always there. */
  readonly defaults: Readonly<Record<string, unknown>>;
}

const plans = new WeakMap<Fields<object>, Plan>();

export function planOf(fields: Fields<object>): Plan {
  const known = plans.get(fields);
  if (known !== undefined) return known;
  const named = Object.entries(fields as FieldShapes).map(([name, field]) => ({ name, field }));
  const plan = {
    byNumber: new Map(named.map((one) => [one.field.number, one])),
    defaults: Object.fromEntries(
      named
        .filter(({ field }) => field.presence === 'always')
        .map(({ name, field }) => [name, defaultOf(field)]),
    ),
  };
  plans.set(fields, plan);
  return plan;
}

const NONE: readonly never[] = Object.freeze([]);
const NO_BYTES = new Uint8Array();

function defaultOf({ many, kind }: FieldShape): unknown {
  if (many === 'list') return NONE;
  if (many === 'map') return new Map();
  if (kind === 'string') return '';
  if (kind === 'bool') return false;
  if (kind === 'bytes') return NO_BYTES;
  return 0;
}
