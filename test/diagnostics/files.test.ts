/** Faults of files that need a system out of the ordinary: it is played, or made to change at the wrong time. */

import { appendFile } from 'node:fs/promises';
import type * as FileSystem from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { openModelFile, stageOutput } from '../../compiler/host/node.ts';
import { memoryOutput } from '../../compiler/host/memory-output.ts';
import type { OutputStage } from '../../compiler/host/output.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { opened } from '../support/model-folder.ts';

/** What the file system answers in place of the real one, while a test sets it. */
const played: { readlink?: string; rm?: string } = {};

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof FileSystem>();
  const readlink: typeof real.readlink = ((...args: Parameters<typeof real.readlink>) =>
    played.readlink === undefined
      ? real.readlink(...args)
      : Promise.resolve(played.readlink)) as typeof real.readlink;
  const rm: typeof real.rm = (path, options) =>
    played.rm !== undefined && String(path).includes('.snapc-new-')
      ? Promise.reject(Object.assign(new Error(played.rm), { code: played.rm }))
      : real.rm(path, options);
  return { ...real, readlink, rm };
});

beforeEach(() => {
  delete played.readlink;
  delete played.rm;
});

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly Diagnostic[] }): string[] =>
  diagnostics.map(({ code }) => code);

/** The codes of what a call throws or rejects with. */
async function codesThrown(work: () => unknown): Promise<string[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return codesOf(error);
  }
}

describe('reading', () => {
  test('a name that the system refuses', async () => {
    const folder = await temporaryFolder();
    const result = await openModelFile(join(folder, 'x'.repeat(300)));
    expect(codesOf(result)).toEqual(['SNAPC5002']);
    expect(result.diagnostics[0]?.message).toContain('the name is too long');
  });

  test('a file that grows while it is read', async () => {
    const folder = await temporaryFolder();
    const { model } = await opened(folder, []);
    await model.read(0, 4);
    await appendFile(join(folder, 'model', 'model.onnx'), 'more');
    expect(await codesThrown(() => model.read(0, 4))).toEqual(['SNAPC5003']);
  });

  test('weights that turn out to lie elsewhere once they are open', async () => {
    const source = await opened(await temporaryFolder(), []);
    played.readlink = '/elsewhere/weights.bin';
    expect(codesOf(await source.openExternal('weights.bin'))).toEqual(
      process.platform === 'linux' ? ['SNAPC5013'] : [],
    );
  });
});

describe('writing', () => {
  const manifest = new TextEncoder().encode('{"generator":"snapc"}');

  async function write(stage: OutputStage): Promise<Result<undefined>> {
    const file = stage.file('manifest.json');
    await file.write(manifest);
    await file.close();
    return stage.commit();
  }

  async function stageAt(folder: string): Promise<OutputStage> {
    const stage = await stageOutput(folder, { inputs: [] });
    if (!stage.ok) throw new Error(stage.diagnostics[0]?.message);
    return stage.value;
  }

  test.each(['../x', '/x', 'a/../../x', 'con', 'a\\b', ''])(
    'a target names its file %j',
    async (path) => {
      const stage = await stageAt(join(await temporaryFolder(), 'out'));
      expect(await codesThrown(() => stage.file(path))).toEqual(['SNAPC5026']);
      await stage.abort();
      expect(await codesThrown(() => memoryOutput().file(path))).toEqual(['SNAPC5026']);
    },
  );

  test('a target writes one file twice', async () => {
    const stage = await stageAt(join(await temporaryFolder(), 'out'));
    stage.file('weights.bin');
    expect(await codesThrown(() => stage.file('Weights.bin'))).toEqual(['SNAPC5026']);
    await stage.abort();
  });

  test('an old output that cannot be removed is left, and the new one stands', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'out/manifest.json': manifest, 'out/old.txt': 'old' });
    const stage = await stageAt(join(folder, 'out'));
    played.rm = 'EACCES';
    const result = await write(stage);
    expect(result.ok).toBe(true);
    expect(codesOf(result)).toEqual(['SNAPC5027']);
    expect(result.diagnostics[0]?.message).toContain('EACCES');
  });
});
