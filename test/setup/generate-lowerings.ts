/** Writes the index.ts of the WebGPU lowerings from the files that lie there: `npm run generate`. */

import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOWER = fileURLToPath(new URL('../../targets/webgpu/lower', import.meta.url));
export const LOWERINGS_INDEX = join(LOWER, 'index.ts');

/** The text that lower/index.ts should have. */
export function loweringsText(): string {
  const files = readdirSync(LOWER)
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const names = files.map((file) => file.replaceAll('-', '_'));
  return [
    '/** The lowering of every op; the compiler lists what is missing. Kept by `npm run generate`. */',
    '',
    "import type { CompositeOpName, CoreOpName } from '../../../ir/ops/index.ts';",
    "import type { Lowering } from '../lowering.ts';",
    ...names.map((name, index) => `import { ${name} } from './${files[index]}.ts';`),
    '',
    'export const lowerings = {',
    ...names.map((name) => `  ${name},`),
    '} satisfies Record<CoreOpName, Lowering> & Partial<Record<CompositeOpName, Lowering>>;',
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(LOWERINGS_INDEX, loweringsText());
}
