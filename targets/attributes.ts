/** Reads a node's attributes with their types checked. */

import type { Node } from '../ir/graph.ts';

export interface AttributeReader {
  readonly int: (name: string) => number;
  readonly float: (name: string) => number;
  readonly bool: (name: string) => boolean;
  readonly string: (name: string) => string;
  readonly ints: (name: string) => readonly number[];
  readonly floats: (name: string) => readonly number[];
  readonly oneOf: <const W extends string>(name: string, words: readonly W[]) => W;
}

export function attributesOf(node: Node): AttributeReader {
  const read = <T>(name: string, kind: string, check: (value: unknown) => value is T): T => {
    const value = node.attributes[name];
    if (!check(value)) throw new Error(`${node.op.name} has no ${kind} ${name}`);
    return value;
  };
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  return {
    int: (name) => read(name, 'integer', isNumber),
    float: (name) => read(name, 'number', isNumber),
    bool: (name) => read(name, 'flag', (value) => typeof value === 'boolean'),
    string: (name) => read(name, 'word', (value) => typeof value === 'string'),
    ints: (name) => read(name, 'list', isNumbers),
    floats: (name) => read(name, 'list', isNumbers),
    oneOf: (name, words) =>
      read(name, 'word', (value): value is (typeof words)[number] =>
        words.some((word) => word === value),
      ),
  };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}
