/** package.json: nothing unused, nothing missing, all of it for the oldest Node; emitted code needs nothing. */

import { ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { importsOf, packageOf } from './imports.ts';
import { satisfies } from './node-range.ts';
import { PRODUCT, filesBelow, nodesOf, placeOf, readText, sourcesBelow } from './sources.ts';

interface Manifest {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}
interface Lock {
  readonly packages: Readonly<Record<string, { readonly engines?: { readonly node?: string } }>>;
}

const manifest = JSON.parse(readText('package.json')) as Manifest;
const lock = JSON.parse(readText('package-lock.json')) as Lock;
const product = sourcesBelow(...PRODUCT);
const tests = sourcesBelow('test', 'examples', 'bench');

/** Bundled into the package when it is packed (test/setup/vendor-schema.mjs). */
const VENDORED = ['onnx-proto'];
/** The oldest Node that snapc runs on. */
const OLDEST = [20, 19, 0] as const;

describe('dependencies', () => {
  const imported = product.flatMap(importsOf).filter(({ target }) => target === undefined);
  /** A package may be loaded by a name in a string, where it is optional. */
  const named = new Set(
    product.flatMap(({ tree }) =>
      [...nodesOf(tree)].filter(ts.isStringLiteralLike).map(({ text }) => packageOf(text)),
    ),
  );

  test('product code imports only what installing snapc brings', () => {
    const offered = [
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.peerDependencies),
      ...VENDORED,
      'node:',
    ];
    const typesOnly = ['@webgpu/types'];
    const missing = imported.filter(
      ({ specifier, typeOnly }) =>
        !offered.includes(packageOf(specifier)) &&
        !(typeOnly && typesOnly.includes(packageOf(specifier))),
    );
    expect(
      missing.map(({ from, node, specifier }) => `${placeOf(from, node)} ${specifier}`),
    ).toEqual([]);
  });

  test.each([
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies),
    ...VENDORED,
  ])('product code uses %s', (name) => {
    expect(named.has(name)).toBe(true);
  });

  test.each(Object.keys(manifest.devDependencies))('the development uses %s', (name) => {
    const places = [
      ...tests.map(({ text }) => text),
      ...product.map(({ text }) => text),
      ...filesBelow()
        .filter((path) => /\.mjs$|^\.npmrc$|tsconfig\.json$/.test(path))
        .map(readText),
      ...Object.values(manifest.scripts),
    ];
    const words = [name, ...(TOOLS[name] ?? [])];
    const uses = places.filter((text) =>
      words.some((word) => new RegExp(`(^|['"\\s/])${word}(['"\\s/]|$)`, 'm').test(text)),
    );
    expect(uses.length, words.join(' or ')).toBeGreaterThan(0);
  });
});

/** How scripts and settings spell the use of a package. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  typescript: ['tsc'],
  'oxlint-tsgolint': ['--type-aware'],
  '@types/node': ['node'],
};

describe('versions', () => {
  test('ranges are read', () => {
    const cases: readonly (readonly [string, boolean])[] = [
      ['>=18', true],
      ['>= 0.4', true],
      ['^20.19.0 || >=22.12.0', true],
      ['^20.20.0 || >=22.12.0', false],
      ['18 || 20 || >=22', true],
      ['>=20.19.1', false],
      ['^18 || >=21', false],
      ['>=12 <21', true],
      ['>=12 <20', false],
      ['~20.19', true],
      ['*', true],
    ];
    for (const [range, expected] of cases) {
      expect(satisfies(OLDEST, range), range).toBe(expected);
    }
  });

  test('the oldest Node is the one that package.json names', () => {
    expect(manifest.engines.node).toBe('>=20.19');
  });

  test('every installed package runs on the oldest Node', () => {
    const packages = Object.entries(lock.packages);
    expect(packages.length).toBeGreaterThan(50);
    const newer = packages.filter(
      ([, { engines }]) => engines?.node !== undefined && !satisfies(OLDEST, engines.node),
    );
    expect(newer.map(([path, { engines }]) => `${path} ${engines?.node}`)).toEqual([]);
  });
});

describe('emitted code', () => {
  const relative = ({ specifier }: { readonly specifier: string }): boolean =>
    specifier.startsWith('./');

  test('the runtime imports only its own files', () => {
    const runtime = sourcesBelow('runtime').flatMap(importsOf);
    expect(runtime.length).toBeGreaterThan(5);
    // A folder of it may reach the one above.
    const own = runtime.filter(({ specifier }) => !/^\.\.\/[\w-]+\.ts$/.test(specifier));
    expect(own.filter((item) => !relative(item)).map(({ specifier }) => specifier)).toEqual([]);
  });

  test('golden modules import only their own files', () => {
    const golden = filesBelow('test/golden')
      .filter((path) => /\.(js|ts)$/.test(path))
      .flatMap((path) => {
        const text = readText(path);
        const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
        return importsOf({ path, text, tree });
      });
    expect(golden.length).toBeGreaterThan(5);
    expect(golden.filter((item) => !relative(item)).map(({ specifier }) => specifier)).toEqual([]);
  });
});
