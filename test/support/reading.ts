/** Reads models in tests: how hostile ones must end, and what a constant holds. */

import { expect } from 'vitest';
import { modelFromBytes } from '../../compiler/host/memory.ts';
import type { ModelSource } from '../../compiler/host/host.ts';
import type { OnnxModel } from '../../compiler/import/onnx/model.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { formatDiagnostic, isError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { cpuSeconds } from './cpu-time.ts';

/** What a hostile model may take at most, of the processor's time: a busy machine makes no test fail. */
const SECONDS = 2;

export async function refusal(input: Uint8Array | ModelSource): Promise<readonly Diagnostic[]> {
  const source = input instanceof Uint8Array ? modelFromBytes(input) : input;
  const start = process.cpuUsage();
  const result = await readOnnx(source);
  expect(cpuSeconds(start)).toBeLessThan(SECONDS);
  expect(result.ok).toBe(false);
  for (const diagnostic of result.diagnostics) checkText(diagnostic);
  return result.diagnostics;
}

/** The codes of the errors, in order. */
export async function refusalCodes(input: Uint8Array | ModelSource): Promise<readonly string[]> {
  const diagnostics = await refusal(input);
  return diagnostics.filter(isError).map((d) => d.code);
}

/** Whatever a model contains, what is shown of it is one line of harmless text and a hint. */
function checkText(diagnostic: Diagnostic): void {
  expect(diagnostic.message.length).toBeLessThan(2000);
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  expect(formatDiagnostic(diagnostic)).not.toMatch(/[\0-\x09\x0b-\x1f\x7f\u202a-\u202e]/);
}

export async function read(input: Uint8Array | ModelSource): Promise<OnnxModel> {
  const result = await readOnnx(input instanceof Uint8Array ? modelFromBytes(input) : input);
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  return result.value;
}

export async function valuesOf(constant: Constant | undefined): Promise<(number | bigint)[]> {
  if (constant === undefined) throw new Error('there is no such constant');
  return Array.from<number | bigint>((await materialize(constant)).data);
}

export async function initializerOf(
  input: Uint8Array | ModelSource,
  name: string,
): Promise<Constant> {
  const found = (await read(input)).graph.initializers.get(name);
  if (found === undefined) throw new Error(`there is no initializer ${name}`);
  return found;
}
