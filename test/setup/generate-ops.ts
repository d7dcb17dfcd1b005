/** Writes the index.ts of the op folders from the files that lie there: `npm run generate`. */

import { readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const OPS = fileURLToPath(new URL('../../ir/ops', import.meta.url));
export const OP_KINDS = ['core', 'composite', 'recipe'] as const;
export type OpKind = (typeof OP_KINDS)[number];

export function indexPath(kind: OpKind): string {
  return join(OPS, kind, 'index.ts');
}

/** The text that the folder's index.ts should have. */
export function indexText(kind: OpKind): string {
  const files = readdirSync(join(OPS, kind))
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const names = files.map((file) => file.replaceAll('-', '_'));
  const imports = names.map((name, index) => `import { ${name} } from './${files[index]}.ts';`);
  return [
    `/** The ${kind} ops by name; kept in step with this folder by \`npm run generate\`. */`,
    '',
    ...imports,
    '',
    `export const ${kind}Ops = {`,
    ...names.map((name) => `  ${name},`),
    '};',
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const kind of OP_KINDS) writeFileSync(indexPath(kind), indexText(kind));
}
