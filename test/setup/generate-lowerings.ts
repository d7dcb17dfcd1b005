/** Writes the index.ts of each target's lowerings from the files that lie there: `npm run generate`. */

import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const TARGETS = ['coreml', 'nnapi', 'webgpu'] as const;
export const LOWERINGS_INDICES = TARGETS.map((target) => join(folderOf(target), 'index.ts'));

function folderOf(target: string): string {
  return fileURLToPath(new URL(`../../targets/${target}/lower`, import.meta.url));
}

/** The texts that the lower/index.ts of the targets should have, in the order of LOWERINGS_INDICES. */
export function loweringsTexts(): readonly string[] {
  return TARGETS.map((target) => loweringsText(folderOf(target)));
}

function loweringsText(folder: string): string {
  const files = readdirSync(folder)
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
  loweringsTexts().forEach((text, index) => {
    const path = LOWERINGS_INDICES[index];
    if (path !== undefined) writeFileSync(path, text);
  });
}
