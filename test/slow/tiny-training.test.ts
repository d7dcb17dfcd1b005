/** The miniature's training: its Python tests, and a few steps of every stage, where Python has PyTorch. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'snapc-tiny-'));
afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

function python(
  command: string,
  ...args: readonly string[]
): { code: number | null; output: string } {
  const run = spawnSync(command, ['-B', ...args], { cwd: root, encoding: 'utf8' });
  return { code: run.status, output: `${run.stdout}${run.stderr}` };
}

/** Debian's Python first: its PyTorch is what the training is written for. */
const interpreter = ['/usr/bin/python3', 'python3'].find(
  (command) => python(command, '-c', 'import torch, scipy, onnx, PIL').code === 0,
);
const named = 'see models/tiny/train/README.md for what to install';

test.skipIf(interpreter === undefined)(`unit tests (${named})`, () => {
  const { code, output } = python(
    interpreter ?? '',
    '-m',
    'unittest',
    'discover',
    '-s',
    'models/tiny/test',
    '-t',
    '.',
  );
  expect(code, output).toBe(0);
});

test.skipIf(interpreter === undefined)(`a few steps of every stage (${named})`, () => {
  const args = ['-m', 'models.tiny.train', '--smoke', '--processes', '1', '--work', work];
  const { code, output } = python(interpreter ?? '', ...args);
  expect(code, output).toBe(0);
  for (const network of ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder']) {
    expect(existsSync(join(work, 'results', 'onnx', network, 'model.onnx')), network).toBe(true);
  }
  const again = python(interpreter ?? '', ...args);
  expect(again.code, again.output).toBe(0);
  expect(again.output).not.toMatch(/s\/step/);
});
