/** ONNX's own node tests: where they are, and their models, inputs and expected outputs. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable, cacheFolder, unpackDebianPackages } from '../../setup/debian.mjs';
import { readTensorProto } from './tensor-proto.ts';
import type { TestTensor } from './tensor-proto.ts';

export interface NodeTest {
  readonly name: string;
  readonly model: string;
  /** By position, as the files are numbered. */
  readonly inputs: readonly TestTensor[];
  readonly outputs: readonly TestTensor[];
}

const VARIABLE = 'SNAPC_ONNX_TESTDATA';
const PACKAGE = 'libonnx-testdata';
const unpacked = join(cacheFolder, PACKAGE);

/**
 * The folder of node tests: from the environment, of Debian's package where it is installed, else unpacked
 * from apt. Throws Unavailable where there is none of these.
 */
export function testDataFolder(): string {
  const given = process.env[VARIABLE];
  if (given !== undefined) {
    const found = [given, join(given, 'node')].find(hasTests);
    if (found === undefined) throw new Unavailable(`${given} (${VARIABLE}) holds no node tests`);
    return found;
  }
  return installed() ?? downloaded();
}

function installed(): string | undefined {
  try {
    const listed = execFileSync('dpkg', ['-L', PACKAGE], { encoding: 'utf8', stdio: 'pipe' });
    return listed.split('\n').find((path) => path.endsWith('/node') && hasTests(path));
  } catch {
    return undefined;
  }
}

function downloaded(): string {
  const folder = join(unpacked, 'usr/share/libonnx-testdata/data/node');
  if (!hasTests(folder)) unpackDebianPackages([PACKAGE], unpacked, { dependencies: false });
  if (!hasTests(folder)) throw new Unavailable(`${PACKAGE} holds no node tests`);
  return folder;
}

function hasTests(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith('test_'));
}

export function listTests(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'model.onnx')))
    .sort();
}

/** Every node test has one set of data. */
export function readTest(folder: string, name: string): NodeTest {
  const data = join(folder, name, 'test_data_set_0');
  const files = existsSync(data) ? readdirSync(data) : [];
  const read = (kind: 'input' | 'output'): readonly TestTensor[] =>
    files
      .filter((file) => file.startsWith(`${kind}_`))
      .sort((a, b) => numberIn(a) - numberIn(b))
      .map((file) => readTensorProto(readFileSync(join(data, file))));
  return {
    name,
    model: join(folder, name, 'model.onnx'),
    inputs: read('input'),
    outputs: read('output'),
  };
}

function numberIn(file: string): number {
  return Number(/\d+/.exec(file)?.[0] ?? 0);
}
