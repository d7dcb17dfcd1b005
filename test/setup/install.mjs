/** Installs the packages that package-lock.json names, when they are missing or others; needs Node and npm alone. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 19];
const USAGE_OR_PLATFORM = 2;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What npm wrote on standard error, matched to what the user can do about it; the first match counts. */
const CURES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/,
    'the package registry cannot be reached: check the network, and the proxy and registry settings that "npm config list" shows',
  ],
  [
    /CERT|SSL|self.signed/i,
    'the registry\'s certificate is not trusted: see "npm config get cafile"',
  ],
  [/ENOSPC/, 'the disk is full: free about 1 GB'],
  [/EACCES|EPERM|EROFS/, `this user cannot write there: make ${root} and its node_modules yours`],
  [
    /EUSAGE|in sync/,
    'package.json and package-lock.json differ: run "npm install" and commit package-lock.json',
  ],
];

function fail(what, cure) {
  process.stderr.write(`snapc set-up: ${what}\n  what to do: ${cure}\n`);
  process.exit(USAGE_OR_PLATFORM);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const oldEnough = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  if (!oldEnough) {
    fail(
      `Node ${process.versions.node} is too old`,
      `install Node ${OLDEST_NODE.join('.')} or newer (this one is ${process.execPath})`,
    );
  }
}

function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/** npm writes node_modules/.package-lock.json last, so an interrupted installation is seen as missing. */
function missingPackages() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (wanted === undefined) {
    fail(
      `${join(root, 'package-lock.json')} cannot be read`,
      'restore it from version control ("git checkout package-lock.json")',
    );
  }
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json')) ?? {};
  return Object.entries(wanted)
    .filter(([path, entry]) => {
      if (path === '') return false;
      const found = present[path];
      // Optional packages are those of other platforms: npm leaves them out.
      if (found === undefined) return entry.optional !== true;
      return found.version !== entry.version;
    })
    .map(([path]) => path);
}

/** The npm that runs this script, or the one on the path. */
function npmCommand() {
  const running = process.env['npm_execpath'];
  if (running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running)) {
    return { command: process.execPath, before: [running], shell: false };
  }
  return { command: 'npm', before: [], shell: process.platform === 'win32' };
}

/** A user whose home folder cannot be written (a container's plain number) still needs a cache for npm. */
function npmEnvironment() {
  if (process.env['npm_config_cache'] !== undefined) return process.env;
  try {
    const cache = join(homedir(), '.npm');
    accessSync(existsSync(cache) ? cache : homedir(), constants.W_OK);
    return process.env;
  } catch {
    const cache = join(tmpdir(), `snapc-npm-${process.getuid?.() ?? 'cache'}`);
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    return { ...process.env, npm_config_cache: cache };
  }
}

function install(missing) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  process.stderr.write(
    `snapc set-up: packages missing or of another version: ${missing}; running npm ci (once, up to a few minutes)\n`,
  );
  const progress = setInterval(() => {
    process.stderr.write(`snapc set-up: npm ci runs, ${seconds()}\n`);
  }, 5000);

  const { command, before, shell } = npmCommand();
  // No package here needs its install script, so none runs: the same on every npm, and nothing is fetched by one.
  // The tests need the development packages, also under NODE_ENV=production.
  const child = spawn(
    command,
    [
      ...before,
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--no-audit',
      '--no-fund',
      '--no-update-notifier',
      '--loglevel=error',
    ],
    { cwd: root, env: npmEnvironment(), shell, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let talk = '';
  child.stderr.on('data', (bytes) => {
    talk += bytes;
  });
  child.on('error', (error) => {
    clearInterval(progress);
    fail(
      `npm cannot be started (${error.message})`,
      'install npm (it comes with Node) and see that "npm --version" answers',
    );
  });
  child.on('close', (code, signal) => {
    clearInterval(progress);
    if (code === 0) {
      process.stderr.write(`snapc set-up: packages installed in ${seconds()}\n`);
      return;
    }
    process.stderr.write(talk);
    const cure = CURES.find(([symptom]) => symptom.test(talk))?.[1];
    fail(
      `npm ci ${signal === null ? `ended with code ${code}` : `was ended by ${signal}`}`,
      cure ?? 'see the lines of npm above, then run the same command again',
    );
  });
}

checkNode();
const missing = missingPackages();
if (missing.length > 0) install(missing.length);
