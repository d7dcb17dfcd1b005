/** `snapc compile`: what it writes, what it refuses, and that it never leaves half of anything. */

import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../compiler/manifest.ts';
import { onnxModel } from '../../models/onnx/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { COMPILE, envelopeOf, runCli, tinyModel, writeTinyModel } from './harness.ts';

/** Another device takes the place of the usual one. */
async function compiled(folder: string, ...more: readonly string[]) {
  const device = COMPILE.indexOf('--device');
  const other = more.includes('--device') ? COMPILE.toSpliced(device, 2) : COMPILE;
  return runCli([...other, '--out', 'out', ...more], { folder });
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'out', 'manifest.json'), 'utf8')) as Manifest;
}

describe('a model that compiles', () => {
  it('becomes a folder whose manifest is true', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const ran = await compiled(folder);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('wrote out: webgpu/, manifest.json');
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['manifest.json', 'webgpu']);

    const manifest = await manifestOf(folder);
    expect(manifest.generator).toBe('snapc');
    expect(manifest.inputs).toEqual([{ name: 'x', emitted: 'x', dtype: 'f32', shape: [2, 4] }]);
    expect(manifest.outputs).toEqual([{ name: 'y', emitted: 'y', dtype: 'f32', shape: [2, 3] }]);
    expect(manifest.device).toBe('webgpu-default');
    const { webgpu } = manifest.targets;
    expect(webgpu?.passes.map(({ name }) => name)).toContain('fold-constants');
    expect(webgpu?.files.length).toBeGreaterThan(3);
    for (const { path, bytes, sha256 } of webgpu?.files ?? []) {
      const content = await readFile(join(folder, 'out', path));
      expect([path, content.length]).toEqual([path, bytes]);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
    }
    const model = await readFile(join(folder, 'model.onnx'));
    expect(manifest.model.sha256).toBe(createHash('sha256').update(model).digest('hex'));
    expect(JSON.stringify(manifest)).not.toContain(folder);
  });

  it('gives the same bytes twice, and replaces what snapc wrote', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await compiled(folder);
    const first = await readFile(join(folder, 'out', 'manifest.json'), 'utf8');
    await writeFile(join(folder, 'out', 'left.txt'), 'stray');
    expect((await compiled(folder)).code).toBe(0);
    expect(await readFile(join(folder, 'out', 'manifest.json'), 'utf8')).toBe(first);
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['manifest.json', 'webgpu']);
  });

  it('answers in one envelope', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const envelope = envelopeOf(
      await compiled(folder, '--json', '--verify-each', '--validate-each'),
    );
    expect(Object.keys(envelope)).toEqual([
      'schemaVersion',
      'status',
      'result',
      'diagnostics',
      'timings',
    ]);
    expect(envelope.status).toBe('ok');
    expect(envelope.diagnostics).toEqual([]);
    expect(envelope.result).toMatchObject({ out: 'out', manifest: { generator: 'snapc' } });
    expect(envelope.timings['total']).toBeGreaterThan(0);
  });

  it('takes its dims from the command line or from samples', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder, { rows: 'batch' });
    const unbound = await compiled(folder);
    expect(unbound.code).toBe(1);
    expect(unbound.stderr).toContain('SNAPC2270');
    expect(unbound.stderr).toContain('--dim batch=VALUE');
    for (const bound of [
      ['--dim', 'batch=2'],
      ['--dims-from', 'inputs.npz'],
    ]) {
      expect((await compiled(folder, ...bound)).code).toBe(0);
      expect((await manifestOf(folder)).dims).toEqual({ batch: 2 });
    }
    const twice = await compiled(folder, '--dim', 'batch=3', '--dims-from', 'inputs.npz');
    expect(twice.code).toBe(2);
    expect(twice.stderr).toContain('SNAPC2274');
  });

  it('with names that want to be code, paths or terminal commands', async () => {
    const folder = await temporaryFolder();
    const input = '*/ globalThis.hacked = 1; //\u001b[31m';
    await writeTinyModel(folder, { input, output: '__proto__', node: '../../evil`${1}`' });
    expect((await compiled(folder)).code).toBe(0);
    const manifest = await manifestOf(folder);
    expect(manifest.inputs[0]?.name).toBe(input);
    expect(manifest.outputs[0]?.name).toBe('__proto__');
    for (const { emitted } of [...manifest.inputs, ...manifest.outputs]) {
      expect(emitted).toMatch(/^[A-Za-z_]\w*$/);
    }
    const run = ['run', 'out', '--inputs', 'inputs.npz', '--outputs', 'outputs.npz'];
    expect((await runCli(run, { folder })).code).toBe(0);
    expect('hacked' in globalThis).toBe(false);
    const shown = await runCli(['inspect', 'out'], { folder });
    expect(shown.stdout).not.toContain('\u001b');
  });

  it('writes options of a target', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    expect((await compiled(folder, '--target-option', 'webgpu.write_ir=true')).code).toBe(0);
    expect(await readFile(join(folder, 'out', 'webgpu', 'model.ir'), 'utf8')).toContain('graph @');
    expect((await manifestOf(folder)).targets['webgpu']?.options['write_ir']).toBe(true);
  });
});

