/** Typed access to a node's attributes; remembers which were read, so that unknown ones can be reported. */

import type { Constant } from '../../../ir/constant.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Place } from '../../../ir/diagnostics.ts';
import type { DType } from '../../../ir/types.ts';
import { missingAttribute, wrongAttribute } from './diagnostics.ts';
import { dataTypeOf } from './reader/data-types.ts';
import type { OnnxAttribute, OnnxGraph } from './model.ts';

type Kind = OnnxAttribute['kind'];
type Of<K extends Kind> = Extract<OnnxAttribute, { readonly kind: K }>;

export class NodeAttributes {
  readonly #attributes: ReadonlyMap<string, OnnxAttribute>;
  readonly #place: Place;
  readonly #read = new Set<string>();

  constructor(attributes: ReadonlyMap<string, OnnxAttribute>, place: Place) {
    this.#attributes = attributes;
    this.#place = place;
  }

  /** The attribute as the model has it. */
  raw(name: string): OnnxAttribute | undefined {
    this.#read.add(name);
    return this.#attributes.get(name);
  }

  has(name: string): boolean {
    return this.#attributes.has(name);
  }

  /** For attributes that change nothing here, such as the order of indices that nobody reads. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#read.add(name);
  }

  unread(): readonly string[] {
    return [...this.#attributes.keys()].filter((name) => !this.#read.has(name));
  }

  optionalInt(name: string): number | undefined {
    const found = this.#find(name, 'int', 'an integer');
    return found === undefined ? undefined : this.#exact(name, found.value);
  }

  int(name: string, fallback?: number): number {
    return this.optionalInt(name) ?? fallback ?? this.#missing(name);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.optionalInt(name);
    return value === undefined ? fallback : value !== 0;
  }

  ints(name: string): readonly number[] | undefined {
    return this.#integers(name)?.map((item) => this.#exact(name, item));
  }

  /** Integers beyond 2^53 become it, as ends of slices are written. */
  clampedInts(name: string): readonly number[] | undefined {
    return this.#integers(name)?.map((item) =>
      Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(item))),
    );
  }

  optionalFloat(name: string): number | undefined {
    return this.#find(name, 'float', 'a number')?.value;
  }

  float(name: string, fallback?: number): number {
    return this.optionalFloat(name) ?? fallback ?? this.#missing(name);
  }

  floats(name: string): readonly number[] | undefined {
    return this.#isEmptyList(name) ? [] : this.#find(name, 'floats', 'a list of numbers')?.value;
  }

  string(name: string, fallback: string): string {
    return this.#find(name, 'string', 'a string')?.value ?? fallback;
  }

  /** A string that must be one of `words`; compared in lower case. */
  word<const W extends string>(name: string, words: readonly W[], fallback: W): W {
    const given = this.#find(name, 'string', 'a string')?.value;
    if (given === undefined) return fallback;
    const word = words.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
    return word ?? this.#wrong(name, `one of ${words.join(', ')}`, JSON.stringify(given));
  }

  tensor(name: string): Constant | undefined {
    return this.#find(name, 'tensor', 'a tensor')?.value;
  }

  graph(name: string): OnnxGraph {
    return this.#find(name, 'graph', 'a graph')?.value ?? this.#missing(name);
  }

  /** An element type of ONNX's numbering. */
  dtype(name: string): DType | undefined {
    const code = this.optionalInt(name);
    if (code === undefined) return undefined;
    return (
      dataTypeOf(code).dtype ??
      this.#wrong(name, 'a supported element type', `ONNX element type ${code}`)
    );
  }

  #integers(name: string): Of<'ints'>['value'] | undefined {
    return this.#isEmptyList(name) ? [] : this.#find(name, 'ints', 'a list of integers')?.value;
  }

  #find<K extends Kind>(name: string, kind: K, expected: string): Of<K> | undefined {
    const found = this.raw(name);
    if (found === undefined) return undefined;
    return isKind(found, kind) ? found : this.#wrong(name, expected, describeAttribute(found));
  }

  /** Writers leave the kind of an empty list open, so an empty one of any kind is accepted. */
  #isEmptyList(name: string): boolean {
    const found = this.raw(name);
    if (found === undefined || !('value' in found)) return false;
    return Array.isArray(found.value) && found.value.length === 0;
  }

  #exact(name: string, value: number | bigint): number {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    return this.#wrong(name, 'an integer below 2^53', String(value));
  }

  #wrong(name: string, expected: string, given: string): never {
    throw new DiagnosticError(wrongAttribute(name, expected, given, this.#place));
  }

  #missing(name: string): never {
    throw new DiagnosticError(missingAttribute(name, this.#place));
  }
}

function isKind<K extends Kind>(attribute: OnnxAttribute, kind: K): attribute is Of<K> {
  return attribute.kind === kind;
}

/** The value or the kind, for messages. */
export function describeAttribute(attribute: OnnxAttribute): string {
  switch (attribute.kind) {
    case 'int':
    case 'float':
    case 'string':
      return `the ${attribute.kind} ${String(attribute.value).slice(0, 60)}`;
    case 'ints':
    case 'floats':
    case 'strings':
      return `the ${attribute.kind} [${attribute.value.slice(0, 9).join(', ')}]`;
    case 'unsupported':
      return attribute.name;
    case 'reference':
      return `a reference to ${attribute.name}`;
    default:
      return `a ${attribute.kind}`;
  }
}
