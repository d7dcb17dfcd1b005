/** The tiny models as libraries for NNAPI on aarch64, by an emulator: the numbers of x86-64. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNeuralNetworks } from '../../targets/nnapi/host/neural-networks.ts';
import { compiledOnly, missingTools } from '../nnapi-library/build.ts';
import { buildTinyTools, cmake, makeTinyModels, runTinyTool } from '../nnapi-library/tiny.ts';
import type { TinyModel } from '../nnapi-library/tiny.ts';
import { prepareAarch64 } from '../setup/aarch64.mjs';
import { largestError } from '../support/samples.ts';

const REFERENCE = fileURLToPath(new URL('../nnapi/reference', import.meta.url));
const OPTIMIZED = { CMAKE_BUILD_TYPE: 'None', CMAKE_CXX_FLAGS: '-O1 -Wall -Wextra -Werror' };
const missing = missingTools('tiny models on aarch64', 'cmake', 'g++');

let work = '';
let models: readonly TinyModel[] = [];
let command: readonly string[] = [];
let clang: readonly string[] = [];
let environment: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  const aarch64 = prepareAarch64();
  ({ command, environment, clang } = aarch64);
  const settings = { ...OPTIMIZED, ...aarch64.settings };
  models = await makeTinyModels(work);
  const { library } = await findNeuralNetworks({});
  buildTinyTools(join(work, 'native'), library, OPTIMIZED);
  const reference = { SNAPC_NNAPI_TESTS: 'OFF', ...settings };
  cmake(REFERENCE, join(work, 'reference'), reference, 'neuralnetworks', { environment });
  const foreign = join(work, 'reference/libneuralnetworks.so');
  buildTinyTools(join(work, 'foreign'), foreign, settings, { environment });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.skipIf(missing.length > 0)('tiny models on NNAPI, on aarch64', () => {
  test.skipIf(missingTools('aarch64 by clang++', 'clang++').length > 0)(
    'libraries compile with clang++ too',
    () => {
      const library = join(work, 'libraries', models[0]?.name ?? '');
      const flags = [...clang, '-D__INTRODUCED_IN(x)='];
      expect(compiledOnly('clang++', library, flags)).toEqual({
        status: 0,
        stdout: '',
        stderr: '',
      });
    },
  );

  test.each([0, 1, 2])('model %i gives what it does on x86-64', (index) => {
    const model = models[index];
    if (model === undefined) throw new Error('there are three models');
    const native = runTinyTool(model, join(work, 'native'));
    const foreign = runTinyTool(model, join(work, 'foreign'), command, environment);
    for (const [name, value] of native) {
      const other = foreign.get(name);
      const error = other === undefined ? Infinity : largestError(other, value);
      expect(error, `${model.name}: ${name}`).toBeLessThanOrEqual(1e-6);
    }
  });
});
