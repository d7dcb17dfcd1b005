/** Files that a command names: all of them or none, whatever stands in the way. */

import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { CommandContext } from '../../compiler/cli/command.ts';
import { writeIntoFolder, writeNamedFile } from '../../compiler/cli/files.ts';
import { createProgress } from '../../compiler/cli/progress.ts';
import { Timings } from '../../compiler/cli/timings.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { COMPILE, runCli, writeTinyModel } from './harness.ts';

const SILENT = { write: () => undefined, isTerminal: false, columns: 80 };

function contextIn(folder: string, signal = new AbortController().signal): CommandContext {
  const io = { folder, environment: {}, stdout: SILENT, stderr: SILENT };
  return {
    io: { ...io, onInterrupt: () => () => undefined },
    signal,
    progress: createProgress(SILENT),
    timings: new Timings(),
    diagnostics: [],
  };
}

it('go into a folder that is made for them', async () => {
  const folder = await temporaryFolder();
  await writeIntoFolder(contextIn(folder), 'a/b', [
    ['one.txt', '1'],
    ['two.txt', '2'],
  ]);
  expect((await readdir(`${folder}/a/b`)).sort()).toEqual(['one.txt', 'two.txt']);
});

it('are none where one cannot be written, and the folder goes too', async () => {
  const folder = await temporaryFolder();
  const written = writeIntoFolder(contextIn(folder), 'a/b', [
    ['one.txt', '1'],
    ['x'.repeat(300), '2'],
  ]);
  await expect(written).rejects.toMatchObject({ diagnostics: [{ code: 'SNAPC5405' }] });
  expect(await readdir(folder)).toEqual([]);
});

it('are not written after an interrupt', async () => {
  const folder = await temporaryFolder();
  const interrupted = AbortSignal.abort(new Error('Ctrl-C'));
  await expect(writeNamedFile(contextIn(folder, interrupted), 'one.txt', '1')).rejects.toThrow(
    'Ctrl-C',
  );
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['report', ['report', 'model.onnx', 'out', '--out', 'file']],
  ['devices page', ['devices', 'page', '--out', 'file']],
  ['devices page', ['devices', 'page', '--out', 'file/page']],
] as const)('%s says that a file is where a folder should be', async (_, args) => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  await runCli([...COMPILE, '--out', 'out'], { folder });
  await writeFiles(folder, { file: 'not a folder' });
  const { code, stderr } = await runCli(args, { folder });
  expect(stderr).toMatch(/error SNAPC5405: "file[^"]*" cannot be written: /);
  expect(code).toBe(2);
  expect((await readdir(folder)).sort()).toEqual(['file', 'inputs.npz', 'model.onnx', 'out']);
});
