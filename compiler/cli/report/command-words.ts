/** The command line that compiles a folder again. */

import type { ManifestTarget } from '../../manifest.ts';
import type { PassStep } from '../../pass.ts';
import { compressionOf, askedWords } from '../../report/recipe.ts';
import { shellCommand } from '../shell.ts';
import type { ReportRequest } from './request.ts';

/** Where a report puts the rules that the command names. */
export const RULES = 'compress.json';

export function commandOf(
  { file, folder, manifest, registry, extras }: ReportRequest,
  name: string,
  { options }: ManifestTarget,
  steps: readonly PassStep[],
): string {
  const specs = registry.targets.find((target) => target.name === name)?.options ?? {};
  const changed = Object.entries(options).flatMap(([option, value]) => {
    const spec = specs[option];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const same = spec !== undefined && JSON.stringify(spec.default) === JSON.stringify(value);
    return spec === undefined || same ? [] : ['--target-option', `${name}.${option}=${text}`];
  });
  const dims = Object.entries(manifest.dims).flatMap(([dim, value]) => [
    '--dim',
    `${dim}=${value}`,
  ]);
  const { config, calibrate } = extras;
  return shellCommand([
    'snapc',
    'compile',
    file,
    '--target',
    name,
    '--device',
    extras.device ?? manifest.device,
    '--precision',
    manifest.precision,
    ...dims,
    ...changed,
    ...askedWords(steps),
    ...(compressionOf(steps) === undefined ? [] : ['--compress', `${name}.${RULES}`]),
    ...(calibrate === undefined ? [] : ['--calibrate', calibrate]),
    ...(config === undefined ? [] : ['--config', config]),
    '--out',
    folder,
  ]);
}
