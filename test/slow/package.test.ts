/** The package as npm installs it into an empty project: the library, its types, its bin, and nothing it should not bring. */

import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { VERSION } from '../../compiler/version.ts';
import { writeTinyModel } from '../cli/harness.ts';
import { writeFiles } from '../support/folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
let folder: string;
let project: string;

function run(command: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    // The checkout's own packages and settings must not help.
    env: { ...process.env, NODE_PATH: '', NODE_OPTIONS: '', npm_config_omit: '' },
    shell: process.platform === 'win32',
  });
  return { status, stdout, stderr };
}

const QUIET = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'snapc-package-')));
  project = join(folder, 'project');
  const packed = run('npm', ['pack', '--silent', '--pack-destination', folder], ROOT);
  expect([packed.status, packed.stderr]).toEqual([0, expect.any(String)]);
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  await writeFiles(project, {
    'package.json': JSON.stringify({ name: 'project', private: true, type: 'module' }),
  });
  const install = ['install', '--ignore-scripts', ...QUIET, join(folder, archive ?? '')];
  const installed = run('npm', install, project);
  expect([installed.status, installed.stderr]).toEqual([0, expect.any(String)]);
}, 10 * 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

it('can be installed again from its lock file, and every package fits', async () => {
  await rm(join(project, 'node_modules'), { recursive: true });
  expect(run('npm', ['ci', '--ignore-scripts', ...QUIET], project).status).toBe(0);
  expect(run('npm', ['ls', '--all'], project).status).toBe(0);
});

it('brings one protobufjs, the one that it names', async () => {
  const entries = await readdir(join(project, 'node_modules'), { recursive: true });
  expect(entries.filter((path) => path.endsWith('protobufjs'))).toEqual(['protobufjs']);
  expect(entries.filter((path) => path.endsWith('onnxruntime-node'))).toEqual([]);
  const reader = 'node_modules/snapc/dist/compiler/import/onnx/reader';
  const licenses = await readFile(join(project, reader, 'schema.LICENSES.txt'), 'utf8');
  for (const name of ['onnx-proto', 'protobufjs', 'long']) expect(licenses).toContain(`${name}\n`);
});

it('has a bin that compiles, with a config in TypeScript', async () => {
  await writeTinyModel(project);
  await writeFiles(project, {
    'greeting.ts': `export const greeting: string = 'as a project does';\n`,
    'snapc.config.ts': `
      import { defineConfig, definePass } from 'snapc';
      import { greeting } from './greeting.ts';
      interface Named { readonly name: string }
      const { name }: Named = { name: 'of-the-project' };
      export default defineConfig({
        passes: [{ pass: definePass({ name, describe: greeting, run: () => undefined }) }],
      });`,
  });
  const version = run('npx', ['--no-install', 'snapc', '--version'], project);
  expect(version.stdout.trim()).toBe(VERSION);
  const target = ['--target', 'webgpu', '--device', 'pixel-9', '--precision', 'fp32'];
  const argv = ['--no-install', 'snapc', 'compile', 'model.onnx', ...target, '--out', 'out'];
  const compiled = run('npx', argv, project);
  expect(compiled.stderr).not.toContain('error');
  expect(compiled.status).toBe(0);
  const manifest = await readFile(join(project, 'out', 'manifest.json'), 'utf8');
  expect(manifest).toContain('of-the-project');
});

