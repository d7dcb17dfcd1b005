/** Finds or unpacks the software Vulkan drivers: SwiftShader out of npm's Chromium, lavapipe out of a prepared folder. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { unpackTar } from './archive.ts';
import { makeFolderOnce } from '../../../compiler/host/node-cache.ts';
import { cacheFolder, resolvePackage } from './cache.ts';
import {
  driverUnusable,
  lavapipeMissing,
  softwareUnsupported,
  swiftShaderMissing,
} from './diagnostics.ts';

export type SoftwareName = 'swiftshader' | 'lavapipe';

/** A driver that lies in a folder of its own, together with a Vulkan loader. */
export interface SoftwareDriver {
  readonly name: SoftwareName;
  /** The absolute path of the file that tells the Vulkan loader where the driver is. */
  readonly manifest: string;
  /** Absolute paths of the libraries to load beforehand, each after those it needs. */
  readonly libraries: readonly string[];
}

export type FoundDriver = SoftwareDriver | Diagnostic;

export function isDriver(found: FoundDriver): found is SoftwareDriver {
  return 'manifest' in found;
}

export async function findSoftwareDriver(name: SoftwareName): Promise<FoundDriver> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return softwareUnsupported(name);
  try {
    return name === 'swiftshader' ? await findSwiftShader() : await findLavapipe();
  } catch (error) {
    return driverUnusable(name, error instanceof Error ? error.message : String(error));
  }
}

/** The folder of the archives in npm's Chromium package and its version, or undefined when it is not installed. */
export async function chromiumArchives(): Promise<{ folder: string; version: string } | undefined> {
  const entry = resolvePackage('@sparticuz/chromium');
  if (entry === undefined) return undefined;
  const root = join(dirname(entry), '..', '..');
  const description = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return { folder: join(root, 'bin'), version: description.version };
}

async function findSwiftShader(): Promise<FoundDriver> {
  const archives = await chromiumArchives();
  if (archives === undefined) return swiftShaderMissing();
  const folder = join(await cacheFolder(), `swiftshader-${archives.version}`);
  await makeFolderOnce(folder, (staging) =>
    unpackTar(join(archives.folder, 'swiftshader.tar.br'), staging),
  );
  return {
    name: 'swiftshader',
    manifest: join(folder, 'vk_swiftshader_icd.json'),
    libraries: [join(folder, 'libvulkan.so.1')],
  };
}

/** `driver.json`, as test/setup/lavapipe.mjs writes it; the names are relative to its folder. */
interface DriverFile {
  readonly manifest: string;
  readonly libraries: readonly string[];
}

async function findLavapipe(): Promise<FoundDriver> {
  const folder = process.env['SNAPC_LAVAPIPE_DIR'] ?? join(await cacheFolder(), 'lavapipe');
  let text: string;
  try {
    text = await readFile(join(folder, 'driver.json'), 'utf8');
  } catch {
    return lavapipeMissing(folder);
  }
  const driver = JSON.parse(text) as DriverFile;
  return {
    name: 'lavapipe',
    manifest: join(folder, driver.manifest),
    libraries: driver.libraries.map((library) => join(folder, library)),
  };
}
