/** Writes the C++ and Kotlin runtime and the templates into a module for the emitter: `npm run generate`. */

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textEntries } from './text-entries.ts';

const RUNTIME = fileURLToPath(new URL('../../runtime', import.meta.url));
const TEMPLATES = fileURLToPath(new URL('../../targets/nnapi/templates', import.meta.url));

export const CPP_MODULE = join(TEMPLATES, 'cpp.generated.ts');

/** Folders of the runtime, and where their files stand in an artifact. */
const FOLDERS: readonly (readonly [from: string, to: string])[] = [
  ['cpp/include/snapc', 'include/snapc'],
  ['cpp/src', 'src/runtime'],
  ['cpp/tools', 'tools'],
  ['cpp/jni', 'jni'],
  ['kotlin', 'kotlin'],
];

/** The text that the module should have. */
export function cppModuleText(): string {
  return [
    '/** The C++ and Kotlin runtime and the templates by path; kept in step with their files by `npm run generate`. */',
    '',
    'export const runtimeFiles: Readonly<Record<string, string>> = {',
    ...FOLDERS.flatMap(([from, to]) =>
      textEntries(join(RUNTIME, from), /\.(?:h|cpp|kt)$/, (file) => `${to}/${file}`),
    ),
    '};',
    '',
    'export const templates = {',
    ...textEntries(TEMPLATES, /\.hbs$/, (file) => file.slice(0, -'.hbs'.length)),
    '} as const;',
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(CPP_MODULE, cppModuleText());
}
