/** Writes the web runtime, bundled, and its declarations into a module that the emitter can import anywhere: `npm run generate`. */

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { templateLiteral } from '../../targets/webgpu/text.ts';
import { transpile } from '../../targets/webgpu/templates/transpile.ts';

const RUNTIME = fileURLToPath(new URL('../../runtime/web', import.meta.url));

export const RUNTIME_MODULE = fileURLToPath(
  new URL('../../targets/webgpu/templates/runtime.generated.ts', import.meta.url),
);

/** What every page loads, and what only those load that use it. */
const ENTRY = 'index';
const OPTIONAL = ['cache', 'files', 'profile', 'tune'];

/** What pages with a pipeline load in place of the entry. */
const PICTURES = 'pictures';

/** The text that the module should have. */
export function runtimeModuleText(): string {
  const own = readdirSync(RUNTIME)
    .filter((file) => file.endsWith('.ts') && file !== `${PICTURES}.ts`)
    .sort();
  const ofPictures = readdirSync(join(RUNTIME, PICTURES))
    .sort()
    .map((file) => `${PICTURES}/${file}`);
  return [
    '/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */',
    '',
    'export const runtimeFiles: Readonly<Record<string, string>> = {',
    ...[ENTRY, ...OPTIONAL].map(bundleEntry),
    ...own.map(declarationEntry),
    '};',
    '',
    '/** What pipelines have beside those: one file with all that pages load, and what it declares. */',
    'export const picturesFiles: Readonly<Record<string, string>> = {',
    bundleEntry(PICTURES),
    ...[`${PICTURES}.ts`, ...ofPictures].map(declarationEntry),
    '};',
    '',
  ].join('\n');
}

function bundleEntry(name: string): string {
  return `  '${name}.js': ${templateLiteral(bundle(name))},`;
}

function declarationEntry(file: string): string {
  const { dts } = transpile(file, readFileSync(join(RUNTIME, file), 'utf8'));
  return `  '${file.slice(0, -'.ts'.length)}.d.ts': ${templateLiteral(dts)},`;
}

/** A file with all that it imports, which a page fetches in one request. */
function bundle(name: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(RUNTIME, `${name}.ts`)],
    bundle: true,
    // Imported on demand, so it stays apart.
    external: OPTIONAL.map((optional) => `./${optional}.ts`),
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minify: true,
    banner: { js: '// The runtime of snapc; its source is dist/runtime/web in the package.' },
  });
  const text = outputFiles[0]?.text ?? '';
  return text.replaceAll(/import\("(\.\/\w+)\.ts"\)/g, 'import("$1.js")');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(RUNTIME_MODULE, runtimeModuleText());
}
