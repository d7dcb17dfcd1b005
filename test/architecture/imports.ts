/** What each file imports, and whether any of it is left when the types are gone. */

import { posix } from 'node:path';
import { ts } from 'ts-morph';
import { nodesOf } from './sources.ts';
import type { Source } from './sources.ts';

export interface Import {
  readonly from: Source;
  readonly specifier: string;
  /** The imported file from the root; undefined for packages. */
  readonly target: string | undefined;
  /** Nothing is left of it in the JavaScript. */
  readonly typeOnly: boolean;
  readonly node: ts.Node;
}

export function importsOf(from: Source): Import[] {
  const found: Import[] = [];
  for (const node of nodesOf(from.tree)) {
    const read = readImport(node);
    if (read === undefined || !ts.isStringLiteralLike(read.specifier)) continue;
    const specifier = read.specifier.text;
    const target = specifier.startsWith('.')
      ? posix.join(posix.dirname(from.path), specifier)
      : undefined;
    found.push({ from, specifier, target, typeOnly: read.typeOnly, node });
  }
  return found;
}

function readImport(node: ts.Node): { specifier: ts.Node; typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return { specifier: node.moduleSpecifier, typeOnly };
  }
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) {
    return { specifier: node.moduleSpecifier, typeOnly: node.isTypeOnly };
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return { specifier: node.argument.literal, typeOnly: true };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [specifier] = node.arguments;
    return specifier === undefined ? undefined : { specifier, typeOnly: false };
  }
  return undefined;
}

/** The name of the package that a specifier starts with: `@scope/name`, `name`, or `node:`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  const [first = '', second = ''] = specifier.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}
