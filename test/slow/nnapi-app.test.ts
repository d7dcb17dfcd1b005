/** An app over two emitted libraries: its scenarios under sanitizers, built by both compilers without a warning. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNeuralNetworks } from '../../targets/nnapi/host/neural-networks.ts';
import {
  SANITIZERS,
  WARNINGS,
  build,
  emitHandMade,
  missingTools,
  run,
  sanitizedReference,
} from '../nnapi-library/build.ts';

const APP = fileURLToPath(new URL('../nnapi-library/app', import.meta.url));
const missing = missingTools('app over NNAPI', 'cmake', 'g++', 'clang++');

/** By the codes of the NDK. */
const RESULTS = [
  'OUT_OF_MEMORY',
  'INCOMPLETE',
  'UNEXPECTED_NULL',
  'BAD_DATA',
  'OP_FAILED',
  'BAD_STATE',
  'UNMAPPABLE',
  'OUTPUT_INSUFFICIENT_SIZE',
  'UNAVAILABLE_DEVICE',
  'MISSED_DEADLINE_TRANSIENT',
  'MISSED_DEADLINE_PERSISTENT',
  'RESOURCE_EXHAUSTED_TRANSIENT',
  'RESOURCE_EXHAUSTED_PERSISTENT',
  'DEAD_OBJECT',
].map((name, index) => ({ code: index + 1, name }));

let work = '';
let sanitized = '';

async function buildApp(nnapi: string, compiler: string, flags: string): Promise<string> {
  const settings = { CMAKE_CXX_COMPILER: compiler, CMAKE_CXX_FLAGS: `${WARNINGS} ${flags}` };
  return build(APP, nnapi, { LIBRARIES: work, ...settings }, { target: 'app', product: 'app' });
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  await emitHandMade(work);
  sanitized = await buildApp(await sanitizedReference(), 'g++', SANITIZERS);
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The scenario ends well, and the sanitizers have nothing to say. */
function expectPass(app: string, name: string, detail = '', environment = {}): void {
  const scratch = join(work, 'scratch');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch);
  const { status, stderr } = run(app, [name, work, scratch, detail], { environment });
  expect([status, stderr.includes('Sanitizer') ? stderr : ''], stderr).toEqual([0, '']);
}

describe.skipIf(missing.length > 0)('an app over emitted libraries', () => {
  test.each([
    'two-models',
    'descriptors',
    'progress',
    'bad-options',
    'bad-arguments',
    'several-threads',
    'cancel-loads',
    'cancel-runs',
    'write-and-read',
    'broken-files',
    'all-or-none',
  ])('%s', (name) => expectPass(sanitized, name));

  test('a loop of steps: in one burst, on one memory, and nothing is copied', () => {
    const log = join(work, 'log');
    expectPass(sanitized, 'denoise', '', { SNAPC_NNAPI_LOG: log });
    const events = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line): Readonly<Record<string, unknown>> => JSON.parse(line));
    const named = (name: string) => events.filter(({ event }) => event === name);
    expect(named('burst').length).toBe(1);
    expect(named('execution').map(({ how }) => how)).toEqual(Array(4).fill('burst'));
    // One for each pool of weights, and one for all inputs and outputs.
    expect(named('memory').length).toBe(3);
    expect(named('memoryCopy')).toEqual([]);
  });

  test.each(RESULTS)('an execution that gives $name', ({ code, name }) => {
    const environment = { SNAPC_NNAPI_FAIL_EXECUTION: `1:${code}` };
    expectPass(sanitized, 'fails-at-once', `${code} ${name}`, environment);
  });

  test('a device that fails in the middle of a loop', () => {
    expectPass(sanitized, 'fails-in-the-middle', '', { SNAPC_NNAPI_FAIL_EXECUTION: '3:5' });
  });

  test('a device that lacks an operation', () => {
    expectPass(sanitized, 'refusals', '', { SNAPC_NNAPI_REFUSE: 'CONV_2D' });
  });

  test('compiles with clang++ too', async () => {
    const { library } = await findNeuralNetworks({});
    expectPass(await buildApp(library, 'clang++', '-Wno-unused-command-line-argument'), 'denoise');
  });

  test('threads do not race', async () => {
    const { library } = await findNeuralNetworks({});
    const app = await buildApp(library, 'g++', '-g1 -fsanitize=thread');
    for (const name of ['several-threads', 'cancel-runs']) expectPass(app, name);
  });
});
