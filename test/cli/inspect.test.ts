/** `snapc check`, `inspect` and the lists: what they say of models, folders and of snapc itself. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseGraph } from '../../ir/parse.ts';
import { onnxModel } from '../../models/onnx/index.ts';
import type { Model } from '../../models/onnx/index.ts';
import { VERSION } from '../../compiler/version.ts';
import { targets } from '../../targets/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { COMPILE, envelopeOf, runCli, tinyModel, writeTinyModel } from './harness.ts';

describe('check', () => {
  it('of a sound model finds nothing', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const ran = await runCli(['check', 'model.onnx'], { folder });
    expect(ran).toMatchObject({ code: 0, stdout: 'model.onnx: no problems\n' });
  });

  it('tells every problem at once, as data', async () => {
    const folder = await temporaryFolder();
    const tiny = tinyModel({ rows: 'batch' });
    const faulty: Model = {
      ...tiny,
      outputs: [...tiny.outputs, { name: 'z', dtype: 'f32', shape: [2] }],
      nodes: [
        ...tiny.nodes,
        { op: 'Unique', inputs: ['y'], outputs: ['u'], name: 'unique' },
        { op: 'Softmax', inputs: ['nothing'], outputs: ['z'], name: 'dangling' },
      ],
    };
    await writeFiles(folder, {
      'model.onnx': onnxModel({ ...faulty, outputs: [...faulty.outputs, { name: 'u' }] }),
    });
    const ran = await runCli(['check', 'model.onnx'], { folder });
    expect(ran.code).toBe(1);
    for (const words of ['Unique', '"unique"', '"nothing"', '"batch"', '--dim batch=VALUE']) {
      expect(ran.stdout).toContain(words);
    }
    expect(ran.stdout).toMatch(/model\.onnx: \d errors/);
    const json = envelopeOf(await runCli(['check', 'model.onnx', '--json'], { folder }));
    expect(json.status).toBe('failed');
    expect(new Set(json.diagnostics.map(({ code }) => code)).size).toBeGreaterThan(2);
  });

  it('of something else than a model says what it is', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'model.onnx': 'I am a text' });
    const ran = await runCli(['check', 'model.onnx'], { folder });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('SNAPC2');
  });
});

describe('inspect', () => {
  it('counts what a model has', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const ran = await runCli(['inspect', 'model.onnx', '--json'], { folder });
    expect(ran.code).toBe(0);
    expect(envelopeOf(ran).result).toMatchObject({
      nodes: 2,
      parameters: 15,
      weightBytes: 60,
      // 2 x 3 sums of 4 products, and 6 additions.
      flops: 2 * 2 * 3 * 4 + 6,
      inputs: [{ name: 'x', dtype: 'f32', shape: [2, 4] }],
      outputs: [{ name: 'y', dtype: 'f32', shape: [2, 3] }],
      ops: [{ op: 'add' }, { op: 'matmul', count: 1, flops: 48 }],
      // x and the product, at the first node.
      peakActivationBytes: 32 + 24,
    });
    const text = await runCli(['inspect', 'model.onnx'], { folder });
    expect(text.stdout).toContain('input             x f32[2,4]');
  });

  it('says which dims are open', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder, { rows: 'batch' });
    const open = envelopeOf(await runCli(['inspect', 'model.onnx', '--json'], { folder }));
    expect(open.result).toMatchObject({ flops: null, dims: [{ name: 'batch', value: null }] });
    await writeTinyModel(folder, { rows: 'a b' });
    const spaced = await runCli(['inspect', 'model.onnx'], { folder });
    expect(spaced.stdout).toContain("--dim 'a b=VALUE'");
    const bound = await runCli(['inspect', 'model.onnx', '--dim', 'a b=2', '--json'], { folder });
    expect(envelopeOf(bound).result).toMatchObject({ flops: 54 });
  });

  it('of a model whose dims decide its shapes still says what the file has', async () => {
    const folder = await temporaryFolder();
    const tiny = tinyModel({ rows: 'batch' });
    const [size, sum] = ['size', 'sum'];
    await writeFiles(folder, {
      'model.onnx': onnxModel({
        ...tiny,
        inputs: [...tiny.inputs, { name: 'other', dtype: 'f32', shape: ['steps', 3] }],
        outputs: [...tiny.outputs, { name: sum, dtype: 'f32', shape: ['batch', 3] }],
        nodes: [
          ...tiny.nodes,
          { op: 'Shape', inputs: ['y'], outputs: [size] },
          { op: 'Expand', inputs: ['other', size], outputs: [sum], name: 'expand' },
        ],
      }),
    });
    const ran = await runCli(['inspect', 'model.onnx'], { folder });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^parameters +15 /m);
    expect(ran.stdout).toMatch(/^dim +steps = \?$/m);
    expect(ran.stdout).toMatch(/^input +other f32\[steps,3\]$/m);
    expect(ran.stdout).toMatch(/^Expand +1$/m);
    expect(ran.stderr).toMatch(/^warning SNAPC2270.*"batch", "steps"/m);
    expect(ran.stderr).toContain('--dim batch=VALUE --dim steps=VALUE');
    expect(ran.stderr).not.toContain('error');
    const json = envelopeOf(await runCli(['inspect', 'model.onnx', '--json'], { folder }));
    expect(json.result).toMatchObject({ level: 'onnx', nodes: 4, parameters: 15 });
    const ir = await runCli(['inspect', 'model.onnx', '--ir'], { folder });
    expect(ir.code).toBe(1);
    expect(ir.stderr).toContain('error SNAPC2270');
    const bound = ['--dim', 'batch=2', '--dim', 'steps=2', '--json'];
    const good = envelopeOf(await runCli(['inspect', 'model.onnx', ...bound], { folder }));
    expect(good.result).toMatchObject({ level: 'ir', flops: 54 });
  });

  it('of a model with an unknown operator counts its operators and ends in an error', async () => {
    const folder = await temporaryFolder();
    const tiny = tinyModel();
    const unknown = { op: 'Unique', inputs: ['y'], outputs: ['u'], name: 'unique' };
    const outputs = [...tiny.outputs, { name: 'u' }];
    const bytes = onnxModel({ ...tiny, outputs, nodes: [...tiny.nodes, unknown] });
    await writeFiles(folder, { 'model.onnx': bytes });
    const ran = await runCli(['inspect', 'model.onnx'], { folder });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/^Unique +1$/m);
    expect(ran.stderr).toContain('error SNAPC2200');
  });

  it('prints IR that can be read back', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const ran = await runCli(['inspect', 'model.onnx', '--ir'], { folder });
    expect(ran.stdout).toContain('matmul(');
    expect(parseGraph(ran.stdout).ok).toBe(true);
  });

  it('shows a compiled folder, and refuses one that was tampered with', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await runCli([...COMPILE, '--out', 'out'], { folder });
    const ran = await runCli(['inspect', 'out'], { folder });
    expect(ran.stdout).toContain('device  webgpu-default, fp32');
    expect(ran.stdout).toContain('webgpu/index.js');
    expect(ran.stdout).toMatch(/^weight bytes +\d+ B$/m);
    expect(ran.stdout).toMatch(/^arena lower bound +\d+ B$/m);
    const path = join(folder, 'out', 'manifest.json');
    const manifest = await readFile(path, 'utf8');
    for (const [from, to, code] of [
      ['"generator": "snapc"', '"generator": "cnaps"', 'SNAPC5450'],
      ['"schemaVersion": 1', '"schemaVersion": 99', 'SNAPC5451'],
      ['"files": [', '"flies": [', 'SNAPC5450'],
      ['{', '', 'SNAPC5450'],
    ] as const) {
      await writeFile(path, manifest.replace(from, to));
      const tampered = await runCli(['inspect', 'out'], { folder });
      expect([tampered.code, tampered.stderr.includes(code)]).toEqual([2, true]);
    }
  });
});

describe('lists', () => {
  it.each([
    ['devices', 'iphone-14-pro'],
    ['passes', 'fold-constants'],
    ['ops', 'group_norm'],
    ['models', 'snapfusion-unet', 'list'],
  ])('%s', async (command, words, ...more) => {
    const folder = await temporaryFolder();
    const ran = await runCli([command, ...more], { folder });
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain(words);
    const json = envelopeOf(await runCli([command, ...more, '--json'], { folder }));
    expect(json.status).toBe('ok');
    expect(JSON.stringify(json.result)).toContain(words);
  });

  it('of ONNX operators has one on each line', async () => {
    const ran = await runCli(['ops', '--onnx'], { folder: await temporaryFolder() });
    const lines = ran.stdout.trimEnd().split('\n');
    expect(lines).toContain('Conv');
    expect(lines).toContain('GroupNormalization');
    expect(lines).toEqual([...lines].sort());
  });
});

describe('models make', () => {
  it('writes a model that compiles', async () => {
    const folder = await temporaryFolder();
    const make = ['models', 'make', 'clip-text', '--size', 'tiny', '--out', 'clip'];
    const made = await runCli(make, { folder });
    expect(made.code).toBe(0);
    expect(made.stdout).toContain('model.onnx');
    const checked = await runCli(['check', 'clip/model.onnx'], { folder });
    expect(checked.code).toBe(0);
  });

  it.each([
    [['models', 'make', 'clip-txt', '--out', 'o'], 'did you mean clip-text?'],
    [['models', 'make', 'clip-text', '--out', 'o', '--opset', '3'], '--opset'],
    [['models', 'make', 'clip-text', '--out', 'o', '--size', 'huge'], 'tiny, small, full'],
    [['models', 'make', 'clip-text'], '--out'],
  ])('%j is refused', async (argv, words) => {
    const ran = await runCli(argv, { folder: await temporaryFolder() });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(words);
  });
});

describe('help', () => {
  it('of every command has examples and is data', async () => {
    const folder = await temporaryFolder();
    const top = await runCli(['--help'], { folder });
    expect(top).toMatchObject({ code: 0, stderr: '' });
    const commands = ['compile', 'run', 'check', 'inspect', 'diff', 'devices', 'passes', 'ops'];
    for (const command of commands) {
      expect(top.stdout).toContain(`\n  ${command} `);
      const help = await runCli([command, '--help'], { folder });
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain(`Usage: snapc ${command}`);
      expect(help.stdout).toContain('Examples:');
      expect(help.stdout).toContain('--json');
    }
    for (const command of ['compile', 'pipeline']) {
      const help = await runCli([command, '--help'], { folder });
      for (const { name } of targets) expect(help.stdout).toMatch(new RegExp(`--target.* ${name}`));
    }
    const version = await runCli(['--version'], { folder });
    expect(version).toMatchObject({ code: 0, stdout: `${VERSION}\n` });
  });

  it('comes on standard error where no command is given', async () => {
    const ran = await runCli([], { folder: await temporaryFolder() });
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain('Usage: snapc');
  });

  it('is pointed to where a command is unknown', async () => {
    const ran = await runCli(['compil'], { folder: await temporaryFolder() });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('Did you mean compile?');
  });
});
