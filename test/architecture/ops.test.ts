/** One op, one pass, one lowering per file, each with its own test; shared code names none of them. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { passes } from '../../compiler/passes/index.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { exportedValues } from './exports.ts';
import { importsOf } from './imports.ts';
import { ROOT, filesBelow, nodesOf, placeOf, readText, sourcesBelow } from './sources.ts';

const table: OpTable = builtinOps;
const stem = (path: string): string => path.replace(/^.*\//, '').replace(/\.ts$/, '');
const ir = sourcesBelow('ir');
const compiler = sourcesBelow('compiler');
const opFiles = ir.filter(({ path }) =>
  /^ir\/ops\/(core|composite|recipe)\/(?!index\.ts)/.test(path),
);
/** Passes of a kind may lie in a folder of their own, beside what they share. */
const passFiles = compiler
  .filter(
    ({ path }) =>
      /^compiler\/passes\/(?!(index|parse-steps)\.ts)[^/]+\.ts$/.test(path) ||
      (/^compiler\/(blocks|prune|quantize)\/[^/]+\.ts$/.test(path) && stem(path) in passes),
  )
  .sort((a, b) => (stem(a.path) < stem(b.path) ? -1 : 1));
const lowerings = sourcesBelow('targets').filter(({ path }) =>
  /^targets\/\w+\/lower\/(?!index\.ts)[^/]+\.ts$/.test(path),
);
const snake = (path: string): string => stem(path).replaceAll('-', '_');
const exists = (path: string): boolean => existsSync(join(ROOT, path));

describe('op files', () => {
  test.each(opFiles.map((file) => [file.path, file] as const))('%s', (path, { tree, text }) => {
    const name = snake(path);
    const [, kind] = /^ir\/ops\/(\w+)\//.exec(path) ?? [];
    expect(exportedValues(tree), 'exports the op and nothing else').toEqual([name]);
    expect(table[name]?.kind, 'is in the table of ops').toBe(kind);
    expect(text.startsWith('/** ') || text.startsWith('/**\n'), 'opens with its formula').toBe(
      true,
    );
    const reached = importsOf({ path, tree, text }).filter(({ target = '' }) =>
      target.startsWith('ir/ops/'),
    );
    expect(reached.map(({ target }) => target)).toEqual([]);
  });

  // A sample holds plain numbers and drives the targets: an op that holds a graph is driven by its file test alone,
  // and so is one that no target runs.
  const sampled = Object.values(table).filter(
    ({ attributes, kind }) =>
      kind !== 'recipe' && !Object.values(attributes).some(({ describe }) => describe === 'graph'),
  );
  test.each(sampled.map((op) => [op.name, op] as const))('%s has samples', (_, { samples }) => {
    expect(samples.length).toBeGreaterThan(0);
  });

  test.each(Object.values(builtinOps).map(({ name, kind }) => [name, kind]))(
    '%s has a file test that uses it',
    (name, kind) => {
      const path = `test/filetests/ops/${kind}/${name.replaceAll('_', '-')}.ir`;
      expect(exists(path), path).toBe(true);
      expect(readText(path)).toContain(` = ${name}(`);
    },
  );

  test('no file test is of an op that does not exist', () => {
    const known = Object.values(builtinOps).map(
      ({ name, kind }) => `test/filetests/ops/${kind}/${name.replaceAll('_', '-')}.ir`,
    );
    expect(filesBelow('test/filetests/ops').filter((path) => !known.includes(path))).toEqual([]);
  });
});

describe('pass files', () => {
  /** Beside its pass: the same pass for a caller that says which ops to keep. */
  const MORE: Readonly<Record<string, readonly string[]>> = {
    'decompose-composites': ['decomposeExcept'],
  };

  test.each(passFiles.map((file) => [stem(file.path), file] as const))('%s', (name, { tree }) => {
    const own = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(exportedValues(tree), 'exports the pass and nothing else').toEqual([
      own,
      ...(MORE[name] ?? []),
    ]);
    expect(passes[name]?.name, 'is in the table of passes').toBe(name);
    const tests = filesBelow('test/filetests/passes').filter((path) =>
      new RegExp(`^test/filetests/passes/${name}(/.*)?\\.ir$`).test(path),
    );
    expect(tests.length, 'has a file test').toBeGreaterThan(0);
    for (const path of tests) expect(readText(path)).toContain(`// run: pass ${name}`);
  });

  test('every pass of the table has a file', () => {
    expect(Object.keys(passes)).toEqual(passFiles.map(({ path }) => stem(path)));
  });

  test('a folder beside the passes belongs to one of them, or is shared', () => {
    const folders = new Set(
      compiler.flatMap(({ path }) => /^compiler\/passes\/([^/]+)\//.exec(path)?.[1] ?? []),
    );
    expect([...folders].filter((name) => name !== 'shared' && !(name in passes))).toEqual([]);
  });
});

describe('lowerings', () => {
  test.each(lowerings.map((file) => [file.path, file] as const))('%s', (path, { tree }) => {
    expect(exportedValues(tree), 'exports the lowering and nothing else').toEqual([snake(path)]);
    expect(Object.keys(builtinOps)).toContain(snake(path));
  });
});

describe('shared code', () => {
  /** Words that are also names of ops but mean something else in these files. */
  const OTHER_WORDS: Readonly<Record<string, readonly string[]>> = {
    'compiler/cli/inspect-blocks.ts': ['attention'],
    'ir/define.ts': ['attention'],
    'ir/dim.ts': ['floor'],
    'ir/gelu-forms.ts': ['tanh', 'sigmoid'],
    'ir/parse-dim.ts': ['floor'],
    'ir/resize.ts': ['floor', 'ceil'],
    'ir/scatter.ts': ['add', 'mul', 'max', 'min'],
  };
  const shared = [...ir, ...compiler].filter(({ path }) =>
    /^(ir\/[^/]+|compiler\/[^/]+|compiler\/(host|api|cli)\/.*)$/.test(path),
  );

  test('names no op', () => {
    const named = shared.flatMap((source) =>
      [...nodesOf(source.tree)]
        .filter(ts.isStringLiteralLike)
        .filter(({ text }) => Object.hasOwn(builtinOps, text))
        .filter(({ text }) => OTHER_WORDS[source.path]?.includes(text) !== true)
        .map((literal) => `${placeOf(source, literal)} ${literal.text}`),
    );
    expect(named).toEqual([]);
  });

  test('imports no single op', () => {
    const found = shared
      .flatMap(importsOf)
      .filter(({ target = '' }) => target.startsWith('ir/ops/') && !target.endsWith('/index.ts'));
    expect(found.map(({ from, node }) => placeOf(from, node))).toEqual([]);
  });

  test('the exceptions are still needed', () => {
    const idle = Object.entries(OTHER_WORDS).filter(
      ([path, words]) => !words.every((word) => readText(path).includes(`'${word}'`)),
    );
    expect(idle).toEqual([]);
  });
});

describe('targets', () => {
  const NAMES = ['target', 'options', 'pipeline', 'legal', 'emit', 'syntax', 'lower/index'];
  const folders = [
    ...new Set(filesBelow('targets').flatMap((path) => /^targets\/(\w+)\//.exec(path)?.[1] ?? [])),
  ].filter((name) => name !== 'devices');

  test.each(folders)('%s has the files that each target has', (name) => {
    const missing = [...NAMES.map((file) => `${file}.ts`), 'README.md'].filter(
      (file) => !exists(`targets/${name}/${file}`),
    );
    expect(missing).toEqual([]);
  });
});
