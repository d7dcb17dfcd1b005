/** How files look: their length, their first sentence, and what none of them holds. */

import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import {
  EVERYTHING,
  filesBelow,
  isGenerated,
  lineCount,
  nodesOf,
  placeOf,
  readText,
  sourcesBelow,
} from './sources.ts';
import type { Source } from './sources.ts';

const sources = sourcesBelow(...EVERYTHING);
const written = sources.filter((source) => !isGenerated(source));

function placesOf(source: Source, is: (node: ts.Node) => boolean): string[] {
  return [...nodesOf(source.tree)].filter(is).map((node) => placeOf(source, node));
}

describe('length', () => {
  const lines = filesBelow()
    .filter((path) => /\.(ts|mts|mjs|js|py|swift|kt|cpp|h)$/.test(path))
    .filter((path) => !path.startsWith('test/golden/'))
    .map((path) => ({ path, text: readText(path) }))
    .filter((file) => !isGenerated(file))
    .map(({ path, text }) => ({ path, count: lineCount(text) }))
    .sort((a, b) => b.count - a.count);
  const longerThan = (limit: number): string[] =>
    lines.filter(({ count }) => count > limit).map(({ path, count }) => `${path}: ${count}`);

  test('no file is over 400 lines', async ({ annotate }) => {
    await annotate(`over 250 lines:\n${longerThan(250).join('\n')}`);
    expect(longerThan(400)).toEqual([]);
  });

  test('at least 85 of 100 files are of 150 lines or fewer', () => {
    expect(lines.length).toBeGreaterThan(500);
    expect(1 - longerThan(150).length / lines.length).toBeGreaterThanOrEqual(0.85);
  });
});

describe('words', () => {
  test('every file opens with a sentence that says what it is for', () => {
    const silent = sources.filter(({ text }) => !/^\S.*[.:](\s|$)/s.test(firstComment(text)));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  const comments = sources.flatMap((source) =>
    commentsOf(source).map(({ text, line }) => ({ place: `${source.path}:${line}`, text })),
  );

  test('no comment puts work off', () => {
    const later = /\b(TODO|FIXME|XXX|HACK|WIP)\b/;
    const found = comments.filter(({ text }) => later.test(text));
    expect(found.map(({ place }) => place)).toEqual([]);
  });

  test('no code is commented out', () => {
    const code =
      /^\/\/\s*(import .* from |export (const|function|type) |(const|let) \w+ = |(if|for|while) \(.*\) ?\{|return .*;$|\}( else \{)?;?$|\w+(\.\w+)*\(.*\);$)/;
    const found = comments.filter(({ text }) => code.test(text));
    expect(found.map(({ place, text }) => `${place} ${text}`)).toEqual([]);
  });

  test('a rule of the linter or compiler is switched off with a reason only', () => {
    const found = comments.filter(
      ({ text }) =>
        /@ts-(ignore|nocheck|expect-error)/.test(text) ||
        (/\b(oxlint|eslint|prettier)-(disable|ignore)/.test(text) && !/ -- \S/.test(text)),
    );
    expect(found.map(({ place, text }) => `${place} ${text}`)).toEqual([]);
  });
});

describe('syntax', () => {
  const isAny = (node: ts.Node): boolean => node.kind === ts.SyntaxKind.AnyKeyword;
  const isAssertion = (node: ts.Node): boolean =>
    ts.isNonNullExpression(node) ||
    ((ts.isPropertyDeclaration(node) || ts.isVariableDeclaration(node)) &&
      node.exclamationToken !== undefined);
  const isOther = (node: ts.Node): boolean =>
    ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node) || ts.isExportAssignment(node);

  /** Where declared types are forgotten, once. */
  const ERASES = 'ir/define.ts';

  test('no any', () => {
    const found = written.flatMap((source) => placesOf(source, isAny));
    expect(found.filter((place) => !place.startsWith(`${ERASES}:`))).toEqual([]);
    expect(found.length, `${ERASES} has one`).toBe(1);
  });

  test('no assertion that something is not null', () => {
    expect(written.flatMap((source) => placesOf(source, isAssertion))).toEqual([]);
  });

  test('no enum, no namespace, and no default export but in settings', () => {
    const found = written.flatMap((source) => placesOf(source, isOther));
    expect(found.filter((place) => !/\.config\.ts:/.test(place))).toEqual([]);
  });
});

/** The words of the doc comment that a file opens with, if it does. */
function firstComment(text: string): string {
  const [, words = ''] = /^(?:#!.*\n)?\/\*\*(.*?)\*\//s.exec(text) ?? [];
  return words.replaceAll(/\n \*/g, '\n').trim();
}

/** Line comments and block comments by their text, wherever they stand. */
function commentsOf({ text, tree }: Source): { readonly text: string; readonly line: number }[] {
  const found = new Map<number, string>();
  const note = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) found.set(pos, text.slice(pos, end));
  };
  for (const node of nodesOf(tree)) {
    if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) continue;
    note(ts.getLeadingCommentRanges(text, node.getFullStart()));
    note(ts.getTrailingCommentRanges(text, node.getEnd()));
  }
  return [...found].map(([pos, comment]) => ({
    text: comment,
    line: tree.getLineAndCharacterOfPosition(pos).line + 1,
  }));
}
