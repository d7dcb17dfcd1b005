/** Unpacks npm's Chromium with its SwiftShader and starts it headless, with WebGPU, on a machine without a GPU. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { unpackExecutable, unpackTar } from '../../targets/webgpu/host/archive.ts';
import { makeFolderOnce } from '../../compiler/host/node-cache.ts';
import { cacheFolder } from '../../targets/webgpu/host/cache.ts';
import { chromiumArchives } from '../../targets/webgpu/host/software-driver.ts';

const FLAGS = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The package's own settings look for the fonts in fixed places outside its folder. */
const FONT_SETTINGS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

export async function launchChromium(): Promise<Browser> {
  const folder = await unpackedChromium();
  const executablePath = join(folder, 'chromium');
  return chromium.launch({
    executablePath,
    args: FLAGS,
    env: environmentFor(executablePath, folder),
  });
}

/** The libraries and fonts lie beside the executable; those of the machine come first where it has them. */
async function unpackedChromium(): Promise<string> {
  const archives = await chromiumArchives();
  if (archives === undefined) throw new Error('@sparticuz/chromium is not installed: run npm ci');
  const archive = (name: string): string => join(archives.folder, name);
  const folder = join(await cacheFolder(), `chromium-${archives.version}`);
  await makeFolderOnce(folder, async (staging) => {
    await Promise.all([
      unpackExecutable(archive('chromium.br'), join(staging, 'chromium')),
      unpackTar(archive('swiftshader.tar.br'), staging),
      unpackTar(archive('al2023.tar.br'), staging),
      unpackTar(archive('fonts.tar.br'), staging),
    ]);
    await writeFile(join(staging, 'fonts.conf'), FONT_SETTINGS);
  });
  return folder;
}

function environmentFor(executable: string, folder: string): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    // The page's driver is chosen by a flag; what Dawn in Node was told does not concern it.
    if (value !== undefined && !/^VK_(DRIVER_FILES|ICD_FILENAMES)$/.test(name)) {
      environment[name] = value;
    }
  }
  if (!existsSync('/etc/fonts')) environment['FONTCONFIG_PATH'] = folder;
  if (starts(executable, environment)) return environment;

  // A bare system lacks nss, nspr and expat; the package carries them.
  const own = environment['LD_LIBRARY_PATH'];
  environment['LD_LIBRARY_PATH'] = join(folder, 'lib') + (own === undefined ? '' : `:${own}`);
  if (starts(executable, environment)) return environment;
  throw new Error(`Chromium does not start: see "ldd ${executable}" for the libraries it lacks`);
}

function starts(executable: string, env: Record<string, string>): boolean {
  return spawnSync(executable, ['--version'], { env, stdio: 'ignore' }).status === 0;
}
