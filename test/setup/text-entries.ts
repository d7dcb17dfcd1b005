/** Files of a folder as the entries of a module of texts. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { templateLiteral } from '../../targets/webgpu/text.ts';

/** One line for each file whose name matches, under the name that `nameOf` gives it. */
export function textEntries(
  folder: string,
  wanted: RegExp,
  nameOf: (file: string) => string = (file) => file,
): readonly string[] {
  return readdirSync(folder)
    .filter((file) => wanted.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return `  '${nameOf(file)}': ${templateLiteral(text)},`;
    });
}
