/** A folder with the tiny model compiled, for tests of its report. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ReportData } from '../../compiler/report/data.ts';
import { runCli, writeTinyModel } from '../cli/harness.ts';
import type { Ran, TinyNames } from '../cli/harness.ts';
import { temporaryFolder } from '../support/folder.ts';

export const DEVICE = 'iphone-14-pro';

/** `model.onnx` and what was compiled from it in `out`. */
export async function compiledTiny(
  argv: readonly string[] = ['--target', 'webgpu'],
  names: TinyNames = {},
): Promise<string> {
  const folder = await temporaryFolder();
  await writeTinyModel(folder, names);
  await compiled(folder, argv);
  return folder;
}

export async function compiled(
  folder: string,
  argv: readonly string[],
  device = DEVICE,
): Promise<void> {
  const all = ['compile', 'model.onnx', '--device', device, ...argv, '--out', 'out'];
  const ran = await runCli(all, { folder });
  expect(ran.stderr).not.toContain('error');
  expect(ran.code).toBe(0);
}

export function report(folder: string, ...argv: readonly string[]): Promise<Ran> {
  return runCli(['report', 'model.onnx', 'out', ...argv], { folder });
}

export interface Written {
  readonly data: ReportData;
  readonly page: string;
}

/** What a report that works writes. */
export async function reported(folder: string, ...argv: readonly string[]): Promise<Written> {
  const ran = await report(folder, ...argv);
  expect(ran.stderr).not.toContain('error');
  expect(ran.code).toBe(0);
  const text = (name: string): Promise<string> => readFile(join(folder, 'report', name), 'utf8');
  return {
    data: JSON.parse(await text('report.json')) as ReportData,
    page: await text('report.html'),
  };
}
