/** How fields of protobuf messages are declared as data: their numbers, kinds and presence. */

/** Integers of 64 bits: a number where it is exact. */
export type Integer = number | bigint;

interface Words {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

/** Two words of 32 bits, as protobufjs gives them, as one integer. */
export function exact(words: Words | number): Integer {
  if (typeof words === 'number') return words;
  const { low, high, unsigned } = words;
  const value = (BigInt(unsigned ? high >>> 0 : high) << 32n) | BigInt(low >>> 0);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

export type ScalarKind =
  'bool' | 'bytes' | 'double' | 'float' | 'int32' | 'int64' | 'string' | 'uint64';

/** A field of kind `message` or a map of messages says what they are by `of`, which may name what is declared later. */
export interface FieldShape {
  readonly number: number;
  readonly kind: ScalarKind | 'message';
  readonly many: 'one' | 'list' | 'map';
  /** Whether a reader finds a value even where none is written: zero, "", an empty list or map. */
  readonly presence: 'always' | 'maybe';
  readonly of?: () => Fields<object>;
  /** Of the fields that share this name at most one is there. */
  readonly oneof?: string;
}

/** The type parameters tie a declaration to the property it stands for; nothing of them is there at run time. */
export interface Field<V, P extends 'always' | 'maybe'> extends FieldShape {
  readonly presence: P;
  readonly carries?: (value: V) => V;
}

/** A declaration for each property of a message, by ascending number: the order in which they are written. */
export type Fields<T> = {
  readonly [K in keyof T]-?: Field<
    Exclude<T[K], undefined>,
    Partial<Pick<T, K>> extends Pick<T, K> ? 'maybe' : 'always'
  >;
};

interface ScalarValue {
  readonly bool: boolean;
  readonly bytes: Uint8Array;
  readonly double: number;
  readonly float: number;
  readonly int32: number;
  readonly int64: Integer;
  readonly string: string;
  readonly uint64: Integer;
}

/** Left out of the bytes where it is zero, empty or false. */
export function scalar<K extends ScalarKind>(
  number: number,
  kind: K,
): Field<ScalarValue[K], 'always'> {
  return { number, kind, many: 'one', presence: 'always' };
}

/** A member of a oneof: written even where it is zero, empty or false. */
export function choice<K extends ScalarKind>(
  number: number,
  kind: K,
  oneof: string,
): Field<ScalarValue[K], 'maybe'> {
  return { number, kind, many: 'one', presence: 'maybe', oneof };
}

export function scalars<K extends ScalarKind>(
  number: number,
  kind: K,
): Field<readonly ScalarValue[K][], 'always'> {
  return { number, kind, many: 'list', presence: 'always' };
}

export function message<T extends object>(
  number: number,
  of: () => Fields<T>,
  oneof?: string,
): Field<T, 'maybe'> {
  const field = { number, kind: 'message', many: 'one', presence: 'maybe', of: erase(of) } as const;
  return oneof === undefined ? field : { ...field, oneof };
}

export function messages<T extends object>(
  number: number,
  of: () => Fields<T>,
): Field<readonly T[], 'always'> {
  return { number, kind: 'message', many: 'list', presence: 'always', of: erase(of) };
}

export function mapOfMessages<T extends object>(
  number: number,
  of: () => Fields<T>,
): Field<ReadonlyMap<string, T>, 'always'> {
  return { number, kind: 'message', many: 'map', presence: 'always', of: erase(of) };
}

export function mapOfStrings(number: number): Field<ReadonlyMap<string, string>, 'always'> {
  return { number, kind: 'string', many: 'map', presence: 'always' };
}

/** Encoder and decoder treat all messages alike, as objects of named values. */
function erase<T extends object>(of: () => Fields<T>): () => Fields<object> {
  return of;
}
