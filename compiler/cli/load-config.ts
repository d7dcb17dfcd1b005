/** Finds and loads the config of a project: a module that exports one, or a JSON file. */

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reasonOf } from '../../ir/thrown.ts';
import { checkConfig } from '../api/check-config.ts';
import { BUILT_IN } from '../api/registry.ts';
import type { Registry } from '../api/registry.ts';
import { watchOps } from '../api/own-op.ts';
import { freezeBuiltIns } from './built-ins.ts';
import { pathOf } from './files.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { MARK } from './config-hooks.ts';
import type { Settings } from './config-hooks.ts';
import { configThrew, noConfigFile, otherConfigKind } from './diagnostics.ts';

const KINDS = ['.ts', '.mts', '.js', '.mjs', '.json'];

/** The config given with `--config`, else `snapc.config.*` in the current folder, else what is built in. */
export async function loadRegistry(
  context: CommandContext,
  given: string | undefined,
): Promise<Registry> {
  const file = given ?? findConfig(context);
  if (file === undefined) return BUILT_IN;
  if (given === undefined) context.progress.phase(`config ${file}`);
  watchOps(context.watch);
  const path = pathOf(context, file);
  if (!KINDS.includes(extname(file))) refuse(otherConfigKind(file));
  if (!existsSync(path)) refuse(noConfigFile(file));
  return take(
    context,
    checkConfig(await loaded(context, path, file), file, context.watch),
    'usage',
  );
}

function findConfig(context: CommandContext): string | undefined {
  return KINDS.map((kind) => `snapc.config${kind}`).find((name) =>
    existsSync(pathOf(context, name)),
  );
}

async function loaded({ watch }: CommandContext, path: string, file: string): Promise<unknown> {
  freezeBuiltIns();
  const leave = watch?.(`the config ${file}`);
  try {
    return await loadFile(path, file);
  } finally {
    leave?.();
  }
}

async function loadFile(path: string, file: string): Promise<unknown> {
  try {
    if (extname(path) === '.json') return JSON.parse(await readFile(path, 'utf8'));
    prepareImports();
    const module: unknown = await import(`${pathToFileURL(path).href}${MARK}`);
    return typeof module === 'object' && module !== null && 'default' in module
      ? module.default
      : undefined;
  } catch (error) {
    const name = error instanceof SyntaxError ? 'SyntaxError: ' : '';
    const [first = ''] = reasonOf(error).split('\n');
    return refuse(configThrew(file, `${name}${first}`));
  }
}

let prepared = false;

/**
 * A config's `import ... from 'snapc'` gets the snapc that runs, whether or not the project has one
 * installed; and Node versions that do not know TypeScript are taught the part that configs need.
 */
function prepareImports(): void {
  if (prepared) return;
  prepared = true;
  const suffix = extname(import.meta.url);
  const settings: Settings = {
    entry: new URL(`../api/node${suffix}`, import.meta.url).href,
    // In a checkout another loader does it, for files of the checkout.
    strips:
      suffix === '.js' && 'typescript' in process.features && process.features.typescript !== false,
  };
  register(`./config-hooks${suffix}`, import.meta.url, { data: settings });
}
