/** Prepares Mesa's software Vulkan driver (lavapipe, which has shader-f16) and prints the folder it lies in. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  cacheFolder,
  debianCodename,
  run,
  Unavailable,
  UNAVAILABLE_EXIT_CODE,
  unpackDebianPackages,
} from './debian.mjs';

const folder = join(cacheFolder, 'lavapipe');

function say(line) {
  process.stderr.write(`lavapipe: ${line}\n`);
}

function findFile(below, pattern) {
  const found = readdirSync(below, { recursive: true }).find((path) =>
    pattern.test(basename(path)),
  );
  if (found === undefined)
    throw new Unavailable(`the packages hold no file like ${pattern.source}`);
  return join(below, found);
}

/** Libraries that Node itself runs on: a second copy of them would not do. */
const LOADED_BY_NODE = /^(ld-linux.*|lib(c|m|dl|rt|pthread|gcc_s|stdc\+\+))\.so/;

/** The shared libraries that the dynamic linker takes from `unpacked` for `file`. */
function neededFrom(unpacked, file) {
  const folders = ['usr/lib', 'lib'].map((part) => join(unpacked, part, basename(dirname(file))));
  const environment = { LD_LIBRARY_PATH: folders.join(':') };
  const lines = run('ldd', [file], { environment }).split('\n');
  const missing = lines.filter((line) => line.includes('not found')).map((line) => line.trim());
  if (missing.length > 0) throw new Unavailable(`${basename(file)} needs: ${missing.join('; ')}`);
  return lines
    .map((line) => / => (\S+) \(/.exec(line)?.[1])
    .filter((path) => path?.startsWith(unpacked) && !LOADED_BY_NODE.test(basename(path)));
}

/** Puts the driver, its manifest and its libraries side by side, with a list of them in loading order. */
function assemble(unpacked, staging) {
  const driver = findFile(unpacked, /^libvulkan_lvp\.so$/);
  const loader = findFile(unpacked, /^libvulkan\.so\.1$/);
  const needed = [...neededFrom(unpacked, driver), loader];
  // A library needs more others than each of those does: sorting by that count loads it after them.
  const weight = new Map(needed.map((path) => [path, neededFrom(unpacked, path).length]));
  const ordered = needed.sort((a, b) => weight.get(a) - weight.get(b));
  for (const path of [...ordered, driver]) copyFileSync(path, join(staging, basename(path)));

  const manifest = JSON.parse(readFileSync(findFile(unpacked, /^lvp_icd.*\.json$/), 'utf8'));
  manifest.ICD.library_path = `./${basename(driver)}`;
  const list = { manifest: 'lvp_icd.json', libraries: ordered.map((path) => basename(path)) };
  writeFileSync(join(staging, list.manifest), JSON.stringify(manifest, undefined, 2));
  writeFileSync(join(staging, 'driver.json'), JSON.stringify(list, undefined, 2));
}

function prepare() {
  // Debian 12's own Mesa is too old for Dawn; later releases carry a new enough one.
  const backports = debianCodename() === 'bookworm';
  mkdirSync(cacheFolder, { recursive: true });
  const work = mkdtempSync(`${folder}.part-`);
  try {
    const unpacked = join(work, 'unpacked');
    const staging = join(work, 'lavapipe');
    say("downloading Mesa's drivers from this machine's Debian mirror (about 25 to 70 MB)");
    unpackDebianPackages(['mesa-vulkan-drivers', 'libvulkan1'], unpacked, { backports });
    mkdirSync(staging);
    assemble(unpacked, staging);
    renameSync(staging, folder);
  } catch (error) {
    // Another process may have finished first; what it made serves as well.
    if (!existsSync(join(folder, 'driver.json'))) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  if (!existsSync(join(folder, 'driver.json'))) prepare();
  process.stdout.write(`${folder}\n`);
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  say(error.message);
  say(
    'what to do: run this on Debian 12 or newer with apt and a reachable mirror, or set SNAPC_LAVAPIPE_DIR to a folder that it printed elsewhere',
  );
  process.exitCode = UNAVAILABLE_EXIT_CODE;
}
