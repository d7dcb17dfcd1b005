/** Standard output and error as real pipes and files whose other end does not take what is written. */

import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shellCommand } from '../../compiler/cli/shell.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { CLI, COMPILE, writeTinyModel } from './harness.ts';

/** What the shell says, and `code=` of the command before the pipe. */
async function inShell(argv: readonly string[], after: string, folder: string): Promise<string> {
  const command = [process.execPath, '--import', import.meta.resolve('tsx'), CLI, ...argv];
  const script = `{ ${shellCommand(command)}; echo code=$? >&3; } 3>&2 ${after}`;
  const child = spawn('sh', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
  child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return said;
}

it('a compile goes on when nobody reads what it says', async () => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  const said = await inShell([...COMPILE, '--out', 'out'], '2>&1 | head -c 1', folder);
  expect(said).toContain('code=0');
  expect((await stat(join(folder, 'out', 'manifest.json'))).isFile()).toBe(true);
});

it('a failure stays one when nobody reads it to the end', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, { 'model.onnx': 'I am a text' });
  expect(await inShell(['check', 'model.onnx'], '2>&1 | true', folder)).toContain('code=1');
});

it.skipIf(process.platform !== 'linux')('a full disk is told without a stack', async () => {
  const folder = await temporaryFolder();
  const said = await inShell(['ops'], '> /dev/full', folder);
  expect(said).toContain('code=2');
  expect(said).toContain('standard output cannot be written: ENOSPC');
  expect(said).not.toContain('    at ');
});
