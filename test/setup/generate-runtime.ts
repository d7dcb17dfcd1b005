/** Writes the web runtime, transpiled, into a module that the emitter can import anywhere: `npm run generate`. */

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transpile } from '../../targets/webgpu/templates/transpile.ts';

const RUNTIME = fileURLToPath(new URL('../../runtime/web', import.meta.url));

export const RUNTIME_MODULE = fileURLToPath(
  new URL('../../targets/webgpu/templates/runtime.generated.ts', import.meta.url),
);

/** The text that the module should have. */
export function runtimeModuleText(): string {
  const sources = readdirSync(RUNTIME)
    .filter((file) => file.endsWith('.ts'))
    .sort();
  const entries = sources.flatMap((file) => {
    const name = file.slice(0, -'.ts'.length);
    const { js, dts } = transpile(file, readFileSync(join(RUNTIME, file), 'utf8'));
    return [
      ...(hasCode(js) ? [`  '${name}.js': ${templateLiteral(js)},`] : []),
      `  '${name}.d.ts': ${templateLiteral(dts)},`,
    ];
  });
  return [
    '/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */',
    '',
    'export const runtimeFiles: Readonly<Record<string, string>> = {',
    ...entries,
    '};',
    '',
  ].join('\n');
}

/** A file of types alone leaves an empty module, which nothing imports. */
function hasCode(js: string): boolean {
  return js.replace('export {};', '').trim() !== '';
}

function templateLiteral(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(RUNTIME_MODULE, runtimeModuleText());
}
