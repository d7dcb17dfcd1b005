/** What no file of the tree may tell: where it was made, and from which hosts packages came. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, filesBelow } from './sources.ts';

/** Addresses that are no place to fetch from: names of formats, examples, this machine. */
const HOSTS: readonly RegExp[] = [
  /^(127\.0\.0\.1|localhost|example\.(com|org))$/,
  /^(json-schema\.org|www\.w3\.org|schemas\.android\.com)$/,
  /^git-lfs(\.github\.com)?$/,
];
/** It names where each package's authors take donations, and no place that packages came from. */
const LOCK = 'package-lock.json';

const files = filesBelow().map((path) => ({
  path,
  text: readFileSync(join(ROOT, path), 'latin1'),
}));

function findAll(pattern: RegExp, allowed: (match: string) => boolean): string[] {
  return files
    .filter(({ path }) => path !== LOCK)
    .flatMap(({ path, text }) =>
      [...text.matchAll(pattern)]
        .map(([match, part]) => part ?? match)
        .filter((match) => !allowed(match))
        .map((match) => `${path}: ${match}`),
    );
}

describe('the tree', () => {
  test('is read', () => {
    const paths = files.map(({ path }) => path);
    for (const path of ['package.json', LOCK, '.npmrc', 'README.md', 'LICENSE']) {
      expect(paths).toContain(path);
    }
  });

  test('names no host', () => {
    const hosts = /\b(?:https?|ftp|ssh|git):\/\/([\w.-]*\w)/g;
    const known = (host: string): boolean => HOSTS.some((pattern) => pattern.test(host));
    expect(findAll(hosts, known)).toEqual([]);
    const bare =
      /\b(?:[\w-]+\.)+(?:npmjs\.(?:org|com)|debian\.(?:org|net)|pypi\.org|ubuntu\.com)\b/g;
    expect(findAll(bare, () => false)).toEqual([]);
  });

  test('names no path of the machine it was made on', () => {
    expect(findAll(/(?<![\w.-])\/(?:root|work|home|Users)\/[\w.]+/g, () => false)).toEqual([]);
  });

  test('locks packages by version and hash, wherever they come from', () => {
    const lock = files.find(({ path }) => path === LOCK)?.text ?? '';
    expect(lock).toContain('"integrity": "sha512-');
    expect(lock).not.toContain('"resolved"');
    expect(lock).not.toMatch(/"version": "(git|https?|file)\b/);
  });
});
