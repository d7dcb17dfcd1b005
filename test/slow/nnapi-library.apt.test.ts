/** Libraries for NNAPI, built by both compilers without a warning and run against the reference under sanitizers. */

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeConstant } from '../../ir/encode-constant.ts';
import { writeLibrary } from '../../targets/nnapi/library.ts';
import { convAndAdd, matmul } from '../nnapi-library/models.ts';
import type { HandMade } from '../nnapi-library/models.ts';
import { npy, npyData } from '../nnapi-library/npy.ts';
import { MemorySink } from '../webgpu/memory-sink.ts';

const REFERENCE = fileURLToPath(new URL('../nnapi/reference', import.meta.url));
const INCLUDE = fileURLToPath(new URL('../nnapi/include', import.meta.url));
const WARNINGS = '-Wall -Wextra -Wpedantic -Werror';
const SANITIZERS = '-fsanitize=address,undefined -fno-sanitize-recover=all';
/** As ONNX would allow it, and C++ would not. */
const TITLE = 'x"*/\n#error\\\n??/\u2028';

const missing = ['cmake', 'g++', 'clang++'].filter(
  (tool) => spawnSync(tool, ['--version']).status !== 0,
);
if (missing.length > 0) {
  process.stdout.write(`NNAPI libraries are not built here: no ${missing.join()}\n`);
}

let work = '';

function run(command: string, args: readonly string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: work,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', ...environment },
  });
  return { status, stdout, stderr };
}

function build(source: string, folder: string, settings: readonly string[], target: string): void {
  const configured = run('cmake', ['-S', source, '-B', folder, ...settings]);
  expect(configured.status, configured.stderr).toBe(0);
  const built = run('cmake', ['--build', folder, '--parallel', '2', '--target', target]);
  expect(built.status, built.stdout + built.stderr).toBe(0);
}

async function emit(library: string, made: HandMade): Promise<void> {
  const sink = new MemorySink();
  const request = { library, title: TITLE, maxPoolBytes: 1e9, encode: encodeConstant };
  await writeLibrary({ ...request, ...made, signal: undefined }, sink);
  for (const [path, bytes] of sink.files) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), bytes);
  }
}

function buildTool(library: string, compiler: string, flags: string): void {
  const settings = [
    '-DCMAKE_BUILD_TYPE=Debug',
    `-DCMAKE_CXX_COMPILER=${compiler}`,
    `-DCMAKE_CXX_FLAGS=${flags}`,
    `-DNNAPI_INCLUDE_DIR=${INCLUDE}`,
    `-DNNAPI_LIBRARY=${join(work, 'reference/libneuralnetworks.so')}`,
  ];
  build(join(work, library), join(work, `build-${library}-${compiler}`), settings, 'run_model');
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  const settings = ['-DCMAKE_BUILD_TYPE=Debug', '-DSNAPC_NNAPI_SANITIZE=ON'];
  build(REFERENCE, join(work, 'reference'), settings, 'neuralnetworks');
  await emit('ConvAdd', convAndAdd());
  await emit('Matmul', matmul());
  buildTool('ConvAdd', 'g++', `${WARNINGS} ${SANITIZERS}`);
  buildTool('Matmul', 'g++', `${WARNINGS} ${SANITIZERS}`);
  const image = Array.from({ length: 16 }, (_, index) => index / 4);
  writeFileSync(join(work, 'x.npy'), npy('<f4', [1, 4, 4, 1], image));
  writeFileSync(join(work, 'y.npy'), npy('<f4', [1, 2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]));
  writeFileSync(join(work, 'matrix.npy'), npy('<f4', [2, 3], [1, 2, 3, 4, 5, 6]));
  writeFileSync(join(work, 'sign.npy'), npy('<i8', [], [-1]));
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

const INPUTS = ['--input', 'x=x.npy', '--input', 'latent/in "2"=y.npy'];

interface ConvChoices {
  readonly weights?: string;
  readonly inputs?: readonly string[];
  readonly output?: string;
  readonly more?: readonly string[];
  readonly environment?: Record<string, string>;
}

function runConv({ weights, inputs, output, more, environment }: ConvChoices = {}) {
  const args = ['--weights', weights ?? 'ConvAdd/weights', ...(inputs ?? INPUTS), ...(more ?? [])];
  const written = ['--output', `sum=${output ?? 'sum.npy'}`];
  return run(join(work, 'build-ConvAdd-g++/run_model'), [...args, ...written], environment);
}

/** The tool refuses in one line, leaves its output unwritten, and the sanitizers have nothing to say. */
function expectRefusal(choices: ConvChoices, message: RegExp): void {
  const before = readdirSync(work);
  const { status, stderr } = runConv({ output: 'refused.npy', ...choices });
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/Sanitizer|runtime error/);
  expect(readdirSync(work)).toEqual(before);
}

