/** Which folder may import which, and that no file reaches itself through what it imports. */

import { describe, expect, test } from 'vitest';
import { importsOf } from './imports.ts';
import type { Import } from './imports.ts';
import { cyclesOf } from './cycles.ts';
import { EVERYTHING, PRODUCT, placeOf, sourcesBelow } from './sources.ts';

const sources = sourcesBelow(...EVERYTHING);
const imports = sources.flatMap(importsOf);

/** The folders with rules of their own, the deeper ones first, and what each may import besides itself. */
const LAYERS: readonly (readonly [folder: string, allowed: readonly string[]])[] = [
  ['compiler/cli/', ['ir/', 'compiler/', 'compiler/api/', 'targets/', 'models/']],
  ['compiler/api/', ['ir/', 'compiler/', 'targets/']],
  ['compiler/', ['ir/']],
  ['ir/', []],
  ['runtime/', []],
  ['targets/', ['ir/', 'compiler/', 'runtime/']],
  ['models/', ['ir/', 'compiler/']],
  ['bench/', ['ir/', 'compiler/', 'compiler/api/', 'targets/', 'runtime/', 'models/', 'test/']],
  [
    'examples/',
    ['ir/', 'compiler/', 'compiler/api/', 'compiler/cli/', 'targets/', 'models/', 'test/'],
  ],
  [
    'test/',
    [
      'ir/',
      'compiler/',
      'compiler/api/',
      'compiler/cli/',
      'targets/',
      'runtime/',
      'models/',
      'examples/',
    ],
  ],
];

function layerOf(path: string): string | undefined {
  return LAYERS.find(([folder]) => path.startsWith(folder))?.[0];
}

function isAllowed(from: string, target: string): boolean {
  const [layer, allowed = []] = LAYERS.find(([folder]) => from.startsWith(folder)) ?? [];
  const reached = layerOf(target);
  return layer === undefined || (reached !== undefined && [layer, ...allowed].includes(reached));
}

const show = ({ from, node, specifier }: Import): string => `${placeOf(from, node)} ${specifier}`;

describe('layers', () => {
  test('no folder imports one above it', () => {
    const upward = imports.filter(
      ({ from, target }) => target !== undefined && !isAllowed(from.path, target),
    );
    expect(upward.map(show)).toEqual([]);
  });

  test('a target does not know another target', () => {
    const folder = (path: string): string | undefined => /^targets\/(\w+)\//.exec(path)?.[1];
    const across = imports.filter(({ from, target = '' }) => {
      const [own, other] = [folder(from.path), folder(target)];
      return own !== undefined && other !== undefined && other !== 'devices' && own !== other;
    });
    expect(across.map(show)).toEqual([]);
  });

  test("Core ML's reader shares the schema with what writes packages, and no meaning with the IR", () => {
    const allowed =
      /^(targets\/coreml\/(read|schema)\/|compiler\/host\/(location|memory)\.ts$|ir\/(constant|diagnostics|record|tensor|types)\.ts$)/;
    const reached = imports.filter(({ from }) => from.path.startsWith('targets/coreml/read/'));
    expect(reached.length).toBeGreaterThan(100);
    const foreign = reached.filter(({ target = '' }) => !allowed.test(target));
    expect(foreign.map(show)).toEqual([]);
    const judges = /^targets\/coreml\/(?!read\/|host\/)/;
    const known = imports.filter(
      ({ from, target = '' }) =>
        judges.test(from.path) && target.startsWith('targets/coreml/read/'),
    );
    expect(known.map(show)).toEqual([]);
  });

  test('targets/devices knows no target', () => {
    const known = imports.filter(
      ({ from, target = '' }) =>
        from.path.startsWith('targets/devices/') &&
        target.startsWith('targets/') &&
        !target.startsWith('targets/devices/'),
    );
    expect(known.map(show)).toEqual([]);
  });

  test('models/ imports only what the package offers', () => {
    const offered = new Set(
      imports
        .filter(({ from }) => from.path.startsWith('compiler/api/'))
        .map(({ target }) => target),
    );
    const hidden = imports.filter(
      ({ from, target }) =>
        from.path.startsWith('models/') &&
        target !== undefined &&
        !target.startsWith('models/') &&
        !offered.has(target),
    );
    expect(hidden.map(show)).toEqual([]);
  });

  test('product code imports no tests and no examples', () => {
    const product = sourcesBelow(...PRODUCT).flatMap(importsOf);
    const outside = product.filter(({ target }) => /^(test|examples)\//.test(target ?? ''));
    expect(outside.map(show)).toEqual([]);
  });

  test('every relative import names a file that exists', () => {
    const known = new Set(sources.map(({ path }) => path));
    const missing = imports.filter(
      ({ target }) => target !== undefined && target.endsWith('.ts') && !known.has(target),
    );
    expect(missing.map(show)).toEqual([]);
  });
});

describe('cycles', () => {
  test('no file imports itself through others, once types are gone', () => {
    const edges = new Map(sources.map(({ path }) => [path, [] as string[]]));
    for (const { from, target, typeOnly } of imports) {
      if (target !== undefined && !typeOnly) edges.get(from.path)?.push(target);
    }
    expect(cyclesOf(edges)).toEqual([]);
  });
});

describe('hosts', () => {
  const HOSTS =
    /^(compiler\/host\/node[\w-]*\.ts|compiler\/cli\/.*|compiler\/api\/node\.ts|targets\/\w+\/host\/.*|models\/node\.ts|test\/.*|examples\/.*|bench\/.*)$/;

  test('only the host layer imports node:', () => {
    const found = imports.filter(
      ({ from, specifier }) => specifier.startsWith('node:') && !HOSTS.test(from.path),
    );
    expect(found.map(show)).toEqual([]);
  });

  test('what a browser loads reaches nothing of the host layer', () => {
    const values = new Map<string, Import[]>();
    for (const item of imports) {
      if (!item.typeOnly) values.set(item.from.path, [...(values.get(item.from.path) ?? []), item]);
    }
    const reached = new Set<string>();
    const follow = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { target } of values.get(path) ?? []) if (target !== undefined) follow(target);
    };
    follow('compiler/api/browser.ts');
    expect(reached.size).toBeGreaterThan(100);
    expect([...reached].filter((path) => HOSTS.test(path))).toEqual([]);
  });
});
