/** How reading what a stranger wrote must end: in good time, with a value or with diagnostics that help. */

import { expect } from 'vitest';
import type { ModelSource } from '../../compiler/host/host.ts';
import { fileNotFound } from '../../compiler/host/diagnostics.ts';
import { memoryStore } from '../../compiler/host/memory.ts';
import { PipelineFolder } from '../../compiler/diffusion/folder.ts';
import { failure, formatDiagnostic, isError, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { cpuSeconds } from '../support/cpu-time.ts';

/** Of the processor's time, so that a busy machine makes no test fail. */
const SECONDS = 3;
/** All of one file that is told, with its hints. */
const MOST_TEXT = 100_000;

/** The value, if there is one. */
export async function typed<T>(work: () => Result<T> | Promise<Result<T>>): Promise<T | undefined> {
  const start = process.cpuUsage();
  const result = await work();
  expect(cpuSeconds(start)).toBeLessThan(SECONDS);
  checkDiagnostics(result.diagnostics);
  expect(result.diagnostics.some(isError)).toBe(!result.ok);
  return result.ok ? result.value : undefined;
}

/** Each has a code, a place and a cure, and is harmless text. */
export function checkDiagnostics(diagnostics: readonly Diagnostic[]): void {
  for (const { code, hint, place } of diagnostics) {
    expect(code).toMatch(/^SNAPC\d{4}$/);
    expect(hint).toBeTruthy();
    expect(Object.keys(place ?? {})).not.toEqual([]);
  }
  const text = diagnostics.map(formatDiagnostic).join('\n');
  expect(text.length).toBeLessThan(MOST_TEXT);
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  expect(text).not.toMatch(/[\0-\x09\x0b-\x1f\x7f\u202a-\u202e]/);
}

/** Nothing that was read has changed what all objects have, or has run. */
export function checkUntouched(): void {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Readonly<Record<string, unknown>>)['polluted']).toBeUndefined();
  expect((globalThis as Readonly<Record<string, unknown>>)['snapcHit']).toBeUndefined();
}

/** A folder in memory. */
export function folderOf(files: Readonly<Record<string, Uint8Array | string>>): PipelineFolder {
  const store = (path: string) => {
    const found = Object.hasOwn(files, path) ? files[path] : undefined;
    const bytes = typeof found === 'string' ? new TextEncoder().encode(found) : found;
    return bytes === undefined ? failure([fileNotFound(path)]) : success(memoryStore(bytes, path));
  };
  const source: ModelSource = {
    model: memoryStore(new Uint8Array(), 'pipeline.json'),
    openExternal: async (path) => store(path),
    close: async () => undefined,
  };
  return new PipelineFolder(source);
}
