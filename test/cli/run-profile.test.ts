/** `snapc run DIR --profile`: times of kernels and of the model's nodes. */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mediansOf, profileOf } from '../../compiler/cli/profile.ts';
import { temporaryFolder } from '../support/folder.ts';
import { COMPILE, envelopeOf, runCli, writeTinyModel } from './harness.ts';

const PROFILE = ['run', 'out', '--adapter', 'swiftshader', '--profile'] as const;

async function compiledFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  expect((await runCli([...COMPILE, '--out', 'out'], { folder })).code).toBe(0);
  return folder;
}

describe('run --profile', () => {
  it('prints a table by kernel and one by node', async () => {
    const folder = await compiledFolder();
    const ran = await runCli([...PROFILE, '2'], { folder });
    expect(ran.stderr).not.toContain('error');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^kernel +dispatches +ms +% +GFLOP\/s\nmatmul/);
    expect(ran.stdout).toMatch(/\nONNX node +dispatches/);
    expect(ran.stdout).toMatch(/1 dispatches.*FLOP.* GFLOP\/s: median of 2 runs on .*SwiftShader/);
  });

  it('tells each dispatch as JSON, and writes outputs that are asked for', async () => {
    const folder = await compiledFolder();
    const named = ['--inputs', 'inputs.npz', '--outputs', 'outputs.npz'];
    const ran = await runCli([...PROFILE, ...named, '--json'], { folder });
    expect(envelopeOf(ran)).toMatchObject({
      status: 'ok',
      result: {
        runs: 3,
        milliseconds: expect.any(Number) as number,
        dispatches: [{ index: 0, label: expect.stringContaining('matmul') as string }],
        kernels: [{ dispatches: 1, share: expect.any(Number) as number }],
        nodes: [{ dispatches: 1, flops: expect.any(Number) as number }],
      },
    });
    await access(join(folder, 'outputs.npz'));
  });

  it.each([
    ['of a model', ['run', 'model.onnx', '--profile'], 'SNAPC5408'],
    ['of no runs', ['run', 'out', '--profile', '0'], 'SNAPC5400'],
    ['with other inputs', [...PROFILE, '--inputs', 'model.onnx'], 'error'],
  ])('%s is refused', async (_, argv, code) => {
    const folder = await compiledFolder();
    const ran = await runCli(argv, { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
  });

  it('is what needs no inputs', async () => {
    const folder = await compiledFolder();
    const ran = await runCli(['run', 'out', '--outputs', 'outputs.npz'], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain("required option '--inputs <in.npz>' not specified");
  });
});

describe('a profile', () => {
  const entry = { kernel: 0, workgroups: [1, 1, 1], passes: [] };
  const trace = [
    { ...entry, label: 'matmul', flops: 3e6, onnx: ['/a', '/b'] },
    { ...entry, label: 'copy', flops: 0, onnx: [] },
    { ...entry, label: 'matmul', flops: 1e6, onnx: ['/c'] },
    { ...entry, label: 'matmul', flops: 1e6, onnx: ['/a', '/d'] },
  ];

  it('sums by kernel and by node, the slowest first', () => {
    const { kernels, nodes, milliseconds, flops } = profileOf(trace, [2, 5, 2, 1]);
    expect([milliseconds, flops]).toEqual([10, 5e6]);
    expect(kernels).toEqual([
      { name: 'matmul', dispatches: 3, milliseconds: 5, share: 0.5, flops: 5e6 },
      { name: 'copy', dispatches: 1, milliseconds: 5, share: 0.5, flops: 0 },
    ]);
    expect(nodes.map(({ name, milliseconds: taken }) => [name, taken])).toEqual([
      ['(of no node)', 5],
      ['/a + 1 more', 2],
      ['/c', 2],
      ['/a + 1 more', 1],
    ]);
  });

  it('takes the middle of several runs', () => {
    const runs = [
      [1, 9],
      [5, 7],
      [3, 8],
    ];
    expect(mediansOf(runs)).toEqual([3, 8]);
    expect(mediansOf([[1], [2]])).toEqual([1.5]);
  });
});
