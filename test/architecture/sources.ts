/** The files of the project and the syntax trees of its TypeScript, for tests that read the sources. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What `.gitignore` names, and git itself. */
const IGNORED = new Set(['.work', '.git', 'node_modules', 'dist', 'out', '.cache']);

export interface Source {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** Paths from the root of all files below a folder, or in the whole project. */
export function filesBelow(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (IGNORED.has(entry.name) || entry.name.startsWith('.studio')) return [];
      return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
    })
    .sort();
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The TypeScript of some folders; emitted trees that tests compare with are not sources. */
export function sourcesBelow(...folders: readonly string[]): Source[] {
  return folders
    .flatMap((folder) => filesBelow(folder))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('test/golden/'))
    .map((path) => {
      const text = readText(path);
      return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
    });
}

/** The folders whose code is shipped. */
export const PRODUCT = ['ir', 'compiler', 'targets', 'runtime', 'models'] as const;
export const EVERYTHING = [...PRODUCT, 'bench', 'examples', 'test'] as const;

/** Written by `npm run generate`, as its first comment says. */
export function isGenerated({ text }: Pick<Source, 'text'>): boolean {
  return /^\/\*\*[^\n]*`npm run generate`/.test(text);
}

/** Every node of the tree, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node, void, undefined> {
  yield node;
  for (const child of node.getChildren()) yield* nodesOf(child);
}

/** `path:line` of a node, as editors open it. */
export function placeOf({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** Lines as an editor counts them. */
export function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
