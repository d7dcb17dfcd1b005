/** `snapc tune` on SwiftShader: the device file that it writes compiles the model to the same numbers. */

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDeviceText } from '../../targets/devices/index.ts';
import { temporaryFolder } from '../support/folder.ts';
import { COMPILE, envelopeOf, runCli, writeTinyModel } from './harness.ts';

const TUNE = ['tune', 'out', '--adapter', 'swiftshader'] as const;

async function compiledFolder(device = 'webgpu-default'): Promise<string> {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  const compile = COMPILE.map((word) => (word === 'webgpu-default' ? device : word));
  expect((await runCli([...compile, '--out', 'out'], { folder })).code).toBe(0);
  return folder;
}

describe('tune', () => {
  it('writes a device file beside the folder that the next compile takes', async () => {
    const folder = await compiledFolder('swiftshader');
    const ran = await runCli([...TUNE, '--budget', '20'], { folder });
    expect(ran.stderr).not.toContain('error');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^kernels +% of FLOP +problems +tiles +best +ms +ms before\nmatmul/);
    expect(ran.stdout).toContain(
      'wrote out-device.json; compile again with --device out-device.json',
    );
    const parsed = parseDeviceText(
      await readFile(join(folder, 'out-device.json'), 'utf8'),
      'out-device.json',
    );
    expect(parsed.diagnostics).toEqual([]);
    expect(parsed.ok && parsed.value.webgpu?.kernels?.matmul?.from).toContain('SwiftShader');

    const compile = COMPILE.map((word) => (word === 'webgpu-default' ? 'out-device.json' : word));
    expect((await runCli([...compile, '--out', 'tuned'], { folder })).code).toBe(0);
    const diff = ['diff', 'model.onnx', 'tuned', '--inputs', 'inputs.npz'] as const;
    const compared = await runCli([...diff, '--adapter', 'swiftshader'], { folder });
    expect(compared.code, compared.stderr).toBe(0);
  });

  it('tells every trial as JSON', async () => {
    const folder = await compiledFolder();
    const ran = await runCli([...TUNE, '--out', 'mine.json', '--json'], { folder });
    expect(envelopeOf(ran)).toMatchObject({
      status: 'ok',
      result: {
        adapter: expect.stringContaining('SwiftShader') as string,
        file: 'mine.json',
        device: 'webgpu-default-tuned',
        families: [{ family: 'matmul', distinct: 1, timed: 1, best: { tile: { vectorWidth: 4 } } }],
      },
    });
  });

  it.each([
    ['no time', ['--budget', '0'], 'SNAPC5400'],
    ['no device of that name', ['--device', 'toaster'], 'SNAPC5209'],
    ['a budget that allows nothing', ['--budget', '1e-9'], 'SNAPC5417'],
  ])('%s is refused', async (_, argv, code) => {
    const folder = await compiledFolder();
    const ran = await runCli([...TUNE, ...argv], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
  });

  it('needs a trace that says what the kernels compute', async () => {
    const folder = await compiledFolder();
    const file = join(folder, 'out', 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as {
      targets: { webgpu: { files: { path: string }[] } };
    };
    const { webgpu } = manifest.targets;
    webgpu.files = webgpu.files.filter(({ path }) => !path.endsWith('trace.json'));
    await writeFile(file, JSON.stringify(manifest));
    await writeFile(join(folder, 'out', 'webgpu', 'trace.json'), '{"dispatches":[]}');
    const ran = await runCli(TUNE, { folder });
    expect(ran.stderr).toContain('SNAPC5416');
    await rm(join(folder, 'out', 'webgpu', 'trace.json'));
    expect((await runCli(TUNE, { folder })).stderr).toContain('SNAPC5404');
  });

  it('needs the file of a device that is not built in', async () => {
    const folder = await compiledFolder();
    const file = join(folder, 'out', 'manifest.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"device": "webgpu-default"', '"device": "my-phone"'));
    expect((await runCli(TUNE, { folder })).stderr).toContain('SNAPC5418');
    const given = ['--device', 'webgpu-default', '--budget', '5'] as const;
    expect((await runCli([...TUNE, ...given], { folder })).code).toBe(0);
  });
});
