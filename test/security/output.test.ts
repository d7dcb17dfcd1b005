/** The output folder: replaced as a whole or not at all, whatever fails, whoever else writes, whenever the power goes. */

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { recoverOutput, stageOutput } from '../../compiler/host/node-output.ts';
import { siblingPath } from '../../compiler/host/node-replace.ts';
import type { OutputStage } from '../../compiler/host/output.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const MANIFEST = '{ "generator": "snapc" }';
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function staged(folder: string, inputs: readonly string[] = []): Promise<OutputStage> {
  const result = await stageOutput(folder, { inputs });
  if (!result.ok) throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  return result.value;
}

async function refusalOf(folder: string, inputs: readonly string[] = []): Promise<string[]> {
  const result = await stageOutput(folder, { inputs });
  expect(result.ok).toBe(false);
  return result.diagnostics.map((d) => d.code);
}

async function fill(stage: OutputStage, content: string): Promise<void> {
  for (const [name, text] of [
    ['webgpu/model.txt', content],
    ['manifest.json', MANIFEST],
  ] as const) {
    const file = stage.file(name);
    await file.write(encode(text));
    await file.close();
  }
}

async function written(folder: string, content: string): Promise<readonly Diagnostic[]> {
  const stage = await staged(folder);
  await fill(stage, content);
  return (await stage.commit()).diagnostics;
}

const contentOf = (folder: string): Promise<string> =>
  readFile(join(folder, 'webgpu', 'model.txt'), 'utf8');

describe('a whole output', () => {
  it('appears at the commit and not before, with the digest of what was written', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'new', 'out');
    const stage = await staged(out);
    const file = stage.file('deep/er/weights.bin');
    await file.write(encode('ab'));
    await file.write(new Uint8Array(0));
    await file.write(encode('c'));
    expect(await file.close()).toEqual({
      bytes: 3,
      sha256: createHash('sha256').update('abc').digest('hex'),
    });
    expect(existsSync(out)).toBe(false);
    await fill(stage, 'one');
    expect((await stage.commit()).ok).toBe(true);
    expect((await readdir(out, { recursive: true })).sort((a, b) => (a < b ? -1 : 1))).toEqual([
      'deep',
      'deep/er',
      'deep/er/weights.bin',
      'manifest.json',
      'webgpu',
      'webgpu/model.txt',
    ]);
    expect(await readdir(join(parent, 'new'))).toEqual(['out']);
  });

  it('replaces an earlier one and an empty folder, and leaves nothing beside', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    await mkdir(out);
    expect(await written(out, 'one')).toEqual([]);
    expect(await written(out, 'two')).toEqual([]);
    expect(await contentOf(out)).toBe('two');
    expect(await readdir(parent)).toEqual(['out']);
  });

  it('is gone after abort, with the folders made for it', async () => {
    const parent = await temporaryFolder();
    const stage = await staged(join(parent, 'a', 'b', 'out'));
    await stage.file('half.bin').write(encode('x'));
    await stage.abort();
    await stage.abort();
    expect(await readdir(parent)).toEqual([]);
  });

  it('takes no folder away that was there, also behind a link', async () => {
    const parent = await temporaryFolder();
    await mkdir(join(parent, 'r', 'before'), { recursive: true });
    await symlink('r', join(parent, 'a-longer-name'));
    const out = join(parent, 'a-longer-name', 'before', 'made', 'out');
    const held = join(parent, 'r', 'before', 'made', 'out', 'model.onnx');
    expect(await refusalOf(out, [held])).toEqual(['SNAPC5023']);
    expect(await readdir(join(parent, 'r'), { recursive: true })).toEqual(['before']);
    await (await staged(out)).abort();
    expect(await readdir(join(parent, 'r'), { recursive: true })).toEqual(['before']);
  });

  it('is not committed with open files or without a manifest', async () => {
    const parent = await temporaryFolder();
    const stage = await staged(join(parent, 'out'));
    const file = stage.file('a');
    await expect(stage.commit()).rejects.toThrow('open output files');
    await file.close();
    await expect(stage.commit()).rejects.toThrow('manifest.json');
    await stage.abort();
    expect(await readdir(parent)).toEqual([]);
  });
});

