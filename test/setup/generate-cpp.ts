/** Writes the C++ and Kotlin runtime and the templates into a module for the emitter: `npm run generate`. */

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textEntries } from './text-entries.ts';
import { unicodeTablesText } from './unicode-tables.ts';

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

/** What pipelines have beside that, under the same paths. */
const PICTURES_FOLDERS: typeof FOLDERS = FOLDERS.map(([from, to]) => [
  `${from}/pictures`,
  `${to}/pictures`,
]);

const PICTURES_TEMPLATES = join(TEMPLATES, 'pictures');

export const UNICODE_TABLES = join(RUNTIME, 'cpp/src/pictures/unicode_tables.cpp');

function runtimeEntries(folders: typeof FOLDERS): readonly string[] {
  return folders.flatMap(([from, to]) =>
    textEntries(join(RUNTIME, from), /\.(?:h|cpp|kt)$/, (file) => `${to}/${file}`),
  );
}

function templateEntries(folder: string): readonly string[] {
  return textEntries(folder, /\.hbs$/, (file) => file.slice(0, -'.hbs'.length));
}

/** The text that the module should have. */
export function cppModuleText(): string {
  return [
    '/** The C++ and Kotlin runtime and the templates by path; kept in step with their files by `npm run generate`. */',
    '',
    'export const runtimeFiles: Readonly<Record<string, string>> = {',
    ...runtimeEntries(FOLDERS),
    '};',
    '',
    'export const picturesFiles: Readonly<Record<string, string>> = {',
    ...runtimeEntries(PICTURES_FOLDERS),
    '};',
    '',
    'export const templates = {',
    ...templateEntries(TEMPLATES),
    '} as const;',
    '',
    'export const picturesTemplates = {',
    ...templateEntries(PICTURES_TEMPLATES),
    '} as const;',
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(UNICODE_TABLES, unicodeTablesText());
  writeFileSync(CPP_MODULE, cppModuleText());
}