describe.skipIf(missing.length > 0)('a library for NNAPI', () => {
  test('computes a convolution and a sum', () => {
    const { status, stderr } = runConv();
    expect(status, stderr).toBe(0);
    const sums = [-2.6875, 10.21875, -1.4375, 9.78125, -6.15625, 12.65625, -2.46875, 11.84375];
    expect(npyData(readFileSync(join(work, 'sum.npy')))).toEqual(sums);
  });

  test('takes the ONNX model’s own types and shapes', () => {
    const tool = join(work, 'build-Matmul-g++/run_model');
    const inputs = ['--input', 'x=matrix.npy', '--input', 'sign=sign.npy'];
    const args = ['--weights', 'Matmul/weights', ...inputs, '--output', 'y=product.npy'];
    const { status, stderr } = run(tool, args);
    expect(status, stderr).toBe(0);
    expect(npyData(readFileSync(join(work, 'product.npy')))).toEqual([-44, -56, -98, -128]);
  });

  test('compiles with clang++ too', () => {
    buildTool('ConvAdd', 'clang++', WARNINGS);
  });

  test('lists tensors and devices', () => {
    const tool = join(work, 'build-ConvAdd-g++/run_model');
    const listed = run(tool, ['--list-tensors', '--list-devices']).stdout;
    expect(listed).toContain('input latent/in "2": float32 [1, 2, 2, 2]\n');
    expect(listed).toMatch(/^nnapi-reference: cpu/m);
  });

  test('loops on shared memory in a burst, with a timeout, a priority and a cache', () => {
    mkdirSync(join(work, 'cache'));
    const one = ['--device', 'snapc-accelerator', '--fallback', 'refuse', '--timeout', '60'];
    const more = [...one, '--priority', 'high', '--cache', 'cache', '--time', '3'];
    const environment = { SNAPC_NNAPI_LOG: join(work, 'log') };
    for (const share of [[], ['--share-weights']]) {
      const { status, stdout, stderr } = runConv({ more: [...more, ...share], environment });
      expect(status, stderr).toBe(0);
      expect(stdout).toMatch(/^3 runs: /);
    }
    const log = readFileSync(join(work, 'log'), 'utf8');
    expect(log.match(/"how":"burst"/g)?.length).toBe(6);
    expect(log).toMatch(/"priority":110/);
    expect(log).toMatch(/"hit":true/);
  });

  test('warns or refuses where NNAPI would fall back to its reference', () => {
    const environment = { SNAPC_NNAPI_HIDE_ACCELERATOR: '1' };
    const refuse = ['--fallback', 'refuse'];
    expectRefusal({ environment, more: refuse }, /no NNAPI driver/);
    const warned = runConv({ environment });
    expect(warned.status).toBe(0);
    expect(warned.stderr).toMatch(/^warning: this phone has no NNAPI driver/);
    const lacking = { SNAPC_NNAPI_REFUSE: 'CONV_2D' };
    const message = /CONV_2D \(operation 0, from "\/down\/Conv"\)/;
    const device = ['--device', 'snapc-accelerator'];
    expectRefusal({ environment: lacking, more: [...device, ...refuse] }, message);
    expect(runConv({ environment: lacking, more: device })).toMatchObject({ status: 0 });
  });

  test('refuses weights that are missing, cut or those of another model', () => {
    expectRefusal({ weights: 'nowhere' }, /nowhere\/weights_0\.bin: cannot be opened/);
    expectRefusal({ weights: 'Matmul/weights' }, /its SHA-256 is not that/);
    const path = join(work, 'altered/weights_0.bin');
    mkdirSync(dirname(path));
    const bytes = readFileSync(join(work, 'ConvAdd/weights/weights_0.bin'));
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    expectRefusal({ weights: 'altered' }, /its SHA-256 is not that/);
    truncateSync(path, 100);
    expectRefusal({ weights: 'altered' }, /has 100 bytes, and the model's has 16384/);
  });

  test('refuses inputs of another shape or type, and files that are none', () => {
    const given = (path: string) => ['--input', `x=${path}`, ...INPUTS.slice(2)];
    expectRefusal({ inputs: given('matrix.npy') }, /holds float32 \[2, 3\]; the input "x" is/);
    expectRefusal({ inputs: given('sign.npy') }, /holds int64 \[\]/);
    expectRefusal({ inputs: given('ConvAdd/README.md') }, /is no \.npy file/);
    expectRefusal({ inputs: given('nowhere.npy') }, /nowhere\.npy: cannot be opened/);
    writeFileSync(join(work, 'cut.npy'), readFileSync(join(work, 'x.npy')).subarray(0, 150));
    expectRefusal({ inputs: given('cut.npy') }, /ends before its 64 bytes of data do/);
    writeFileSync(join(work, 'large.npy'), npy('<f4', [2 ** 40, 2 ** 40], []));
    expectRefusal({ inputs: given('large.npy') }, /is too large/);
    expectRefusal({ inputs: INPUTS.slice(2) }, /the input "x" is not given/);
    expectRefusal({ more: ['--input', 'z=x.npy'] }, /no input "z"; it has: x, latent\/in "2"/);
  });

  test('refuses a cache folder or an output that cannot be written', () => {
    expectRefusal({ more: ['--cache', 'nowhere'] }, /the cache folder nowhere cannot be written/);
    const more = ['--output', 'sum=nowhere/sum.npy'];
    expectRefusal({ more }, /cannot be written/);
    expect(existsSync(join(work, 'refused.npy'))).toBe(false);
  });

  test('says so when the device is gone or unknown, or NNAPI is too old', () => {
    expectRefusal({ environment: { SNAPC_NNAPI_FAIL_EXECUTION: '1' } }, /DEAD_OBJECT: the driver/);
    expectRefusal({ more: ['--device', 'x'] }, /no device "x"; this phone has: snapc-accelerator/);
    const tool = join(work, 'build-Matmul-g++/run_model');
    const old = run(tool, ['--weights', 'Matmul/weights'], { SNAPC_NNAPI_RUNTIME_LEVEL: '5' });
    expect(old.status).toBe(1);
    expect(old.stderr).toMatch(/needs NNAPI's feature level 1000006, and this phone's is 31/);
  });
});