describe('62: what snapc did not write is left alone', () => {
  it.each([
    ['without a manifest', { 'thesis.tex': 'x' }],
    ['with the manifest of another program', { 'manifest.json': '{"generator":"other"}' }],
    ['with a manifest that is no JSON', { 'manifest.json': 'snapc' }],
    ['with a manifest that is a list', { 'manifest.json': '["generator"]' }],
  ])('a folder %s', async (_, files) => {
    const out = join(await temporaryFolder(), 'out');
    await writeFiles(out, files);
    expect(await refusalOf(out)).toEqual(['SNAPC5022']);
    expect(await readdir(out)).toEqual(Object.keys(files));
  });

  it('a folder whose manifest is a link', async () => {
    const parent = await temporaryFolder();
    await writeFiles(parent, { 'theirs.json': MANIFEST, 'out/data': 'x' });
    await symlink('../theirs.json', join(parent, 'out', 'manifest.json'));
    expect(await refusalOf(join(parent, 'out'))).toEqual(['SNAPC5022']);
  });

  it('a link, a file, the root', async () => {
    const parent = await temporaryFolder();
    await written(join(parent, 'real'), 'one');
    await symlink('real', join(parent, 'link'));
    await writeFile(join(parent, 'file'), 'x');
    expect(await refusalOf(join(parent, 'link'))).toEqual(['SNAPC5020']);
    expect(await refusalOf(join(parent, 'file'))).toEqual(['SNAPC5021']);
    expect(await refusalOf(join(parent, 'file', 'out'))).toEqual(['SNAPC5025']);
    expect(await refusalOf('/')).toEqual(['SNAPC5022']);
    expect(await contentOf(join(parent, 'real'))).toBe('one');
  });

  it('a folder that holds the model, also through a link', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    await written(out, 'one');
    await writeFile(join(out, 'model.onnx'), 'x');
    await symlink('out', join(parent, 'alias'));
    expect(await refusalOf(out, [join(out, 'model.onnx')])).toEqual(['SNAPC5023']);
    expect(await refusalOf(out, [join(parent, 'alias', 'model.onnx')])).toEqual(['SNAPC5023']);
    await (await staged(out, [join(parent, 'elsewhere.onnx')])).abort();
    expect(await readdir(parent)).toEqual(['alias', 'out']);
  });

  it('a place where nothing can be written', async () => {
    expect(await refusalOf('/proc/snapc-out')).toEqual(['SNAPC5025']);
  });
});

describe('62: names of output files', () => {
  it.each([
    ['../x'],
    ['/x'],
    ['a/../../x'],
    ['a\\b'],
    ['CON'],
    ['a/nul.txt'],
    [''],
    ['a:b'],
    ['x.'],
    ['a\u2028b'],
  ])('%j', async (name) => {
    const parent = await temporaryFolder();
    const stage = await staged(join(parent, 'out'));
    expect(() => stage.file(name)).toThrow(DiagnosticError);
    await stage.abort();
  });

  it('one name twice, also where only the case differs', async () => {
    const stage = await staged(join(await temporaryFolder(), 'out'));
    await stage.file('a/model.txt').close();
    expect(() => stage.file('a/model.txt')).toThrow('written twice');
    expect(() => stage.file('A/Model.TXT')).toThrow('written twice');
    await stage.abort();
  });
});

