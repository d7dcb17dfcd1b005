/** The Core ML packages that a folder is or holds. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openPackageFolder, MANIFEST_FILE } from '../../targets/coreml/host/package-files.ts';
import { readPackage } from '../../targets/coreml/read/index.ts';
import type { MilPackage } from '../../targets/coreml/read/index.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { checkRelativePath } from '../host/location.ts';
import { GENERATOR } from '../host/output.ts';
import type { Manifest, ManifestTensor } from '../manifest.ts';
import { readManifest } from './artifact.ts';
import type { CommandContext } from './command.ts';
import { pathOf } from './files.ts';

export const COREML = 'coreml';

export interface PackageFolder {
  /** Of the artifact; undefined for a package by itself. */
  readonly manifest: Manifest | undefined;
  /** Paths of the packages' folders, as the user would write them. */
  readonly packages: readonly string[];
  /** The names of the model and those in the packages. */
  readonly inputs: readonly ManifestTensor[];
  readonly outputs: readonly ManifestTensor[];
}

/** A package has its manifest under a name with a capital, an artifact under one without. */
export async function isPackage(context: CommandContext, folder: string): Promise<boolean> {
  if (folder.replace(/\/+$/, '').endsWith('.mlpackage')) return true;
  const text = await readFile(join(pathOf(context, folder), MANIFEST_FILE), 'utf8').catch(() => '');
  return text.includes('"itemInfoEntries"');
}

export async function findPackages(
  context: CommandContext,
  folder: string,
): Promise<PackageFolder> {
  if (await isPackage(context, folder)) {
    return { manifest: undefined, packages: [folder], inputs: [], outputs: [] };
  }
  const manifest = await readManifest(context, folder);
  const target = manifest.targets[COREML];
  const ending = `.mlpackage/${MANIFEST_FILE}`;
  const packages = (target?.files ?? [])
    // One that leads out of the folder is told where the folder's files are checked.
    .filter(({ path }) => path.endsWith(ending) && checkRelativePath(path).segments !== undefined)
    .map(({ path }) => join(folder, path.slice(0, -MANIFEST_FILE.length - 1)));
  return {
    manifest,
    packages,
    inputs: target?.inputs ?? [],
    outputs: target?.outputs ?? [],
  };
}

/** Opens a package for as long as `use` takes. */
export async function withPackage<T>(
  context: CommandContext,
  folder: string,
  use: (read: Result<MilPackage>) => Promise<T>,
): Promise<T> {
  const opened = await openPackageFolder(pathOf(context, folder));
  if (!opened.ok) return use(opened);
  try {
    return await use(await readPackage(opened.value, { signal: context.signal }));
  } finally {
    await opened.value.close();
  }
}

/** Defaults that are left out are faults of a package of ours; other tools may have their reasons. */
export function isOurs({ model }: MilPackage): boolean {
  return model.generator?.startsWith(`${GENERATOR} `) === true;
}
