/** Module hooks while a config is loaded: `snapc` is the snapc that runs, and TypeScript loses its types. */

import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';

interface Settings {
  /** The address of the package's entry point. */
  readonly entry: string;
  /** Whether TypeScript has to be transpiled, since nobody else does. */
  readonly typescript: boolean;
}

let settings: Settings = { entry: '', typescript: false };

export function initialize(given: Settings): void {
  settings = given;
}

export const resolve: ResolveHook = (specifier, context, next) =>
  specifier === 'snapc'
    ? { url: settings.entry, format: 'module', shortCircuit: true }
    : next(specifier, context);

export const load: LoadHook = async (url, context, next) => {
  if (!settings.typescript || !/^file:.*\.m?ts$/.test(url)) return next(url, context);
  const { ts } = await import('ts-morph');
  const fileName = fileURLToPath(url);
  const { outputText } = ts.transpileModule(await readFile(fileName, 'utf8'), {
    fileName,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
  });
  return { format: 'module', source: outputText, shortCircuit: true };
};
