/** The command line on NNAPI: folders for phones of each feature level, what is said of them, and runs on this machine. */

import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readNpz } from '../../compiler/npz.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { nnapiPhone } from '../support/nnapi-phone.ts';
import { temporaryFolder } from '../support/folder.ts';
import { LEVELS } from '../nnapi-numbers/levels.ts';
import { envelopeOf, runCli, writeTinyModel } from './harness.ts';

const RUN = ['--inputs', 'inputs.npz', '--outputs', 'outputs.npz'] as const;
const COMPILE = ['compile', 'model.onnx', '--device', 'phone.json', '--out', 'out'] as const;

async function compiledFolder(targets: string, phone = nnapiPhone(29)): Promise<string> {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  await writeFile(join(folder, 'phone.json'), phone);
  const ran = await runCli([...COMPILE, '--target', targets], { folder });
  expect(ran.code, ran.stderr).toBe(0);
  return folder;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('compile', () => {
  it.each(LEVELS)('for a phone of level %i', async (level) => {
    const folder = await compiledFolder('nnapi', nnapiPhone(level));
    const tables = await readFile(join(folder, 'out/nnapi/ModelLibrary/src/tables.cpp'), 'utf8');
    expect(tables).toContain(`\n    ${level},\n`);
    const trace = await readFile(join(folder, 'out/nnapi/trace.json'), 'utf8');
    expect(trace).toContain('"onnx":["dense","dense/bias"]');
    expect((await runCli(['check', 'out'], { folder })).code).toBe(0);
  });

  it('for three targets at once, twice into the same bytes', async () => {
    const phone = nnapiPhone(1_000_006, { coreml: true });
    const folder = await compiledFolder('webgpu,coreml,nnapi', phone);
    expect((await readdir(join(folder, 'out'))).toSorted()).toEqual([
      'coreml',
      'manifest.json',
      'nnapi',
      'webgpu',
    ]);
    const manifest = await readFile(join(folder, 'out/manifest.json'), 'utf8');
    const again = await compiledFolder('webgpu,coreml,nnapi', phone);
    expect(await readFile(join(again, 'out/manifest.json'), 'utf8')).toBe(manifest);
  });

  it('warns once where Android deprecates NNAPI', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await writeFile(join(folder, 'phone.json'), nnapiPhone(30, { androidApi: 35 }));
    const argv = [...COMPILE, '--target', 'webgpu,nnapi'];
    const ran = await runCli(argv, { folder });
    expect(ran.code).toBe(0);
    expect(ran.stderr.match(/SNAPC4505/g)).toHaveLength(1);
    expect(ran.stderr).toContain('Android 15 deprecates NNAPI');
  });

  it('refuses a device without NNAPI', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const argv = ['compile', 'model.onnx', '--device', 'iphone-16-pro', '--out', 'out'];
    const ran = await runCli([...argv, '--target', 'nnapi'], { folder });
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('SNAPC4504');
  });
});

const missing = ['cmake', 'make', 'g++'].filter(
  (tool) => spawnSync(tool, ['--version']).status !== 0,
);
if (missing.length > 0) {
  process.stdout.write(`Nothing runs on NNAPI here: no ${missing.join()}\n`);
}

describe.skipIf(missing.length > 0)('run', { timeout: 300_000 }, () => {
  it('builds the library and runs it, and diff compares what it gives', async () => {
    const folder = await compiledFolder('nnapi');
    const ran = await runCli(['run', 'out', ...RUN, '--json'], { folder });
    expect(ran.code, ran.stderr).toBe(0);
    expect(envelopeOf(ran).result['on']).toBe("snapc's reference of NNAPI");
    const outputs = readNpz(await readFile(join(folder, 'outputs.npz')));
    const y = outputs.ok ? outputs.value.get('y') : undefined;
    expect(y?.shape).toEqual([2, 3]);
    // x @ w + b of the tiny model, by hand.
    expect(y && toNumbers(y)).toEqual([3, 4.75, 8.5, 3.5, 3.125, 4.75]);
    const compared = ['diff', 'model.onnx', 'out', '--inputs', 'inputs.npz', '--target', 'nnapi'];
    expect((await runCli(compared, { folder })).code).toBe(0);

    vi.stubEnv('SNAPC_NNAPI_RUNTIME_LEVEL', '2');
    const old = await runCli(['run', 'out', ...RUN], { folder });
    expect(old.stderr).toContain("SNAPC5344: the library refuses to run: the model needs NNAPI's");
    expect(old.code).not.toBe(0);
    vi.unstubAllEnvs();

    vi.stubEnv('SNAPC_NNAPI_HIDE_ACCELERATOR', '1');
    const slow = await runCli(['run', 'out', ...RUN], { folder });
    expect(slow.stderr).toContain('SNAPC5345');
    expect(slow.code).toBe(0);
  });

  it('is interrupted while it builds', async () => {
    const folder = await compiledFolder('nnapi');
    await fakeTool(folder, 'cmake', 'exec sleep 60');
    const started = performance.now();
    const ran = await runCli(['run', 'out', ...RUN], {
      folder,
      interruptible: (interrupt) => setTimeout(interrupt, 1000),
    });
    expect(ran.code).toBe(130);
    expect(performance.now() - started).toBeLessThan(30_000);
  });
});