describe('the output folder', () => {
  it('that snapc did not write is refused and left alone', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await writeFiles(folder, { 'out/thesis.txt': 'years of work', 'out/manifest.json': '{}' });
    const ran = await compiled(folder);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5022');
    expect(await readFile(join(folder, 'out', 'thesis.txt'), 'utf8')).toBe('years of work');
    expect((await readdir(folder)).sort()).toEqual(['inputs.npz', 'model.onnx', 'out']);
  });

  it('stays as it was when the compile fails', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await compiled(folder);
    const before = await readFile(join(folder, 'out', 'manifest.json'), 'utf8');
    await writeFile(join(folder, 'model.onnx'), onnxModel(tinyModel()).subarray(0, 100));
    expect((await compiled(folder)).code).toBe(1);
    expect(await readFile(join(folder, 'out', 'manifest.json'), 'utf8')).toBe(before);
    expect((await readdir(folder)).sort()).toEqual(['inputs.npz', 'model.onnx', 'out']);
  });

  it('that would replace the model is refused', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await compiled(folder);
    const model = await readFile(join(folder, 'model.onnx'));
    await writeFile(join(folder, 'out', 'model.onnx'), model);
    const argv = [...COMPILE, '--out', 'out'].map((word) =>
      word === 'model.onnx' ? 'out/model.onnx' : word,
    );
    const ran = await runCli(argv, { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5023');
    expect(await readFile(join(folder, 'out', 'model.onnx'))).toEqual(model);
  });

  it('below a file cannot be made', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const ran = await runCli([...COMPILE, '--out', 'model.onnx/out'], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5025');
  });

  it.runIf(process.getuid?.() !== 0)('in a folder that is read-only cannot be made', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await mkdir(join(folder, 'closed'));
    await chmod(join(folder, 'closed'), 0o500);
    const ran = await runCli([...COMPILE, '--out', 'closed/out'], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5025');
  });
});

describe('usage', () => {
  it.each([
    ['an unknown target', ['--target', 'webgp'], 'did you mean "webgpu"?'],
    ['an unknown device', ['--device', 'pixel-99'], 'did you mean "pixel-9"?'],
    ['a device file that is missing', ['--device', 'mine.json'], 'SNAPC5404'],
    ['an unknown precision', ['--precision', 'fp64'], 'fp32, fp16'],
    ['a dim that is none', ['--dim', 'batch'], 'SNAPC5401'],
    ['a dim of size 0', ['--dim', 'batch=0'], 'SNAPC5401'],
    ['a dim twice', ['--dim', 'a=1', '--dim', 'a=2'], 'SNAPC5402'],
    ['an unknown option of a target', ['--target-option', 'webgpu.wirte_ir=true'], 'SNAPC4004'],
    ['a wrong option of a target', ['--target-option', 'webgpu.write_ir=maybe'], 'SNAPC5403'],
    ['an option of another target', ['--target-option', 'coreml.x=1'], 'SNAPC5403'],
    ['an unknown option', ['--verify-eech'], 'Did you mean --verify-each?'],
    ['a target twice', ['--target', 'webgpu'], 'SNAPC4002'],
    ['samples that are missing', ['--dims-from', 'none.npz'], 'SNAPC5404'],
    ['samples that are no npz', ['--dims-from', 'model.onnx'], 'SNAPC5101'],
    ['a config that is missing', ['--config', 'none.ts'], 'SNAPC5440'],
    ['a dim that the model does not have', ['--dim', 'batch=1'], 'SNAPC2272'],
  ])('%s ends in exit code 2', async (_, more, words) => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const ran = await compiled(folder, ...more);
    expect(ran.stderr).toContain(words);
    expect(ran.code).toBe(2);
    expect(await readdir(folder)).not.toContain('out');
  });

  it('a model that is missing ends in exit code 2', async () => {
    const ran = await compiled(await temporaryFolder());
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5000');
  });
});
