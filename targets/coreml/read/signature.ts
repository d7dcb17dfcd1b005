/** Signatures of operations, from the notation in which they are written down. */

import { isElementType } from './elements.ts';
import type { ElementType } from './elements.ts';
import type { OpDefinition, Opset } from './ops/op.ts';

export interface Parameter {
  readonly name: string;
  /** Several values bound together. */
  readonly tuple: boolean;
  /** A state instead of a tensor. */
  readonly state: boolean;
  /** Parameters with the same letter have the same element type. */
  readonly letter: string | undefined;
  /** Undefined where any will do. */
  readonly domain: readonly ElementType[] | undefined;
  readonly constant: boolean;
  readonly optional: boolean;
  /** Optional, but with a default that tools write out. */
  readonly written: boolean;
}

export interface Signature {
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly asAttributes: boolean;
}

const parsed = new WeakMap<OpDefinition, Map<Opset, Signature>>();

/** That of the newest opset that is not newer; undefined where the operation came later. */
export function signatureOf(definition: OpDefinition, opset: number): Signature | undefined {
  const since = ([8, 7, 6, 5] as const).find(
    (version) => version <= opset && definition.signatures[version] !== undefined,
  );
  const text = since === undefined ? undefined : definition.signatures[since];
  if (since === undefined || text === undefined) return undefined;
  const known = parsed.get(definition) ?? new Map<Opset, Signature>();
  parsed.set(definition, known);
  const { attributesBefore = 5 } = definition;
  const signature = known.get(since) ?? parse(text, since < attributesBefore);
  known.set(since, signature);
  return signature;
}

function parse(text: string, asAttributes: boolean): Signature {
  const [operands = '', letters = ''] = text.split('|');
  const domains = new Map(
    items(letters, ';').map((item) => {
      const [letter = '', types = ''] = item.split('=');
      return [letter, elementTypes(types)] as const;
    }),
  );
  const parameters = items(operands, ',').map((item): [string, Parameter] => {
    const [, name = '', type = '', marks = ''] = /^(\w+):(\w+)([!?=]*)$/.exec(item) ?? [];
    if (name === '') throw new Error(`no parameter: ${item}`);
    const letter = domains.has(type) ? type : undefined;
    const open = type === 'Tuple' || type === 'Any' || type === 'State';
    const parameter = {
      name,
      tuple: type === 'Tuple',
      state: type === 'State',
      letter,
      domain: open ? undefined : (domains.get(type) ?? elementTypes(type)),
      constant: marks.includes('!'),
      optional: /[?=]/.test(marks),
      written: marks.includes('='),
    };
    return [name, parameter];
  });
  return { parameters: new Map(parameters), asAttributes };
}

function elementTypes(text: string): ElementType[] {
  return items(text, '/').map((name) => {
    if (!isElementType(name)) throw new Error(`no element type: ${name}`);
    return name;
  });
}

function items(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
