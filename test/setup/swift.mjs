/**
 * Prepares a folder with Debian 13's Swift compiler and runs commands in it: `node test/setup/swift.mjs` prints the
 * folder, `node test/setup/swift.mjs FOLDER COMMAND ...` runs a command with FOLDER as its /work. Nothing is installed
 * on the machine; root is not needed where the kernel lets users have namespaces of their own.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  cacheFolder,
  run,
  Unavailable,
  UNAVAILABLE_EXIT_CODE,
  unpackDebianSystem,
} from './debian.mjs';

/** The first release that has Swift. */
const RELEASE = 'trixie';

const PACKAGES = [
  'dash',
  'coreutils',
  'libc-bin',
  'swiftlang',
  'libc6-dev',
  'g++',
  'libstdc++-14-dev',
];

const folder = join(cacheFolder, 'swift');
const compiler = join(folder, 'usr', 'libexec', 'swift', 'bin', 'swiftc');

/** The commands inside see the folder as the whole system, with /proc, /dev and the work folder. */
const ENTER = [
  'mount -t proc proc "$1/proc"',
  'mount --rbind /dev "$1/dev"',
  'mount --bind "$2" "$1/work"',
  'root="$1"',
  'shift 2',
  'exec chroot "$root" /usr/bin/env -i --chdir=/work ' +
    'PATH=/usr/libexec/swift/bin:/usr/bin HOME=/tmp LANG=C.UTF-8 "$@"',
].join(' && ');

function namespaces() {
  const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  return [...asUser, '--mount', '--pid', '--fork'];
}

/** The folder, made by the first who asks. Throws Unavailable where this machine cannot have it. */
export function prepareSwift() {
  if (existsSync(compiler)) return folder;
  run('unshare', [...namespaces(), 'true']);
  mkdirSync(cacheFolder, { recursive: true });
  const staging = mkdtempSync(`${folder}.part-`);
  try {
    process.stderr.write(
      "swift: downloading Debian 13's compiler from this machine's mirror (600 MB, 2.5 GB unpacked)\n",
    );
    unpackDebianSystem(RELEASE, PACKAGES, staging);
    mkdirSync(join(staging, 'work'));
    renameSync(staging, folder);
  } catch (error) {
    // Another process may have finished first; what it made serves as well.
    if (!existsSync(compiler)) throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return folder;
}

/** What brings a command into the folder. */
function entered(work, command) {
  return [...namespaces(), 'sh', '-c', ENTER, 'sh', prepareSwift(), resolve(work), ...command];
}

/** Starts a command with `work` as its /work; its standard input and output are pipes. */
export function startSwift(work, command) {
  return spawn('unshare', entered(work, command), { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** Runs a command with `work` as its /work and gives its exit code and what it printed. */
export function runSwift(work, command) {
  const { status, stdout, stderr } = spawnSync('unshare', entered(work, command), {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, output: `${stdout}${stderr}` };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    const [work, ...command] = process.argv.slice(2);
    if (work === undefined) {
      process.stdout.write(`${prepareSwift()}\n`);
    } else {
      const { status, output } = runSwift(work, command);
      process.stdout.write(output);
      process.exitCode = status ?? 1;
    }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    process.stderr.write(
      `swift: ${error.message}\nswift: what to do: run this on Debian 12 or newer with apt, a reachable mirror and namespaces\n`,
    );
    process.exitCode = UNAVAILABLE_EXIT_CODE;
  }
}