describe('run refuses', () => {
  it.each([
    ['SNAPC5340', 'there is no compiler', 'echo "No CMAKE_CXX_COMPILER could be found." >&2'],
    ['SNAPC5340', 'there is no make', 'echo "CMake was unable to find a build program" >&2'],
    ['SNAPC5343', 'x.cpp:1: error: no such thing', 'echo "x.cpp:1: error: no such thing"'],
  ])('%s: %s', async (code, words, script) => {
    const folder = await compiledFolder('nnapi');
    await fakeTool(folder, 'cmake', `${script}; exit 1`);
    const ran = await runCli(['run', 'out', ...RUN], { folder });
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(words);
    expect(ran.code).not.toBe(0);
  });

  it('a machine without CMake', async () => {
    const folder = await compiledFolder('nnapi');
    vi.stubEnv('PATH', join(folder, 'nowhere'));
    vi.stubEnv('CXXFLAGS', '-D_not_built_before');
    const ran = await runCli(['run', 'out', ...RUN], { folder });
    expect(ran.stderr).toContain('SNAPC5340');
    expect(ran.stderr).toContain('apt install cmake g++');
  });

  it.each([
    ['--nnapi-include', 'NeuralNetworks.h'],
    ['--nnapi-library', 'nowhere'],
  ])('a %s that is not there', async (option, words) => {
    const folder = await compiledFolder('nnapi');
    const library = option === '--nnapi-library' ? [] : ['--nnapi-library', 'inputs.npz'];
    const ran = await runCli(['run', 'out', ...RUN, option, 'nowhere', ...library], { folder });
    expect(ran.stderr).toContain('SNAPC5341');
    expect(ran.stderr).toContain(words);
  });

  it('a folder without a library', async () => {
    const folder = await compiledFolder('webgpu,nnapi');
    const path = join(folder, 'out/manifest.json');
    const manifest = await readFile(path, 'utf8');
    await writeFile(path, manifest.replaceAll(/\{\s*"path": "nnapi\/[^}]*\},?\s*(?=[{\]])/g, ''));
    const cut = (await readFile(path, 'utf8')).replaceAll(/,(\s*\])/g, '$1');
    await writeFile(path, cut);
    const ran = await runCli(['run', 'out', '--target', 'nnapi', ...RUN], { folder });
    expect(ran.stderr).toContain('SNAPC5342');
  });

  it('a folder for another target, and a model', async () => {
    const folder = await compiledFolder('webgpu');
    const folderRan = await runCli(['run', 'out', '--target', 'nnapi', ...RUN], { folder });
    expect(folderRan.stderr).toContain('SNAPC5406');
    const modelRan = await runCli(['run', 'model.onnx', '--target', 'nnapi', ...RUN], { folder });
    expect(modelRan.stderr).toContain('SNAPC5419');
  });
});

/** Comes first in the path; nothing was built with it before. */
async function fakeTool(folder: string, name: string, script: string): Promise<void> {
  const tools = join(folder, 'tools');
  await mkdir(tools);
  await writeFile(join(tools, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(tools, name), 0o755);
  vi.stubEnv('PATH', `${tools}:${process.env['PATH']}`);
  vi.stubEnv('CXXFLAGS', `-D_${Date.now()}`);
}
