/** Module hooks while a config is loaded: `snapc` is the snapc that runs, and TypeScript loses its types. */

import { readFile } from 'node:fs/promises';
import type { LoadHook, ResolveHook } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Settings {
  /** The address of the package's entry point. */
  readonly entry: string;
  /** Whether Node itself leaves out types. */
  readonly strips: boolean;
}

let settings: Settings = { entry: '', strips: false };

export function initialize(given: Settings): void {
  settings = given;
}

/** Ends the address of a config, so that it and what it imports are told from all other modules. */
export const MARK = '?snapc-config';
const configs = new Set<string>();

export const resolve: ResolveHook = async (specifier, context, next) => {
  if (specifier === 'snapc') return { url: settings.entry, format: 'module', shortCircuit: true };
  const found = await next(specifier, context);
  const ofConfig = found.url.endsWith(MARK) || configs.has(context.parentURL ?? '');
  if (ofConfig && !found.url.includes('/node_modules/')) configs.add(found.url);
  return found;
};

/** Whether a folder says "type": "module" makes no difference to who writes `import` and `export`. */
export const load: LoadHook = async (url, context, next) => {
  const [, kind] = /^file:[^?]*\.(m?ts|js)(?:\?.*)?$/.exec(url) ?? [];
  if (kind === undefined || !configs.has(url)) return next(url, context);
  const fileName = fileURLToPath(url);
  const text = await readFile(fileName, 'utf8');
  if (kind === 'js') {
    if (!IS_MODULE.test(text)) return next(url, context);
    return { format: 'module', source: text, shortCircuit: true };
  }
  if (settings.strips) return next(url, context);
  const { ts } = await import('ts-morph');
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
      inlineSourceMap: true,
    },
  });
  const [fault] = diagnostics;
  if (fault !== undefined) {
    const { line } = ts.getLineAndCharacterOfPosition(
      ts.createSourceFile(fileName, text, ts.ScriptTarget.ES2022),
      fault.start ?? 0,
    );
    const words = ts.flattenDiagnosticMessageText(fault.messageText, ' ');
    throw new SyntaxError(`${basename(fileName)}, line ${line + 1}: ${words}`);
  }
  return { format: 'module', source: outputText, shortCircuit: true };
};

const IS_MODULE = /^\s*(?:import\s*[\w{*'"]|export\s)/m;
