/** Attribute kinds: each is the TypeScript type, the parser, the printer and the check in one value. */

import { printDim } from './dim.ts';
import type { Dim } from './dim.ts';
import { isDType } from './types.ts';
import type { DType } from './types.ts';

/** What an attribute's parser may read; implemented by the IR parser, which reports faults with their place. */
export interface AttrReader {
  readonly int: () => number;
  readonly float: () => number;
  readonly string: () => string;
  readonly word: () => string;
  readonly dim: () => Dim;
  /** A nested graph in braces. */
  readonly region: () => unknown;
  readonly list: <T>(item: () => T) => T[];
  /** Reports a fault at the current place and unwinds. */
  readonly fail: (message: string) => never;
}

export interface Attr<T, Optional extends boolean = boolean> {
  /** Words for messages, such as `list of integers`. */
  readonly describe: string;
  readonly optional: Optional;
  readonly default: T | undefined;
  readonly check: (value: unknown) => value is T;
  /** A method, so that an attribute of a known type is also one of an unknown type. */
  print(value: T): string;
  readonly parse: (reader: AttrReader) => T;
}

interface Kind<T> {
  readonly describe: string;
  readonly check: (value: unknown) => value is T;
  readonly print: (value: T) => string;
  readonly parse: (reader: AttrReader) => T;
}

/** A required attribute without a value, an optional one with it. */
interface Constructor<T> {
  (): Attr<T, false>;
  (fallback: T): Attr<T, true>;
}

function make<T>(kind: Kind<T>): Constructor<T> {
  function build(): Attr<T, false>;
  function build(fallback: T): Attr<T, true>;
  function build(fallback?: T): Attr<T> {
    return { ...kind, optional: fallback !== undefined, default: fallback };
  }
  return build;
}

function listOf<T>(item: Kind<T>, describe: string): Kind<readonly T[]> {
  return {
    describe,
    check: (value): value is readonly T[] => Array.isArray(value) && value.every(item.check),
    print: (values) => `[${values.map(item.print).join(', ')}]`,
    parse: (reader) => reader.list(() => item.parse(reader)),
  };
}

const intKind: Kind<number> = {
  describe: 'integer',
  check: (value): value is number => Number.isSafeInteger(value),
  print: String,
  parse: (reader) => reader.int(),
};

const floatKind: Kind<number> = {
  describe: 'number',
  check: (value): value is number => typeof value === 'number',
  print: printFloat,
  parse: (reader) => reader.float(),
};

const boolKind: Kind<boolean> = {
  describe: 'true or false',
  check: (value): value is boolean => typeof value === 'boolean',
  print: String,
  parse: (reader) => {
    const word = reader.word();
    return word === 'true'
      ? true
      : word === 'false'
        ? false
        : reader.fail('expected true or false');
  },
};

const stringKind: Kind<string> = {
  describe: 'string',
  check: (value): value is string => typeof value === 'string',
  print: (value) => JSON.stringify(value),
  parse: (reader) => reader.string(),
};

const dtypeKind: Kind<DType> = {
  describe: 'dtype',
  check: (value): value is DType => typeof value === 'string' && isDType(value),
  print: String,
  parse: (reader) => {
    const word = reader.word();
    return isDType(word) ? word : reader.fail(`${word} is not a dtype`);
  },
};

const dimKind: Kind<Dim> = {
  describe: 'dim',
  check: (value): value is Dim =>
    Number.isSafeInteger(value) ||
    (typeof value === 'object' && value !== null && 'terms' in value),
  print: printDim,
  parse: (reader) => reader.dim(),
};

/** A choice of fixed words. */
function oneOf<const W extends string>(words: readonly W[]): Attr<W, false>;
function oneOf<const W extends string>(words: readonly W[], fallback: NoInfer<W>): Attr<W, true>;
function oneOf<const W extends string>(words: readonly W[], fallback?: W): Attr<W> {
  const check = (value: unknown): value is W => words.some((word) => word === value);
  return {
    describe: `one of ${words.join(', ')}`,
    optional: fallback !== undefined,
    default: fallback,
    check,
    print: String,
    parse: (reader) => {
      const word = reader.word();
      return check(word) ? word : reader.fail(`expected one of ${words.join(', ')}`);
    },
  };
}

export const attr = {
  int: make(intKind),
  ints: make(listOf(intKind, 'list of integers')),
  float: make(floatKind),
  floats: make(listOf(floatKind, 'list of numbers')),
  bool: make(boolKind),
  string: make(stringKind),
  dtype: make(dtypeKind),
  dims: make(listOf(dimKind, 'list of dims')),
  oneOf,
} as const;

/** The shortest text that reads back as the same double. */
export function printFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (value === Infinity) return 'inf';
  if (value === -Infinity) return '-inf';
  if (Object.is(value, -0)) return '-0';
  return String(value);
}
