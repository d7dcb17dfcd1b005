/** Files that a command names: all of them or none, whatever stands in the way. */

import { mkdirSync } from 'node:fs';
import { lstat, mkdir, readFile, readdir, symlink } from 'node:fs/promises';
import { expect, it, vi } from 'vitest';
import type { CommandContext } from '../../compiler/cli/command.ts';
import { writeIntoFolder, writeIntoFolders, writeNamedFile } from '../../compiler/cli/files.ts';
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

it('leave no folders where one on the way cannot be made', async () => {
  const folder = await temporaryFolder();
  const written = writeIntoFolder(contextIn(folder), `a/b/${'x'.repeat(300)}`, [['one.txt', '1']]);
  await expect(written).rejects.toMatchObject({ diagnostics: [{ code: 'SNAPC5405' }] });
  expect(await readdir(folder)).toEqual([]);
});

it('are none where one is refused a place, whose folders go too', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'there/file.txt': 'kept' });
  const written = writeIntoFolders(contextIn(folder), [
    ['made/one.txt', '1'],
    ['there/file.txt/two.txt', '2'],
  ]);
  await expect(written).rejects.toMatchObject({
    diagnostics: [{ message: expect.stringContaining('"there/file.txt" cannot') as string }],
  });
  expect(await readdir(folder)).toEqual(['there']);
});

it('are as they were where the last one cannot be put into its place', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'one.txt': 'old' });
  const { signal } = new AbortController();
  // Looked at when all are written and none is in its place.
  vi.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
    mkdirSync(`${folder}/three.txt`, { recursive: true });
  });
  const written = writeIntoFolder(contextIn(folder, signal), '.', [
    ['one.txt', '1'],
    ['two.txt', '2'],
    ['three.txt', '3'],
  ]);
  await expect(written).rejects.toMatchObject({
    diagnostics: [{ message: '"three.txt" cannot be written: it is a folder' }],
  });
  expect((await readdir(folder)).sort()).toEqual(['one.txt', 'three.txt']);
  expect(await readFile(`${folder}/one.txt`, 'utf8')).toBe('old');
});

it('take the places of others, and leave nothing beside them', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'one.txt': 'old' });
  await writeIntoFolder(contextIn(folder), '.', [
    ['one.txt', '1'],
    ['two.txt', '2'],
  ]);
  expect((await readdir(folder)).sort()).toEqual(['one.txt', 'two.txt']);
  expect(await readFile(`${folder}/one.txt`, 'utf8')).toBe('1');
});

it.each([
  ['a device', 'null', 'it is not a regular file'],
  ['a folder', 'folder', 'it is a folder'],
])('do not take the place of %s', async (_, name, reason) => {
  const folder = await temporaryFolder();
  await mkdir(`${folder}/folder`);
  await symlink('/dev/null', `${folder}/null`);
  await expect(writeNamedFile(contextIn(folder), name, '1')).rejects.toMatchObject({
    diagnostics: [{ message: `"${name}" cannot be written: ${reason}` }],
  });
  expect((await readdir(folder)).sort()).toEqual(['folder', 'null']);
  expect((await lstat(`${folder}/null`)).isSymbolicLink()).toBe(true);
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
