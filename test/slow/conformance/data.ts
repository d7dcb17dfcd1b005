/** ONNX's own node tests: where they are, and their models, inputs and expected outputs. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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

/** The folder of node tests: from the environment, else of Debian's package; undefined where there is neither. */
export function findTestData(): string | undefined {
  const given = process.env[VARIABLE];
  if (given !== undefined) return [given, join(given, 'node')].find(hasTests);
  try {
    const listed = execFileSync('dpkg', ['-L', PACKAGE], { encoding: 'utf8', stdio: 'pipe' });
    return listed.split('\n').find((path) => path.endsWith('/node') && hasTests(path));
  } catch {
    return undefined;
  }
}

export const HOW_TO_GET_IT = `install Debian's ${PACKAGE} (apt-get install ${PACKAGE}), or name the folder in ${VARIABLE}`;

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
