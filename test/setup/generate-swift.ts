/** Writes the Swift runtime and the templates into a module that the emitter can import anywhere: `npm run generate`. */

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templateLiteral } from '../../targets/webgpu/text.ts';

const RUNTIME = fileURLToPath(new URL('../../runtime/swift', import.meta.url));
const TEMPLATES = fileURLToPath(new URL('../../targets/coreml/templates', import.meta.url));

export const SWIFT_MODULE = join(TEMPLATES, 'swift.generated.ts');

/** The text that the module should have. */
export function swiftModuleText(): string {
  return [
    '/** The Swift runtime and the templates by name; kept in step with their files by `npm run generate`. */',
    '',
    'export const runtimeFiles: Readonly<Record<string, string>> = {',
    ...entries(RUNTIME, '.swift', ''),
    '};',
    '',
    'export const templates = {',
    ...entries(TEMPLATES, '.swift.hbs', '.hbs'),
    '} as const;',
    '',
  ].join('\n');
}

function entries(folder: string, extension: string, removed: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return `  '${file.slice(0, file.length - removed.length)}': ${templateLiteral(text)},`;
    });
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(SWIFT_MODULE, swiftModuleText());
}
