/** Writes the page that measures a phone into a module that `snapc devices page` imports: `npm run generate`. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { templateLiteral } from '../../targets/webgpu/text.ts';

const PAGE = fileURLToPath(new URL('../../targets/devices/page', import.meta.url));
const SCRIPT = '<script type="module"></script>';

export const PAGE_MODULE = join(PAGE, 'page.generated.ts');

/** The text that the module should have. */
export function pageModuleText(): string {
  const { outputFiles } = buildSync({
    absWorkingDir: PAGE,
    entryPoints: ['main.ts'],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
  });
  const [before = '', after] = readFileSync(join(PAGE, 'page.html'), 'utf8').split(SCRIPT);
  const script = outputFiles[0]?.text ?? '';
  if (after === undefined || script.includes('</script'))
    throw new Error('no place for the script');
  const page = `${before}<script type="module">\n${script}</script>${after}`;
  return [
    '/** The page that measures a phone; kept in step with its sources by `npm run generate`. */',
    '',
    `export const measurePage = ${templateLiteral(page)};`,
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(PAGE_MODULE, pageModuleText());
}
