/** What is said where no WebGPU device can be opened: no Dawn, no driver, no GPU, a broken driver. */

import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as Adapter from '../../targets/webgpu/host/adapter.ts';
import type * as Cache from '../../targets/webgpu/host/cache.ts';
import { temporaryFolder } from '../support/folder.ts';

const HOST = fileURLToPath(new URL('../../targets/webgpu/host', import.meta.url));

beforeEach(() => {
  vi.resetModules();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const file of ['dawn', 'cache', 'vulkan-environment']) vi.doUnmock(`${HOST}/${file}.ts`);
});

/** The codes and hints of what openDevice refuses, with the mocks of the test in place. */
async function refusals(options: Adapter.DeviceOptions): Promise<string[]> {
  const { openDevice } = (await import(`${HOST}/adapter.ts`)) as typeof Adapter;
  const opened = await openDevice(options);
  if ('device' in opened) {
    opened.close();
    throw new Error('a device was opened');
  }
  for (const { hint } of opened.diagnostics) expect(hint).toBeTruthy();
  return opened.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

/** A Dawn that finds `adapter`, or none. */
function mockDawn(adapter: unknown): void {
  vi.doMock(`${HOST}/dawn.ts`, () => ({
    loadDawn: async () => ({}),
    dawnInstance: () => ({ requestAdapter: async () => adapter }),
  }));
  vi.doMock(`${HOST}/vulkan-environment.ts`, () => ({
    machineHasVulkanLoader: () => true,
    useMachineDrivers: () => undefined,
    useSoftwareDriver: () => undefined,
    userChoseDriver: () => false,
  }));
}

describe('an adapter', () => {
  it('that has no such name is refused', async () => {
    vi.stubEnv('SNAPC_ADAPTER', 'voodoo');
    const [refused] = await refusals({});
    expect(refused).toMatch(/^SNAPC5307 .*voodoo/);
  });

  it('that is a GPU may not be there', async () => {
    mockDawn(null);
    expect(await refusals({ adapter: 'gpu' })).toEqual([
      'SNAPC5302 Dawn finds no GPU on this machine',
    ]);
  });

  it('may give no device', async () => {
    mockDawn({
      features: new Set(),
      limits: {},
      info: { device: 'Some GPU', vendor: '', architecture: '', description: '' },
      requestDevice: async () => {
        throw new Error('out of something');
      },
    });
    expect(await refusals({ adapter: 'gpu' })).toEqual([
      'SNAPC5310 the adapter "Some GPU" gives no device: out of something',
    ]);
  });
});

describe('a software driver', () => {
  it('needs Linux on x64', async () => {
    mockDawn(null);
    vi.spyOn(process, 'arch', 'get').mockReturnValue('mips');
    const [refused] = await refusals({ adapter: 'swiftshader' });
    expect(refused).toMatch(/^SNAPC5304 the swiftshader adapter .* mips/);
  });

  it('needs its package', async () => {
    mockDawn(null);
    const cache = await vi.importActual<typeof Cache>(`${HOST}/cache.ts`);
    vi.doMock(`${HOST}/cache.ts`, () => ({ ...cache, resolvePackage: () => undefined }));
    const [refused] = await refusals({ adapter: 'swiftshader' });
    expect(refused).toMatch(/^SNAPC5303 .*@sparticuz\/chromium/);
  });

  it('that was not prepared is named with its folder', async () => {
    mockDawn(null);
    const folder = await temporaryFolder();
    vi.stubEnv('SNAPC_LAVAPIPE_DIR', folder);
    expect(await refusals({ adapter: 'lavapipe' })).toEqual([
      `SNAPC5305 no lavapipe driver lies in ${folder}`,
    ]);
  });

  it('that is damaged is refused with the reason', async () => {
    mockDawn(null);
    const folder = await temporaryFolder();
    vi.stubEnv('SNAPC_LAVAPIPE_DIR', folder);
    await writeFile(join(folder, 'driver.json'), '{ "manifest": ');
    const [refused] = await refusals({ adapter: 'lavapipe' });
    expect(refused).toMatch(/^SNAPC5306 the lavapipe driver cannot be used: .*JSON/);
  });

  it('in which Dawn finds nothing is refused', async () => {
    mockDawn(null);
    const folder = await temporaryFolder();
    vi.stubEnv('SNAPC_LAVAPIPE_DIR', folder);
    await writeFile(join(folder, 'driver.json'), '{ "manifest": "icd.json", "libraries": [] }');
    const [refused] = await refusals({ adapter: 'lavapipe' });
    expect(refused).toBe(
      'SNAPC5306 the lavapipe driver cannot be used: Dawn finds no adapter in it',
    );
  });
});

describe('Dawn', () => {
  it.each([
    ['is not installed', 'ERR_MODULE_NOT_FOUND', "Cannot find package 'webgpu'", 'SNAPC5300'],
    ['does not load', 'ERR_DLOPEN_FAILED', 'GLIBC_2.99 not found', 'SNAPC5301'],
  ])('that %s is told', (_, code, message, expected) => {
    // Vitest wraps what a mocked module throws, so that this takes a process of its own.
    const hooks = `export async function resolve(name, context, next) {
      if (name === 'webgpu') throw Object.assign(new Error(${JSON.stringify(message)}), { code: '${code}' });
      return next(name, context);
    }`;
    const preload = `import { register } from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}));`;
    const program = `import { openDevice } from ${JSON.stringify(`${HOST}/adapter.ts`)};
      console.log(JSON.stringify((await openDevice({ adapter: 'swiftshader' })).diagnostics));`;
    const asModule = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`;
    const output = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--import', asModule(preload), '--input-type=module', '--eval', program],
      { encoding: 'utf8', cwd: fileURLToPath(new URL('../..', import.meta.url)) },
    );
    const [refused] = JSON.parse(output) as readonly { code: string; message: string }[];
    expect(refused?.code).toBe(expected);
    if (expected === 'SNAPC5301') expect(refused?.message).toContain(message);
  });
});
