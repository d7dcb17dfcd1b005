/** The reference of the Neural Networks API: built by each compiler and with sanitizers, without a warning, and tested. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../nnapi/reference', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
const hasTools = isThere('cmake') && isThere('make');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function isThere(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}

/** The command's output; it must succeed. */
function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    // A call that is refused is reported on standard error, and tests make many of them.
    env: { ...process.env, ASAN_OPTIONS: 'detect_leaks=1', UBSAN_OPTIONS: 'print_stacktrace=1' },
  });
  expect(status, `${error?.message ?? ''}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
}

function build(name: string, settings: readonly string[]): string {
  const build = join(folder, name);
  run('cmake', ['-S', SOURCES, '-B', build, ...settings]);
  run('cmake', ['--build', build, '--parallel', '2']);
  return build;
}

const BUILDS = [
  { name: 'g++', compiler: 'g++', settings: [] },
  { name: 'clang++', compiler: 'clang++', settings: [] },
  {
    name: 'g++ with sanitizers',
    compiler: 'g++',
    settings: ['-DSNAPC_NNAPI_SANITIZE=ON', '-DCMAKE_BUILD_TYPE=Debug'],
  },
];

describe('the reference of the Neural Networks API', () => {
  for (const { name, compiler, settings } of BUILDS) {
    const isPossible = hasTools && isThere(compiler);
    if (!isPossible) process.stdout.write(`No build by ${name}: it needs cmake and ${compiler}\n`);
    test.skipIf(!isPossible)(`passes its tests when built by ${name}`, () => {
      const made = build(name.replaceAll(' ', '-'), [
        `-DCMAKE_CXX_COMPILER=${compiler}`,
        ...settings,
      ]);
      expect(run(join(made, 'reference_tests'), [])).toMatch(/^[4-9]\d tests, 0 failures$/m);
    });
  }

  test.skipIf(!hasTools || !isThere('g++'))('hides what is newer than its API level', () => {
    const made = build('level', [
      '-DSNAPC_NNAPI_API_LEVEL=29',
      '-DCMAKE_CXX_COMPILER=g++',
      '-DSNAPC_NNAPI_TESTS=OFF',
      '-DCMAKE_BUILD_TYPE=Debug',
    ]);
    const symbols = run('nm', ['-D', '--defined-only', join(made, 'libneuralnetworks.so')]);
    expect(symbols.match(/ T ANeuralNetworks/g)).toHaveLength(43);
    expect(symbols).toContain('ANeuralNetworksExecution_burstCompute');
    expect(symbols).not.toContain('ANeuralNetworks_getRuntimeFeatureLevel');
  });
});
