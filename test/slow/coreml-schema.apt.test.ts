/** Our Core ML models as protobuf's own compiler reads them: nothing is unknown to it, and it writes the same bytes. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { encodeModel } from '../../targets/coreml/schema/encode.ts';
import { compileGraph, deviceOf, graphOf } from '../coreml/written-package.ts';
import type { CompileChoices } from '../coreml/written-package.ts';
import { cacheFolder, unpackDebianPackages } from '../setup/debian.mjs';

const FOLDER = join(cacheFolder, 'protoc');
const SCHEMA = fileURLToPath(new URL('../coreml/schema.proto', import.meta.url));
const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url));

beforeAll(() => {
  if (!existsSync(FOLDER)) unpackDebianPackages(['protobuf-compiler'], FOLDER);
});

function protoc(options: readonly string[], input: Uint8Array): Uint8Array {
  const library = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).find((path) =>
    basename(path).startsWith('libprotoc.so'),
  );
  const { status, stdout, stderr } = spawnSync(
    join(FOLDER, 'usr', 'bin', 'protoc'),
    [...options, `--proto_path=${dirname(SCHEMA)}`, SCHEMA],
    {
      input,
      maxBuffer: 2 ** 28,
      env: { ...process.env, LD_LIBRARY_PATH: join(FOLDER, dirname(library ?? '')) },
    },
  );
  expect(status, stderr.toString()).toBe(0);
  return stdout;
}

const CASES: readonly (readonly [string, CompileChoices])[] = [
  ['attention', { device: deviceOf(9), precision: 'fp16' }],
  ['residual-block', { device: deviceOf(7), precision: 'fp32' }],
  ['perceptron', { device: deviceOf(10, 'cpuAndGPU'), options: { io: 'fp16' } }],
];

test.each(CASES)('%s', async (name, choices) => {
  const { model } = await compileGraph(
    graphOf(readFileSync(join(GOLDEN, `${name}.ir`), 'utf8')),
    choices,
  );
  const bytes = encodeModel(model);
  const text = protoc(['--decode=coreml.Model'], bytes);
  // A field that the schema does not have would stand there by its number.
  expect(Buffer.from(text).toString()).not.toMatch(/^\s*\d+[:\s]/m);
  expect(Buffer.from(text).toString()).toContain('type: "const"');
  const again = protoc(['--encode=coreml.Model', '--deterministic_output'], text);
  expect(Buffer.from(again)).toEqual(Buffer.from(bytes));
});
