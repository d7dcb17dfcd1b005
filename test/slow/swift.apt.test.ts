/** Swift that snapc emits, compiled and tested by Debian 13's compiler; without a warning. */

import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { swiftFiles } from '../../targets/coreml/swift.ts';
import type { SwiftModel } from '../../targets/coreml/swift.ts';
import { runCli } from '../cli/harness.ts';
import { writeVectors } from '../diffusion/vectors.ts';
import { Unavailable } from '../setup/debian.mjs';
import { prepareSwift, runSwift } from '../setup/swift.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const available = isAvailable();

function isAvailable(): boolean {
  try {
    prepareSwift();
    return true;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    process.stdout.write(`Swift is not compiled here: ${error.message}\n`);
    return false;
  }
}

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'snapc-swift-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Runs a command of Swift's package manager on the folder; a warning is an error. */
function swift(folder: string, command: 'swift-build' | 'swift-test', languageMode = '5'): string {
  const flags = ['-warnings-as-errors', '-swift-version', languageMode].flatMap((flag) => [
    '-Xswiftc',
    flag,
  ]);
  const { status, output } = runSwift(folder, [command, ...flags]);
  expect(status, output).toBe(0);
  expect(output).not.toMatch(/\bwarning:/);
  return output;
}

async function runtimePackage(): Promise<string> {
  const folder = newFolder();
  cpSync(join(ROOT, 'test/swift'), folder, { recursive: true });
  cpSync(join(ROOT, 'runtime/swift'), join(folder, 'Runtime'), { recursive: true });
  await writeVectors(join(folder, 'vectors'));
  return folder;
}

describe.skipIf(!available)('Swift', () => {
  test('the runtime does what its tests say', async () => {
    const folder = await runtimePackage();
    expect(swift(folder, 'swift-test')).toMatch(/Executed 74 tests, with 0 failures/);
  });

  // The tests stay in Swift 5: XCTest on Linux is not ready for 6.
  test('the runtime compiles in the language mode of Swift 6', async () => {
    swift(await runtimePackage(), 'swift-build', '6');
  });

  test('a package of hostile names compiles, and its own tests pass', () => {
    const folder = newFolder();
    for (const [path, text] of swiftFiles(HOSTILE)) write(join(folder, path), text);
    for (const name of HOSTILE.packages)
      write(join(folder, `${name}.mlpackage/Manifest.json`), '{}');
    expect(swift(folder, 'swift-test')).toMatch(/Executed 3 tests, with 0 failures/);
  });

  test('what `snapc compile` writes is a package that compiles and passes its tests', async () => {
    const folder = newFolder();
    const commands = [
      ['models', 'make', 'snapfusion-unet', '--size', 'tiny', '--out', 'made'],
      [
        'compile',
        'made/model.onnx',
        '--target',
        'coreml',
        '--device',
        'iphone-16-pro',
        '--out',
        'out',
      ],
    ];
    for (const command of commands) {
      const ran = await runCli(command, { folder });
      expect(ran.code, ran.stderr).toBe(0);
    }
    expect(swift(join(folder, 'out/coreml/ModelPackage'), 'swift-test')).toMatch(
      /Executed 3 tests, with 0 failures/,
    );
  });
});

const NAME = 'x"\\(fatalError())*/ \n\u2028\u{1f600}\ud800';
const HOSTILE: SwiftModel = {
  module: 'Unet',
  title: NAME,
  packages: ['Unet_0', 'Unet_1'],
  functions: ['main', 'in', 'self'],
  key: 'key',
  inputs: [
    {
      name: NAME,
      feature: 'in',
      dtype: 'fp16',
      shapes: {
        kind: 'enumerated',
        shapes: [
          [1, 4, 64, 64],
          [1, 4, 32, 32],
        ],
      },
    },
    { name: 'Type', feature: 'Type', dtype: 'int32', shapes: { kind: 'fixed', shape: [] } },
    { name: 'init', feature: 'init', dtype: 'fp32', shapes: { kind: 'fixed', shape: [2] } },
    {
      name: 'self',
      feature: 'self',
      dtype: 'fp32',
      shapes: {
        kind: 'ranges',
        ranges: [
          [1, 1],
          [1, 77],
        ],
      },
    },
  ],
  outputs: [
    { name: NAME, feature: 'default', dtype: 'fp32', shapes: { kind: 'fixed', shape: [1, 4] } },
    {
      name: 'image',
      feature: 'image',
      dtype: 'image',
      shapes: { kind: 'fixed', shape: [8, 8, 4] },
    },
  ],
  computeUnits: 'cpuAndNeuralEngine',
  ios: '16.0',
  macos: '13.0',
};

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
