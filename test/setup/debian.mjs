/**
 * Downloads Debian packages from the mirror that this machine's apt uses and unpacks them into a folder:
 * no root, nothing is installed, and apt's own lists and cache stay as they are.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The exit code of the scripts of this folder when the machine cannot do what they need. */
export const UNAVAILABLE_EXIT_CODE = 2;

/** Where unpacked packages are kept; `npm ci` empties it. */
export const cacheFolder = join(
  dirname(dirname(dirname(fileURLToPath(import.meta.url)))),
  'node_modules',
  '.cache',
  'snapc',
);

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The machine lacks something that no change to this project can bring. */
export class Unavailable extends Error {}

/** Runs a command and returns what it wrote on standard output. */
export function run(command, args, { environment = {}, cwd } = {}) {
  const result = spawnSync(command, args, {
    cwd,
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

/** The release's name, such as bookworm; only Debian itself is known here. */
export function debianCodename() {
  if (process.platform !== 'linux')
    throw new Unavailable(`this is ${process.platform}, not Debian`);
  run('apt-get', ['--version']);
  const release = readFileSync('/etc/os-release', 'utf8');
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(release)?.[1];
  const codename = field('VERSION_CODENAME');
  if (field('ID') !== 'debian' || codename === undefined) {
    throw new Unavailable(`this is ${field('PRETTY_NAME') ?? 'no known system'}, not Debian`);
  }
  return codename;
}

/**
 * Unpacks `packages` into `into`, with those they depend on and this machine has not installed.
 * `backports` prefers the release's backports; `dependencies: false` takes the named packages alone.
 */
export function unpackDebianPackages(
  packages,
  into,
  { backports = false, dependencies = true } = {},
) {
  const codename = debianCodename();
  inWorkFolder((work, archives) => {
    const backportsSuite = `${codename}-backports`;
    const suites = backports ? [codename, backportsSuite] : [codename];
    const apt = aptIn(work, archives, suites, mirrorOf(codename, work));
    apt('update');
    const release = backports ? ['-t', backportsSuite] : [];
    if (dependencies) {
      const only = ['--yes', '--download-only', '--reinstall', '--no-install-recommends'];
      apt(...release, 'install', ...only, ...packages);
    } else {
      apt(...release, 'download', ...packages);
    }
    for (const name of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
      run('dpkg-deb', ['-x', join(archives, name), into]);
    }
  });
}

/**
 * The folder of this name in the cache with `packages` unpacked, made by the first who asks; `arrange` may change what
 * lies in it. Throws Unavailable where this machine cannot have it.
 */
export function preparedPackages(name, packages, arrange = () => undefined) {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder, { recursive: true });
  const staging = mkdtempSync(`${folder}.part-`);
  try {
    process.stderr.write(
      `${name}: downloading ${packages.join(', ')} from this machine's mirror\n`,
    );
    unpackDebianPackages(packages, staging);
    arrange(staging);
    renameSync(staging, folder);
  } catch (error) {
    // Another process may have finished first; what it made serves as well.
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Unpacks `packages` of a Debian release, whichever this machine has, with all that they depend on: what a folder
 * needs to be a system of its own. Nothing is configured; base-files comes first, since it lays the folders out.
 */
export function unpackDebianSystem(release, packages, into) {
  const codename = debianCodename();
  inWorkFolder((work, archives) => {
    const apt = aptIn(work, archives, [release], mirrorOf(codename, work));
    // As if nothing were installed.
    const status = join(work, 'status');
    writeFileSync(status, '');
    apt('update');
    const empty = ['-o', `Dir::State::status=${status}`];
    const only = ['--yes', '--download-only', '--no-install-recommends'];
    apt(...empty, 'install', ...only, 'base-files', ...packages);
    const names = readdirSync(archives).filter((name) => name.endsWith('.deb'));
    const isBase = (name) => name.startsWith('base-files_');
    for (const name of [...names.filter(isBase), ...names.filter((name) => !isBase(name))]) {
      run('dpkg-deb', ['-x', join(archives, name), into]);
    }
  });
}

/** Gives `work` folders for an apt of its own and removes them afterwards. */
function inWorkFolder(use) {
  const work = mkdtempSync(join(tmpdir(), 'snapc-apt-'));
  try {
    const archives = join(work, 'archives');
    for (const folder of ['lists', 'cache', 'archives']) {
      mkdirSync(join(work, folder, 'partial'), { recursive: true });
    }
    use(work, archives);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** An apt-get with its own sources, lists and cache below `work`; whatever it downloads goes to `archives`. */
function aptIn(work, archives, suites, mirror) {
  const signed = existsSync(KEYRING) ? ` [signed-by=${KEYRING}]` : '';
  const sources = join(work, 'sources.list');
  writeFileSync(sources, suites.map((suite) => `deb${signed} ${mirror} ${suite} main\n`).join(''));
  const settings = {
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Cache::archives': archives,
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Debug::NoLocking': '1',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  return (...command) => run('apt-get', [...options, ...command], { cwd: archives });
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
