/** What the command line says where it cannot go on, or where numbers differ. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../compiler/cli/command-line.ts';
import type { Io } from '../../compiler/cli/io.ts';
import { writeNpz } from '../../compiler/npz.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { onnxModel, tensor } from '../../models/onnx/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { COMPILE, envelopeOf, runCli, spawnCli, writeTinyModel } from '../cli/harness.ts';

const INPUTS = ['--inputs', 'inputs.npz'] as const;

async function tinyFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  return folder;
}

describe('a command line that is not understood', () => {
  test.each([
    [['compile', 'model.onnx', '--frobnicate'], 'SNAPC5400', 'see snapc compile --help'],
    [['frobnicate'], 'SNAPC5400', 'see snapc --help'],
    [['models', 'make', 'snapfusion-umet', '--out', 'out'], 'SNAPC5443', 'snapfusion-unet'],
    [['models', 'make', 'zzz', '--out', 'out'], 'SNAPC5443', 'the models are'],
    [['models', 'make', 'vae-decoder', '--seed', 'x', '--out', 'o'], 'SNAPC5400', '--seed must be'],
    [
      ['models', 'make', 'vae-decoder', '--out', ''],
      'SNAPC5491',
      'option --out has an empty value',
    ],
    [['compile', 'm.onnx', '--out', 'a', '--out', 'b'], 'SNAPC5492', '--out is given twice'],
    [['run', 'out', '--inputs=a.npz', '--inputs', 'b.npz'], 'SNAPC5492', '--inputs is given twice'],
    [['compile', 'm.onnx', '--dims-from', ''], 'SNAPC5491', '--dims-from has an empty value'],
  ])('%j', async (argv, code, words) => {
    const ran = await runCli(argv, { folder: await temporaryFolder() });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(words);
  });
});

test('an array that is no input of the model is told once', async () => {
  const folder = await tinyFolder();
  const x = tensorFrom('f32', [2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
  const given = [
    ['x', x],
    ['y', x],
  ] as const;
  await writeFile(join(folder, 'both.npz'), writeNpz(given));
  const argv = ['run', 'model.onnx', '--inputs', 'both.npz', '--outputs', 'o.npz'];
  const ran = await runCli([...argv, '--json'], { folder });
  expect(ran.code).toBe(2);
  expect(envelopeOf(ran).diagnostics.map(({ code }) => code)).toEqual(['SNAPC1202']);
});

test('options that are lists may be repeated', async () => {
  const folder = await tinyFolder();
  const twice = ['--target-option', 'webgpu.write_ir=true', '--target-option'];
  const ran = await runCli([...COMPILE, ...twice, 'webgpu.write_wgsl=true', '--out', 'out'], {
    folder,
  });
  expect(ran.stderr).not.toContain('SNAPC');
  expect(ran.code).toBe(0);
});

test('a fault of snapc itself ends in exit code 70 and the command that repeats it', async () => {
  let stderr = '';
  const sink = { isTerminal: false, columns: 80 };
  const io: Io = {
    stdout: { ...sink, write: () => undefined },
    stderr: { ...sink, write: (text) => void (stderr += text) },
    environment: {},
    get folder(): string {
      throw new TypeError('nobody thought of this');
    },
    onInterrupt: () => () => undefined,
  };
  expect(await main([...COMPILE, '--out', 'an out'], io)).toBe(70);
  expect(stderr).toContain('SNAPC5499');
  expect(stderr).toContain('TypeError: nobody thought of this');
  expect(stderr).toContain("--out 'an out'");
});

describe('a compiled folder', () => {
  test('without anything that runs here', async () => {
    const folder = await tinyFolder();
    await runCli([...COMPILE, '--out', 'out'], { folder });
    const path = join(folder, 'out', 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as { targets: object };
    const targets = Object.fromEntries(
      Object.values(manifest.targets).map((target) => ['coreml', target]),
    );
    await writeFile(path, JSON.stringify({ ...manifest, targets }));
    const ran = await runCli(['run', 'out', ...INPUTS, '--outputs', 'outputs.npz'], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5406');
    expect(ran.stderr).toContain('it holds coreml');
  });

  test('of a model with other outputs', async () => {
    const folder = await tinyFolder();
    await runCli([...COMPILE, '--out', 'out'], { folder });
    await writeTinyModel(folder, { output: 'z' });
    const ran = await runCli(['diff', 'model.onnx', 'out', ...INPUTS], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5412');
    expect(ran.stderr).toContain('output "z" is f32[2,3] in the model and missing in the folder');
  });

  test('whose passes change the numbers', async () => {
    const folder = await tinyFolder();
    await writeFiles(folder, {
      'doubling.mjs': `export default { passes: [{ after: 'canonicalize', pass: {
  name: 'doubling', describe: 'adds each output to itself once', options: {}, requires: [],
  ensures: [], breaks: [], tolerance: 0,
  run: (graph) => {
    const add = [...graph.nodes()].find(({ op }) => op.name === 'add').op;
    graph.setOutputs(graph.outputs.map(({ name, value }) => {
      if (value.producer.origin.passes.includes('doubling')) return { name, value };
      const origin = { onnx: [], passes: ['doubling'] };
      const made = graph.insert({ op: add, operands: { a: value, b: value }, origin });
      return { name, value: made.results[0] };
    }));
  },
} }] };`,
    });
    const config = ['--config', 'doubling.mjs'] as const;
    const compiled = await spawnCli([...COMPILE, ...config, '--out', 'out'], folder);
    expect(compiled.stderr).not.toContain('error');
    const ran = await spawnCli(
      ['diff', 'model.onnx', 'out', ...INPUTS, '--ops', ...config],
      folder,
    );
    expect(ran.stderr).toContain('SNAPC5413');
    expect(ran.stderr).toContain('the passes alone change "y"');
  });

  test('on a GPU that loses what double precision keeps', async () => {
    const folder = await temporaryFolder();
    // 1e8 + 1 - 1e8 + 1 is 2, and in single precision 1: the sum of a row forgets the small numbers.
    const rows = [1e8, 1, -1e8, 1, 1e8, 3, -1e8, 3];
    await writeFiles(folder, {
      'model.onnx': onnxModel({
        opset: 17,
        inputs: [{ name: 'x', dtype: 'f32', shape: [2, 4] }],
        outputs: [{ name: 'y', dtype: 'f32', shape: [2, 3] }],
        nodes: [{ op: 'MatMul', name: 'dense', inputs: ['x', 'w'], outputs: ['y'] }],
        initializers: [tensor('w', 'f32', [4, 3], Array<number>(12).fill(1))],
      }),
      'inputs.npz': writeNpz([['x', tensorFrom('f32', [2, 4], rows)]]),
    });
    await runCli([...COMPILE, '--out', 'out'], { folder });
    const ran = await runCli(['diff', 'model.onnx', 'out', ...INPUTS, '--ops'], { folder });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('SNAPC5411');
    expect(ran.stderr).toContain('matmul is the first op that differs');
    expect(ran.stderr).toContain('node "dense"');
  });
});
