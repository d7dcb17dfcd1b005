/** Writes the C++ and Kotlin runtime and the templates into a module for the emitter: `npm run generate`. */

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templateLiteral } from '../../targets/webgpu/text.ts';

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
      entries(join(RUNTIME, from), /\.(?:h|cpp|kt)$/, (file) => `${to}/${file}`),
    ),
    '};',
    '',
    'export const templates = {',
    ...entries(TEMPLATES, /\.hbs$/, (file) => file.slice(0, -'.hbs'.length)),
    '} as const;',
    '',
  ].join('\n');
}

function entries(
  folder: string,
  wanted: RegExp,
  nameOf: (file: string) => string,
): readonly string[] {
  return readdirSync(folder)
    .filter((file) => wanted.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return `  '${nameOf(file)}': ${templateLiteral(text)},`;
    });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(CPP_MODULE, cppModuleText());
}
