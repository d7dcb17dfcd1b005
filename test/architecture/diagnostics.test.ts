/** Every diagnostic is declared once, in the range of its folder, says what to do, and is tested. */

import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { PRODUCT, filesBelow, nodesOf, placeOf, readText, sourcesBelow } from './sources.ts';

/** The thousands of the codes by folder, the deeper folders first. */
const RANGES: readonly (readonly [folder: RegExp, thousands: number])[] = [
  [/^ir\//, 1],
  [/^compiler\/import\//, 2],
  [/^compiler\/diffusion\//, 6],
  [
    /^compiler\/(passes\/|blocks\/|budget\/|calibrate\/|guard\/|prune\/|quantize\/|pass\.|pipeline|rewrite|invariants|validate)/,
    3,
  ],
  [/^(compiler\/(api|cli|host|manifest|npz|output)|models\/)/, 5],
  [/^targets\/(devices|\w+\/host)\//, 5],
  [/^(targets|compiler)\//, 4],
];

const sources = sourcesBelow(...PRODUCT);
const declared = sources.flatMap((source) =>
  [...nodesOf(source.tree)]
    .filter(ts.isCallExpression)
    .filter(({ expression }) => expression.getText() === 'defineDiagnostic')
    .map((call) => {
      const [code, severity, build] = call.arguments;
      const text = code !== undefined && ts.isStringLiteral(code) ? code.text : 'no literal';
      return { code: text, severity, build, path: source.path, place: placeOf(source, call) };
    }),
);
const show = ({ code, place }: { code: string; place: string }): string => `${code} ${place}`;

describe('diagnostics', () => {
  test('are found', () => {
    expect(declared.length).toBeGreaterThan(150);
    expect(declared.filter(({ code }) => !/^SNAPC[1-6]\d{3}$/.test(code)).map(show)).toEqual([]);
  });

  test('have a code each', () => {
    const codes = declared.map(({ code }) => code);
    const repeated = declared.filter(({ code }) => codes.indexOf(code) !== codes.lastIndexOf(code));
    expect(repeated.map(show)).toEqual([]);
  });

  test('have a code in the range of their folder', () => {
    const outside = declared.filter(({ code, path }) => {
      const [, thousands] = RANGES.find(([folder]) => folder.test(path)) ?? [];
      return code.at('SNAPC'.length) !== String(thousands);
    });
    expect(outside.map(show)).toEqual([]);
  });

  test('say what to do', () => {
    const silent = declared.filter(({ build }) => build === undefined || !givesHint(build));
    expect(silent.map(show)).toEqual([]);
  });

  test('are named elsewhere by codes that exist', () => {
    const codes = new Set(declared.map(({ code }) => code));
    const prose = filesBelow().filter((path) => path.endsWith('.md') || path.endsWith('.ir'));
    const literals = sources.flatMap(({ tree }) =>
      [...nodesOf(tree)].filter(ts.isStringLiteralLike).map(({ text }) => text),
    );
    const named = [...prose.map(readText), ...literals].flatMap(
      (text) => text.match(/SNAPC\d{4}/g) ?? [],
    );
    expect(named.filter((code) => !codes.has(code))).toEqual([]);
  });

  test('occur in a test', () => {
    const tests = filesBelow('test')
      .filter((path) => /\.(ts|ir)$/.test(path) && !path.startsWith('test/architecture/'))
      .map(readText)
      .join('\n');
    expect(declared.filter(({ code }) => !tests.includes(code)).map(show)).toEqual([]);
  });
});

/** The builder's object has a hint, and not only sometimes. */
function givesHint(build: ts.Node): boolean {
  return [...nodesOf(build)].some(
    (node) =>
      (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) &&
      node.name.getText() === 'hint' &&
      !ts.isConditionalExpression(node.parent.parent),
  );
}
