/** The tiny models as libraries for NNAPI, under sanitizers. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SANITIZERS, WARNINGS, missingTools, sanitizedReference } from '../nnapi-library/build.ts';
import { buildTinyTools, makeTinyModels, runTinyTool } from '../nnapi-library/tiny.ts';
import type { TinyModel } from '../nnapi-library/tiny.ts';
import { largestError } from '../support/samples.ts';

const missing = missingTools('tiny models on NNAPI', 'cmake', 'g++');

let work = '';
let models: readonly TinyModel[] = [];

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  models = await makeTinyModels(work);
  const settings = {
    CMAKE_BUILD_TYPE: 'None',
    CMAKE_CXX_COMPILER: 'g++',
    CMAKE_CXX_FLAGS: `${WARNINGS} ${SANITIZERS}`,
  };
  buildTinyTools(join(work, 'sanitized'), await sanitizedReference(), settings);
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.skipIf(missing.length > 0)('tiny models on NNAPI, under sanitizers', () => {
  test.each([0, 1, 2])('model %i gives what the ONNX model does', (index) => {
    const model = models[index];
    if (model === undefined) throw new Error('there are three models');
    for (const [name, value] of runTinyTool(model, join(work, 'sanitized'))) {
      const expected = model.expected.get(name);
      const error = expected === undefined ? Infinity : largestError(value, expected);
      expect(error, `${model.name}: ${name}`).toBeLessThanOrEqual(1e-4);
    }
  });
});