describe('62: faults and company', () => {
  it('a full disk: the write is a diagnostic, the old output stays', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    await written(out, 'one');
    const stage = await staged(out);
    const file = stage.file('webgpu/model.txt');
    await file.write(encode('first'));
    const probe = await open(join(out, 'manifest.json'));
    const prototype: object = Object.getPrototypeOf(probe);
    await probe.close();
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    const spy = vi.spyOn(prototype as { write: () => unknown }, 'write').mockRejectedValue(full);
    await expect(file.write(encode('second'))).rejects.toThrow(/the disk is full/);
    spy.mockRestore();
    await stage.abort();
    expect(await contentOf(out)).toBe('one');
    expect(await readdir(parent)).toEqual(['out']);
  });

  it('two compiles into one folder: the first to end wins, the other says so', async () => {
    for (const before of [undefined, 'old']) {
      const parent = await temporaryFolder();
      const out = join(parent, 'out');
      if (before !== undefined) await written(out, before);
      const [first, second] = [await staged(out), await staged(out)];
      await fill(first, 'first');
      await fill(second, 'second');
      expect((await second.commit()).ok).toBe(true);
      const loser = await first.commit();
      expect(loser.diagnostics.map((d) => d.code)).toEqual(['SNAPC5024']);
      expect(await contentOf(out)).toBe('second');
      expect(await readdir(parent)).toEqual(['out']);
    }
  });

  it('eight compiles that end at once: one winner, seven that say so', async () => {
    for (const before of [undefined, 'old']) {
      const parent = await temporaryFolder();
      const out = join(parent, 'out');
      if (before !== undefined) await written(out, before);
      const stages = [];
      for (let index = 0; index < 8; index++) {
        const stage = await staged(out);
        await fill(stage, String(index));
        stages.push(stage);
      }
      const results = await Promise.all(stages.map((stage) => stage.commit()));
      const winners = results.flatMap((result, index) => (result.ok ? [String(index)] : []));
      expect(winners).toHaveLength(1);
      expect(winners).toContain(await contentOf(out));
      const codes = results.flatMap((result) => result.diagnostics.map((d) => d.code));
      expect(new Set(codes)).toEqual(new Set(['SNAPC5024']));
      expect(await readdir(parent)).toEqual(['out']);
    }
  });

  it('a folder that somebody makes or removes meanwhile', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    const early = await staged(out);
    await fill(early, 'x');
    await writeFiles(out, { 'thesis.tex': 'x' });
    expect((await early.commit()).ok).toBe(false);
    expect(await readdir(out)).toEqual(['thesis.tex']);
    const other = join(parent, 'other');
    await written(other, 'one');
    const late = await staged(other);
    await fill(late, 'two');
    await rename(other, join(parent, 'moved'));
    expect((await late.commit()).diagnostics.map((d) => d.code)).toEqual(['SNAPC5024']);
    expect(await contentOf(join(parent, 'moved'))).toBe('one');
  });
});

/** The path that a compile of a process that is gone would have used. */
function deadSibling(folder: string, kind: 'new' | 'old'): string {
  return siblingPath(folder, kind).replace(`-${process.pid}-`, '-4194304-');
}

describe('62: what a killed compile leaves', () => {
  it('between the renames: the old output is put back', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    await written(out, 'old');
    await rename(out, deadSibling(out, 'old'));
    await writeFiles(deadSibling(out, 'new'), { 'webgpu/model.txt': 'new', half: '' });
    expect((await recoverOutput(out)).map((d) => d.code)).toEqual(['SNAPC5028']);
    expect(await contentOf(out)).toBe('old');
    expect(await readdir(parent)).toEqual(['out']);
  });

  it('after the renames: the new output stays and the old one goes', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    await written(out, 'old');
    await rename(out, deadSibling(out, 'old'));
    await written(out, 'new');
    expect(await recoverOutput(out)).toEqual([]);
    expect(await contentOf(out)).toBe('new');
    expect(await readdir(parent)).toEqual(['out']);
  });

  it('beside a folder of somebody else: nothing of it is touched, the old output stays aside', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    await written(out, 'old');
    const aside = deadSibling(out, 'old');
    await rename(out, aside);
    await writeFiles(out, { 'thesis.tex': 'x' });
    expect(await refusalOf(out)).toEqual(['SNAPC5022']);
    expect(await readdir(parent)).toEqual([basename(aside), 'out']);
  });

  it('stages of running compiles and of other folders are left alone', async () => {
    const parent = await temporaryFolder();
    const running = siblingPath(join(parent, 'out'), 'new');
    const others = deadSibling(join(parent, 'other'), 'new');
    await mkdir(running);
    await mkdir(others);
    await (await staged(join(parent, 'out'))).abort();
    expect((await stat(running)).isDirectory()).toBe(true);
    expect((await stat(others)).isDirectory()).toBe(true);
  });

  it('killed at any moment: the output is whole after the next start', async () => {
    const parent = await temporaryFolder();
    const out = join(parent, 'out');
    await written(out, '0'.repeat(100_000));
    const script = fileURLToPath(new URL('../support/endless-output.ts', import.meta.url));
    let last = '';
    for (let round = 0; round < 6; round++) {
      const child = spawn(process.execPath, ['--import', 'tsx', script, out], { stdio: 'pipe' });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await sleep(40 + 23 * round);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      await recoverOutput(out);
      last = await contentOf(out);
      expect(last).toMatch(/^(\d)\1{99999}$/);
      expect(await readdir(parent)).toEqual(['out']);
    }
    expect(last).not.toMatch(/^0/);
  });
});
