/** The set-up script installs exactly when packages are missing, and says what to do when it cannot. */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const LOCK = {
  packages: {
    '': { name: 'project' },
    'node_modules/one': { version: '1.0.0' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  },
};

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'snapc-install-'));
  await mkdir(join(project, 'test', 'setup'), { recursive: true });
  const script = fileURLToPath(new URL('install.mjs', import.meta.url));
  await copyFile(script, join(project, 'test', 'setup', 'install.mjs'));
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(LOCK));
});

afterEach(() => rm(project, { recursive: true }));

/** Runs the script with a stand-in for npm that notes its arguments, then does what `behaviour` says. */
async function install(behaviour = ''): Promise<{ code: number | null; talk: string }> {
  const npm = join(project, 'npm-cli.js');
  const note = `require('fs').writeFileSync('called', process.argv.slice(2).join(' '));`;
  await writeFile(npm, note + behaviour);
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [join(project, 'test', 'setup', 'install.mjs')],
    { env: { ...process.env, npm_execpath: npm }, encoding: 'utf8' },
  );
  expect(stdout).toBe('');
  return { code: status, talk: stderr };
}

async function installed(version: string): Promise<void> {
  await mkdir(join(project, 'node_modules'));
  await writeFile(
    join(project, 'node_modules', '.package-lock.json'),
    JSON.stringify({ packages: { 'node_modules/one': { version } } }),
  );
}

const npmArguments = (): Promise<string> => readFile(join(project, 'called'), 'utf8');

test('packages that are there are left alone, without a word', async () => {
  await installed('1.0.0');
  expect(await install()).toEqual({ code: 0, talk: '' });
  await expect(npmArguments()).rejects.toThrow('ENOENT');
});

test.each(['no packages', 'another version'])(
  '%s: npm ci runs, without install scripts',
  async (state) => {
    if (state === 'another version') await installed('0.9.0');
    const { code, talk } = await install();
    expect(code).toBe(0);
    expect(talk).toContain('missing or of another version: 1;');
    expect(await npmArguments()).toMatch(/^ci --ignore-scripts --include=dev /);
  },
);

test.each([
  ['getaddrinfo ENOTFOUND registry', 'check the network'],
  ['npm error code EACCES', 'this user cannot write there'],
  ['package-lock.json are not in sync', 'run "npm install"'],
  ['something else', 'see the lines of npm above'],
])('when npm fails with "%s" the cure is said', async (complaint, cure) => {
  const { code, talk } = await install(
    `console.error(${JSON.stringify(complaint)});process.exit(1)`,
  );
  expect(code).toBe(2);
  expect(talk).toContain(complaint);
  expect(talk).toContain(cure);
});

test('a broken lock file is named', async () => {
  await writeFile(join(project, 'package-lock.json'), '{');
  const { code, talk } = await install();
  expect(code).toBe(2);
  expect(talk).toContain('package-lock.json cannot be read');
});
