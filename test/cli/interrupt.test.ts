/** Ctrl-C and kill -9 in the middle of a compile, as real processes: the old output stays, nothing else does. */

import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { siblingPath } from '../../compiler/host/node-replace.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { COMPILE, runCli, spawnCli, startCli, writeTinyModel } from './harness.ts';

const CONFIG = fileURLToPath(new URL('fixtures/snapc.config.ts', import.meta.url));
const SLOW = COMPILE.map((word) => (word === 'webgpu' ? 'webgpu,slow' : word));

/** A folder with an output, and a compile that is about to replace it and has staged half of its files. */
async function emitting(environment: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  await runCli([...COMPILE, '--out', 'out'], { folder });
  const manifest = await readFile(join(folder, 'out', 'manifest.json'), 'utf8');
  const child = startCli([...SLOW, '--config', CONFIG, '--out', 'out'], folder, environment);
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', (code) => resolve(code));
  });
  let talk = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (bytes: Buffer) => {
      talk += bytes.toString();
      if (talk.includes('EMITTING')) resolve();
    });
    void ended.then(() => reject(new Error(talk)));
  });
  const kept = async (): Promise<void> => {
    expect(await readFile(join(folder, 'out', 'manifest.json'), 'utf8')).toBe(manifest);
  };
  return { folder, child, ended, kept };
}

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s cleans up and ends in exit code 130',
  async (signal) => {
    const { folder, child, ended, kept } = await emitting();
    child.kill(signal);
    expect(await ended).toBe(130);
    await kept();
    expect((await readdir(folder)).sort()).toEqual(['inputs.npz', 'model.onnx', 'out']);
  },
);

it('kill -9 leaves the old output, and the next compile removes the rest', async () => {
  // As without code of a config, where nobody watches the process.
  const { folder, child, ended, kept } = await emitting({ SNAPC_WATCHED: '1' });
  child.kill('SIGKILL');
  await ended;
  await kept();
  expect((await readdir(folder)).length).toBe(4);
  expect((await runCli([...COMPILE, '--out', 'out'], { folder })).code).toBe(0);
  expect((await readdir(folder)).sort()).toEqual(['inputs.npz', 'model.onnx', 'out']);
});

it('kill -9 of the process that watches: the watched one cleans up and ends', async () => {
  const { folder, child, ended, kept } = await emitting();
  child.kill('SIGKILL');
  await ended;
  await kept();
  expect((await readdir(folder)).sort()).toEqual(['inputs.npz', 'model.onnx', 'out']);
});

/** Never comes back, and has started a program that holds standard error. */
const ENDLESS = `
  import { spawn } from 'node:child_process';
  spawn('sleep', ['30'], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (;;);`;

it.each([
  ['compile', ENDLESS, 'did not end within 1 s'],
  ['pipeline', 'process.exit(3);', '(exit code 3)'],
])(
  '%s that is ended because of its config leaves nothing',
  async (name, config, words) => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'snapc.config.mjs': config });
    // Of a process that there is no more.
    const left = siblingPath(join(folder, 'out'), 'new').replace(`-${process.pid}-`, '-99999999-');
    await mkdir(left);
    const limit = name === 'compile' ? ['--time-limit=1'] : [];
    const ran = await spawnCli([name, ...COMPILE.slice(1), ...limit, '--out=out'], folder);
    expect(ran.stderr).toContain(words);
    expect(ran.code).toBe(1);
    expect(await readdir(folder)).toEqual(['snapc.config.mjs']);
  },
  20_000,
);

it('a fault of a target of a config is told by its name', async () => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  const argv = [...COMPILE, '--config', CONFIG, '--out', 'a b'];
  const broken = argv.map((word) => (word === 'webgpu' ? 'broken' : word));
  const ran = await spawnCli([...broken, '--json'], folder);
  expect(ran.code).toBe(2);
  expect(ran.stderr).toContain('nobody thought of this');
  expect(ran.stderr).toContain('target broken');
  expect((await readdir(folder)).sort()).toEqual(['inputs.npz', 'model.onnx']);
});

it('a config in TypeScript adds a pass, a device and targets', async () => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  const argv = [...COMPILE, '--config', CONFIG, '--out', 'out'];
  const own = argv.map((word) => (word === 'webgpu-default' ? 'lab-phone' : word));
  const ran = await spawnCli(own, folder);
  expect(ran.code).toBe(0);
  expect(ran.stderr).toMatch(/warning SNAPC9001: \d+ nodes of at most 7/);
  const manifest: unknown = JSON.parse(
    await readFile(join(folder, 'out', 'manifest.json'), 'utf8'),
  );
  expect(manifest).toMatchObject({ device: 'lab-phone' });
  expect(JSON.stringify(manifest)).toContain('{"name":"count-nodes","options":{"at_most":7}}');
});