it('compiles with the example of plug-ins, in a folder of any kind', async () => {
  const example = join(folder, 'outside');
  const from = join(ROOT, 'examples', 'custom-pass');
  const files = (await readdir(from)).filter((name) => !['run.ts', 'README.md'].includes(name));
  for (const name of files) {
    await writeFiles(example, { [name]: await readFile(join(from, name), 'utf8') });
  }
  // No "type": "module" here.
  await writeFiles(example, {
    'package.json': JSON.stringify({ name: 'outside', private: true }),
    'wrong.ts': `
      import { FLOATS, defineOp, operand } from 'snapc';
      export const op = defineOp({
        name: 'op', operands: { input: operand(FLOATS) }, attributes: {}, traits: ['pure'],
        infer: ({ input }) => input, evaluate: ({ input }) => input, cost: () => ({ flops: 0 }), samples: [],
        lowerings: {
          // @ts-expect-error: there is no such operand
          webgpu: ({ inputs }) => inputs,
          // @ts-expect-error: a number is no operation
          coreml: () => 5,
          // @ts-expect-error: there is no such function
          nnapi: ({ input }, _, { math }) => math.gelu(input),
        },
      });`,
  });
  await symlink(join(project, 'node_modules'), join(example, 'node_modules'), 'junction');
  await writeTinyModel(example);
  const target = ['--target', 'webgpu,listing', '--device', 'pixel-9', '--precision', 'fp32'];
  const argv = ['--no-install', 'snapc', 'compile', 'model.onnx', ...target, '--out', 'out'];
  const compiled = run('npx', argv, example);
  expect(compiled.stderr).not.toContain('error');
  expect(compiled.status).toBe(0);
  const manifest = await readFile(join(example, 'out', 'manifest.json'), 'utf8');
  expect(manifest).toContain('"approximate-gelu"');
  expect(await readFile(join(example, 'out', 'listing', 'graph.json'), 'utf8')).toContain('matmul');
  const tested = run(
    'npx',
    ['--no-install', 'snapc', 'test-op', 'snapc.config.ts', '--targets', 'coreml'],
    example,
  );
  expect(tested.stdout).toMatch(/parabolic_gelu: 24 uses, coreml .*: ok/);
  await writeFiles(example, {
    'package.json': JSON.stringify({ name: 'outside', private: true, type: 'module' }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        lib: ['ES2023', 'DOM'],
        module: 'NodeNext',
        strict: true,
        types: [],
        noEmit: true,
        allowImportingTsExtensions: true,
      },
      files: ['snapc.config.ts', 'wrong.ts'],
    }),
  });
  const checked = run(process.execPath, [TSC], example);
  expect([checked.stdout, checked.status]).toEqual(['', 0]);
});

it('is a library with types', async () => {
  await writeFiles(project, {
    'use.ts': `
      import { attr, compile, defineConfig, defineDevice, definePass, importOnnx } from 'snapc';
      import { findDevice, memoryOutput, openModelFile, success, targets } from 'snapc';
      import type { Diagnostic, Result } from 'snapc';

      const limit = definePass({
        name: 'limit', describe: 'limits', options: { at: attr.int(3) },
        run: (graph, { at }) => { if (graph.size < -at) throw new Error('negative'); },
      });
      // @ts-expect-error: the option is a number
      limit.with({ at: 'three' });
      // @ts-expect-error: there is no such key
      defineConfig({ pases: [] });
      console.assert(typeof defineDevice === 'function' && typeof importOnnx === 'function');

      function take<T>(result: Result<T>): T {
        if (result.ok) return result.value;
        const [first]: readonly Diagnostic[] = result.diagnostics;
        throw new Error(first?.message);
      }
      const source = take(await openModelFile('model.onnx'));
      const output = memoryOutput();
      const device = take(findDevice('pixel-9'));
      const webgpu = targets.filter(({ name }) => name === 'webgpu');
      const request = { source, targets: webgpu, device, precision: 'fp32' } as const;
      const { manifest } = take(await compile(request, async () => success(output)));
      console.log(manifest.inputs[0]?.name, output.files.has('webgpu/index.js'));
    `,
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        target: 'ES2023',
        lib: ['ES2023', 'DOM'],
        module: 'NodeNext',
        strict: true,
        types: [],
        skipLibCheck: false,
        outDir: 'built',
        rootDir: '.',
      },
      files: ['use.ts'],
    }),
  });
  const compiled = run(process.execPath, [TSC], project);
  expect([compiled.stdout, compiled.status]).toEqual(['', 0]);
  const ran = run(process.execPath, ['built/use.js'], project);
  expect([ran.stdout, ran.stderr]).toEqual(['x true\n', '']);
});
