/** Libraries for NNAPI, built by both compilers without a warning and run against the reference under sanitizers. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNpy, writeNpy } from '../../compiler/npz.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import {
  SANITIZERS,
  WARNINGS,
  buildTool,
  compiledOnly,
  emitHandMade,
  missingTools,
  run,
  sanitizedReference,
} from '../nnapi-library/build.ts';

const ANDROID = fileURLToPath(new URL('../nnapi-library/android', import.meta.url));
const missing = missingTools('libraries for NNAPI', 'cmake', 'g++', 'clang++');

let work = '';
const tools = { ConvAdd: '', Matmul: '' };

function writeArray(
  file: string,
  dtype: DType,
  shape: readonly number[],
  values: readonly number[],
) {
  writeFileSync(join(work, file), writeNpy(tensorFrom(dtype, shape, values)));
}

function numbersOf(file: string): readonly number[] {
  return toNumbers(readNpy(readFileSync(join(work, file)), file, file));
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  await emitHandMade(work);
  const nnapi = await sanitizedReference();
  const flags = { CMAKE_CXX_COMPILER: 'g++', CMAKE_CXX_FLAGS: `${WARNINGS} ${SANITIZERS}` };
  tools.ConvAdd = await buildTool(join(work, 'ConvAdd'), nnapi, flags);
  tools.Matmul = await buildTool(join(work, 'Matmul'), nnapi, flags);
  const image = Array.from({ length: 16 }, (_, index) => index / 4);
  writeArray('x.npy', 'f32', [1, 4, 4, 1], image);
  writeArray('y.npy', 'f32', [1, 2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
  writeArray('matrix.npy', 'f32', [2, 3], [1, 2, 3, 4, 5, 6]);
  writeArray('sign.npy', 'i64', [], [-1]);
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
  return run(tools.ConvAdd, [...args, ...written], {
    folder: work,
    environment: environment ?? {},
  });
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
    expect(numbersOf('sum.npy')).toEqual(sums);
  });

  test('takes the ONNX model’s own types and shapes', () => {
    const inputs = ['--input', 'x=matrix.npy', '--input', 'sign=sign.npy'];
    const args = ['--weights', 'Matmul/weights', ...inputs, '--output', 'y=product.npy'];
    const { status, stderr } = run(tools.Matmul, args, { folder: work });
    expect(status, stderr).toBe(0);
    expect(numbersOf('product.npy')).toEqual([-44, -56, -98, -128]);
  });

  test.each(['g++', 'clang++'])('compiles with %s as for Android', (compiler) => {
    const flags = ['-D__ANDROID__', `-I${ANDROID}`];
    const compiled = compiledOnly(compiler, join(work, 'ConvAdd'), flags);
    expect(compiled).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('says how it is used', () => {
    const { status, stdout } = run(tools.ConvAdd, ['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^usage: run_model --weights DIR --input NAME=FILE\.npy/);
    for (const args of [[], ['--weights'], ['--time', 'x'], ['--what', 'x'], ['x']]) {
      const refused = run(tools.ConvAdd, args);
      expect([refused.status, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toMatch(/^run_model: .*\n$/);
    }
  });

  test.each([
    ['--what', /unknown option --what; --help lists them/],
    ['--fallback', /--fallback takes one of allow, refuse, warn/],
    ['--cache', /--cache takes a value/],
  ])('%s without a value', (flag, message) => {
    expect(run(tools.ConvAdd, [flag]).stderr).toMatch(message);
  });

  test('lists tensors and devices', () => {
    const listed = run(tools.ConvAdd, ['--list-tensors', '--list-devices']).stdout;
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
    // NNAPI would choose its reference where a driver fails, unless drivers are named.
    for (const policy of ['refuse', 'warn']) {
      const log = join(work, `log-${policy}`);
      const ran = runConv({ environment: { SNAPC_NNAPI_LOG: log }, more: ['--fallback', policy] });
      expect(ran).toMatchObject({ status: 0, stderr: '' });
      expect(readFileSync(log, 'utf8').includes('"explicit":true')).toBe(policy === 'refuse');
    }
  });

  test('refuses weights that are missing, cut or those of another model', () => {
    expectRefusal({ weights: 'nowhere' }, /nowhere\/weights_0\.bin: cannot be opened/);
    const pools = [0, 1].map((pool) =>
      readFileSync(join(work, `ConvAdd/weights/weights_${pool}.bin`)),
    );
    const given = (...files: readonly (Buffer | undefined)[]) => {
      rmSync(join(work, 'given'), { recursive: true, force: true });
      mkdirSync(join(work, 'given'));
      for (const [pool, bytes] of files.entries()) {
        writeFileSync(join(work, `given/weights_${pool}.bin`), bytes ?? '');
      }
      return 'given';
    };
    const [first, second] = pools;
    const changed = Buffer.from(first ?? '');
    changed[5] = (changed[5] ?? 0) ^ 1;
    const wrong = /given\/weights_0\.bin: its SHA-256 is not that of the model's weights_0\.bin/;
    expectRefusal({ weights: given(changed, second) }, wrong);
    expectRefusal({ weights: given(second, first) }, wrong);
    expectRefusal({ weights: given(first) }, /weights_1\.bin: cannot be opened/);
    const cut = /weights_1\.bin: has 100 bytes, and the model's has 16384/;
    expectRefusal({ weights: given(first, second?.subarray(0, 100)) }, cut);
    const skipped = { weights: given(changed, second), more: ['--skip-verification'] };
    expect(runConv(skipped)).toMatchObject({ status: 0, stderr: '' });
  });

  test('refuses inputs of another shape or type, and files that are none', () => {
    const given = (path: string) => ['--input', `x=${path}`, ...INPUTS.slice(2)];
    expectRefusal({ inputs: given('matrix.npy') }, /holds float32 \[2, 3\]; the input "x" is/);
    expectRefusal({ inputs: given('sign.npy') }, /holds int64 \[\]/);
    writeArray('whole.npy', 'i64', [1, 4, 4, 1], Array<number>(16).fill(1));
    expectRefusal({ inputs: given('whole.npy') }, /holds int64 \[1, 4, 4, 1\]; the input "x" is/);
    expectRefusal({ inputs: given('ConvAdd/README.md') }, /is no \.npy file/);
    expectRefusal({ inputs: given('nowhere.npy') }, /nowhere\.npy: cannot be opened/);
    writeFileSync(join(work, 'cut.npy'), readFileSync(join(work, 'x.npy')).subarray(0, 150));
    expectRefusal({ inputs: given('cut.npy') }, /ends before its 64 bytes of data do/);
    const text = readFileSync(join(work, 'matrix.npy'), 'latin1');
    const large = text.replace(/\(2, 3\),? */, `(${2 ** 40}, ${2 ** 40}) `);
    writeFileSync(join(work, 'large.npy'), large, 'latin1');
    expectRefusal({ inputs: given('large.npy') }, /is too large/);
    expectRefusal({ inputs: given('ConvAdd') }, /ConvAdd: cannot be read: Is a directory/);
    expectRefusal({ inputs: INPUTS.slice(2) }, /the input "x" is not given/);
    // Before the weights are read and a driver compiles.
    expectRefusal({ inputs: INPUTS.slice(2), weights: 'nowhere' }, /the input "x" is not given/);
    expectRefusal({ more: ['--input', 'z=x.npy'] }, /no input "z"; it has: x, latent\/in "2"/);
  });

  test('refuses a cache folder or an output that cannot be written', () => {
    expectRefusal({ more: ['--cache', 'x.npy'] }, /the cache folder x\.npy cannot be written/);
    expectRefusal(
      { more: ['--output', 'sum=ConvAdd'] },
      /ConvAdd: cannot be written: it is a folder/,
    );
    symlinkSync('/dev/null', join(work, 'device'));
    const device = ['--output', 'sum=device'];
    expectRefusal({ more: device }, /device: cannot be written: it is no regular file/);
    expectRefusal({ more: ['--output', 'sum=refused.npy'] }, /is given for two outputs/);
    expectRefusal({ more: ['--cache', 'nowhere'] }, /the cache folder nowhere cannot be written/);
    const more = ['--output', 'sum=nowhere/sum.npy'];
    expectRefusal({ more, weights: 'nowhere' }, /nowhere\/sum\.npy: cannot be written: No such/);
    // Linux's /proc takes no files, not even from the superuser, whom permissions do not stop.
    const superuser = ['--output', 'sum=/proc/sum.npy'];
    expectRefusal({ more: superuser, weights: 'nowhere' }, /proc\/sum\.npy: cannot be written/);
    expect(existsSync(join(work, 'refused.npy'))).toBe(false);
  });

  test('says so when the device is gone or unknown, or NNAPI is too old', () => {
    expectRefusal({ environment: { SNAPC_NNAPI_FAIL_EXECUTION: '1' } }, /DEAD_OBJECT: the driver/);
    // The first run gave an output, but a file of it would be half of what was asked for.
    const third = { SNAPC_NNAPI_FAIL_EXECUTION: '3:10' };
    expectRefusal({ environment: third, more: ['--time', '5'] }, /MISSED_DEADLINE_TRANSIENT: it/);
    expectRefusal({ more: ['--device', 'x'] }, /no device "x"; this phone has: snapc-accelerator/);
    const environment = { SNAPC_NNAPI_RUNTIME_LEVEL: '5' };
    const inputs = ['--input', 'x=matrix.npy', '--input', 'sign=sign.npy'];
    const args = ['--weights', 'Matmul/weights', ...inputs];
    const old = run(tools.Matmul, args, { folder: work, environment });
    expect(old.status).toBe(1);
    expect(old.stderr).toMatch(/needs NNAPI's feature level 1000006, and this phone's is 31/);
  });
});
