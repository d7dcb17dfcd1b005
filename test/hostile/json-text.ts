/** JSON files as strangers write them: a good one with faults of form and of meaning, which a JSON library could not print. */

import * as fc from 'fast-check';

/** A value, or text that is printed as it is. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

interface Members {
  /** In order, and perhaps twice. */
  readonly members: readonly (readonly [name: string, value: Tree])[];
}
type Tree = Raw | readonly Tree[] | Members;

const DEEP = 100_000;
const MANY = 50_000;
/** Would run where a text were taken for code or for a regular expression. */
export const CODE = "');globalThis.snapcHit=1;('";
const BOMB = `(${'a'.repeat(30)}+)+$`;

const scalars: readonly string[] = [
  'null',
  'true',
  '-1',
  '0',
  '-0',
  '0.5',
  '1e9',
  '1e308',
  '1e999',
  '-1e999',
  '5e-324',
  '9007199254740993',
  '18446744073709551616',
  'NaN',
  'Infinity',
  '0x10',
  '""',
  '"NaN"',
  '"../../etc/passwd"',
  '"/etc/passwd"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\u202e\\u001b[2J"',
  JSON.stringify(CODE),
  JSON.stringify(BOMB),
  JSON.stringify('x'.repeat(100_000)),
  '[]',
  '{}',
  '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}',
  '{"toString": 1, "valueOf": 2, "length": -1}',
  '[null]',
  '[[[[1]]]]',
];
const huge: readonly string[] = [
  `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`,
  `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`,
  `[${'0.5,'.repeat(MANY)}0.5]`,
  `[${Array.from({ length: MANY }, (_, at) => at + 1).join(',')}]`,
  `[${Array.from({ length: MANY }, (_, at) => `{"height":${at},"width":8}`).join(',')}]`,
  `{${Array.from({ length: MANY }, (_, at) => `"k${at}":${at}`).join(',')}}`,
  JSON.stringify('y'.repeat(2_000_000)),
];
const names: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  'length',
  '\u0000',
  CODE,
];

function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value === 'object' && value !== null) {
    return { members: Object.entries(value).map(([name, one]) => [name, treeOf(one)] as const) };
  }
  return new Raw(JSON.stringify(value));
}

function print(tree: Tree): string {
  if (tree instanceof Raw) return tree.text;
  if ('members' in tree) {
    return `{${tree.members.map(([name, value]) => `${JSON.stringify(name)}:${print(value)}`).join(',')}}`;
  }
  return `[${tree.map(print).join(',')}]`;
}

/** What is done at one place, which is found by numbers on the way down. */
interface Edit {
  readonly way: readonly number[];
  readonly kind: 'replace' | 'remove' | 'double' | 'rename' | 'add';
  readonly raw: string;
  readonly name: string;
}

function edited(tree: Tree, edit: Edit, depth = 0): Tree {
  const way = edit.way[depth];
  if (tree instanceof Raw || way === undefined) return new Raw(edit.raw);
  if (!('members' in tree)) {
    if (tree.length === 0) return [new Raw(edit.raw)];
    const at = way % tree.length;
    return tree.map((one, index) => (index === at ? edited(one, edit, depth + 1) : one));
  }
  const { members } = tree;
  if (members.length === 0 || (edit.kind === 'add' && edit.way[depth + 1] === undefined)) {
    return { members: [...members, [edit.name, new Raw(edit.raw)]] };
  }
  const at = way % members.length;
  return {
    members: members.flatMap(([name, value], index): Members['members'] => {
      if (index !== at) return [[name, value]];
      if (edit.way[depth + 1] === undefined) {
        if (edit.kind === 'remove') return [];
        if (edit.kind === 'rename') return [[edit.name, value]];
        if (edit.kind === 'double') {
          return [
            [name, value],
            [name, new Raw(edit.raw)],
          ];
        }
      }
      return [[name, edited(value, edit, depth + 1)]];
    }),
  };
}

const edits: fc.Arbitrary<Edit> = fc.record({
  way: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 5 }),
  kind: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'double', 'rename', 'add'),
  raw: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...scalars) },
    { weight: 1, arbitrary: fc.constantFrom(...huge) },
  ),
  name: fc.constantFrom(...names),
});

/** What is done to the bytes of any text file. */
const damages: fc.Arbitrary<(text: string) => Uint8Array> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(bytesOf) },
  { weight: 1, arbitrary: fc.constant((text: string) => bytesOf(`\ufeff${text}`)) },
  { weight: 1, arbitrary: fc.constant((text: string) => bytesOf(text.replaceAll(',', ',\r\n'))) },
  {
    weight: 1,
    arbitrary: fc.constant((text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
      )
      .map(([share, bad]) => (text: string) => {
        const bytes = bytesOf(text);
        const at = Math.floor(share * bytes.length);
        bytes.set(bad.subarray(0, bytes.length - at), at);
        return bytes;
      }),
  },
  {
    weight: 1,
    arbitrary: fc
      .double({ min: 0, max: 1, noNaN: true })
      .map((share) => (text: string) => bytesOf(text.slice(0, Math.floor(share * text.length)))),
  },
);

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A file that would be good but for one to four edits, or damage to its bytes. */
export function hurtJson(good: object): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.array(edits, { minLength: 0, maxLength: 4 }), damages)
    .map(([list, damage]) =>
      damage(print(list.reduce((tree, edit) => edited(tree, edit), treeOf(good)))),
    );
}

/** A text of lines with odd ones among them. */
export function hurtLines(good: readonly string[]): fc.Arbitrary<Uint8Array> {
  const odd = fc.constantFrom(
    '',
    ' ',
    'a',
    'a b c',
    ' a b',
    'a  b',
    'a\tb',
    'a b ',
    '#version: 0.2',
    '\u0000 \u0000',
    '__proto__ constructor',
    'x'.repeat(1_000_000),
    'a '.repeat(100_000),
    '\ud800 \udfff',
    '\ufeffa b',
  );
  const places = fc.array(fc.tuple(fc.nat({ max: 20 }), odd), { maxLength: 3 });
  return fc
    .tuple(places, fc.constantFrom('\n', '\r\n', '\r', '\u2028'), damages)
    .map(([list, end, damage]) => {
      const lines = [...good];
      for (const [at, line] of list) lines.splice(at, 0, line);
      return damage(lines.join(end));
    });
}
