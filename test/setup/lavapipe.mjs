/**
 * Fetches Mesa's software Vulkan driver (lavapipe, which has shader-f16) from the machine's own Debian
 * mirror into node_modules/.cache/snapc/lavapipe and prints that folder. Nothing is installed, no root.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
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
import { fileURLToPath } from 'node:url';

const UNAVAILABLE = 2;
/** Debian 12's own Mesa is too old for Dawn; later releases carry a new enough one. */
const NEEDS_BACKPORTS = ['bookworm'];
const PACKAGES = ['mesa-vulkan-drivers', 'libvulkan1'];
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cache = join(root, 'node_modules', '.cache', 'snapc');
const folder = join(cache, 'lavapipe');

class Unavailable extends Error {}

function say(line) {
  process.stderr.write(`lavapipe: ${line}\n`);
}

function run(command, args, environment = {}) {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', ...environment },
  });
  if (result.error !== undefined) {
    throw new Unavailable(`${command} cannot be started (${result.error.message})`);
  }
  if (result.status !== 0) {
    throw new Unavailable(`${command} ${args.at(-1)} failed:\n${result.stdout}${result.stderr}`);
  }
  return result.stdout;
}

function debianCodename() {
  const release = readFileSync('/etc/os-release', 'utf8');
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(release)?.[1];
  const codename = field('VERSION_CODENAME');
  if (field('ID') !== 'debian' || codename === undefined) {
    throw new Unavailable(`this is ${field('PRETTY_NAME') ?? 'no known system'}, not Debian`);
  }
  return codename;
}

/** apt's own state, sources and cache below `work`, so that the machine's stay as they are. */
function aptOptions(work) {
  const settings = {
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Etc::SourceList': join(work, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': '1',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/** The address of the mirror that this machine takes its release from. */
function mirrorOf(codename, work) {
  const lists = run('apt-get', [
    '-o',
    `Dir::State::Lists=${join(work, 'lists')}`,
    '-o',
    'Debug::NoLocking=1',
    'update',
    '--print-uris',
  ]);
  const mirror = new RegExp(`^'(.*)/dists/${codename}/InRelease'`, 'm').exec(lists)?.[1];
  if (mirror === undefined) throw new Unavailable(`apt's sources name no mirror of ${codename}`);
  return mirror;
}

function download(codename, work) {
  for (const part of ['lists/partial', 'cache/archives/partial']) {
    mkdirSync(join(work, part), { recursive: true });
  }
  const mirror = mirrorOf(codename, work);
  const backports = NEEDS_BACKPORTS.includes(codename) ? [`${codename}-backports`] : [];
  const signed = existsSync(KEYRING) ? ` [signed-by=${KEYRING}]` : '';
  writeFileSync(
    join(work, 'sources.list'),
    [codename, ...backports].map((suite) => `deb${signed} ${mirror} ${suite} main\n`).join(''),
  );
  say("reading the package lists of this machine's mirror");
  run('apt-get', [...aptOptions(work), 'update']);
  say(`downloading ${PACKAGES.join(', ')} and what they need beyond the installed packages`);
  run('apt-get', [
    ...aptOptions(work),
    ...backports.flatMap((suite) => ['-t', suite]),
    'install',
    '--yes',
    '--download-only',
    '--reinstall',
    '--no-install-recommends',
    ...PACKAGES,
  ]);
  const archives = join(work, 'cache', 'archives');
  return readdirSync(archives)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

function findFile(below, pattern) {
  const found = readdirSync(below, { recursive: true }).find((path) =>
    pattern.test(basename(path)),
  );
  if (found === undefined)
    throw new Unavailable(`the packages hold no file like ${pattern.source}`);
  return join(below, found);
}

/** The shared libraries that the dynamic linker takes from `libraries` for `file`. */
function neededFrom(libraries, file) {
  const lines = run('ldd', [file], { LD_LIBRARY_PATH: libraries }).split('\n');
  const missing = lines.filter((line) => line.includes('not found')).map((line) => line.trim());
  if (missing.length > 0) throw new Unavailable(`${basename(file)} needs: ${missing.join('; ')}`);
  return lines
    .map((line) => / => (\S+) \(/.exec(line)?.[1])
    .filter((path) => path !== undefined && dirname(path) === libraries);
}

/** Puts the driver, its manifest and its libraries side by side and writes the list of them. */
function assemble(unpacked, staging) {
  const driver = findFile(unpacked, /^libvulkan_lvp\.so$/);
  const loader = findFile(unpacked, /^libvulkan\.so\.1$/);
  const libraries = dirname(driver);
  const needed = [...neededFrom(libraries, driver), loader];
  // A library needs more others than each of those does: sorting by that count loads it after them.
  const weight = new Map(needed.map((path) => [path, neededFrom(libraries, path).length]));
  const ordered = needed.sort((a, b) => weight.get(a) - weight.get(b));
  for (const path of [...ordered, driver]) copyFileSync(path, join(staging, basename(path)));

  const manifest = JSON.parse(readFileSync(findFile(unpacked, /^lvp_icd.*\.json$/), 'utf8'));
  manifest.ICD.library_path = `./${basename(driver)}`;
  writeFileSync(join(staging, 'lvp_icd.json'), JSON.stringify(manifest, undefined, 2));
  writeFileSync(
    join(staging, 'driver.json'),
    JSON.stringify(
      { manifest: 'lvp_icd.json', libraries: ordered.map((path) => basename(path)) },
      undefined,
      2,
    ),
  );
}

function fetchDriver() {
  if (process.platform !== 'linux') throw new Unavailable('this is not Linux');
  run('apt-get', ['--version']);
  const codename = debianCodename();
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'lavapipe.part-'));
  try {
    const unpacked = join(work, 'unpacked');
    for (const archive of download(codename, work)) run('dpkg-deb', ['-x', archive, unpacked]);
    const staging = join(work, 'lavapipe');
    mkdirSync(staging);
    assemble(unpacked, staging);
    chmodSync(staging, 0o755);
    renameSync(staging, folder);
  } catch (error) {
    // Another process may have finished first; what it made serves as well.
    if (!existsSync(join(folder, 'driver.json'))) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

try {
  if (!existsSync(join(folder, 'driver.json'))) fetchDriver();
  process.stdout.write(`${folder}\n`);
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  say(error.message);
  say(
    'what to do: run this on Debian 12 or newer with apt and a reachable mirror, or set SNAPC_LAVAPIPE_DIR to a folder that it printed elsewhere',
  );
  process.exitCode = UNAVAILABLE;
}
