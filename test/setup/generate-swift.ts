/** Writes the Swift runtime and the templates into a module that the emitter can import anywhere: `npm run generate`. */

import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textEntries } from './text-entries.ts';
import { swiftTablesText } from './unicode-swift.ts';

const RUNTIME = fileURLToPath(new URL('../../runtime/swift', import.meta.url));
const PICTURES = join(RUNTIME, 'Pictures');
const TEMPLATES = fileURLToPath(new URL('../../targets/coreml/templates', import.meta.url));

export const SWIFT_MODULE = join(TEMPLATES, 'swift.generated.ts');

/** The text that the module should have. */
export function swiftModuleText(): string {
  return [
    '/** The Swift runtime and the templates by name; kept in step with their files by `npm run generate`. */',
    '',
    'export const runtimeFiles: Readonly<Record<string, string>> = {',
    ...textEntries(RUNTIME, /\.swift$/),
    '};',
    '',
    '/** The files of a pipeline, in the folder Pictures of the runtime. */',
    'export const picturesFiles: Readonly<Record<string, string>> = {',
    ...textEntries(PICTURES, /\.swift$/),
    '};',
    '',
    'export const templates = {',
    ...textEntries(TEMPLATES, /\.(swift|md)\.hbs$/, (file) => file.slice(0, -'.hbs'.length)),
    '} as const;',
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(join(PICTURES, 'UnicodeTables.swift'), swiftTablesText());
  writeFileSync(SWIFT_MODULE, swiftModuleText());
}
