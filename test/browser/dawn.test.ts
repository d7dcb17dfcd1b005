/** Dawn in Node computes on the software adapter, and what an adapter lacks is said before anything runs. */
import { expect, test } from 'vitest';
import { openDevice, type OpenedDevice } from '../../targets/webgpu/host/adapter.ts';
import { doubleOnDevice } from './doubling.ts';

async function open(...options: Parameters<typeof openDevice>): Promise<OpenedDevice> {
  const opened = await openDevice(...options);
  if ('diagnostics' in opened) throw new Error(JSON.stringify(opened.diagnostics));
  return opened;
}

test('some adapter is found without naming one', async () => {
  const opened = await open();
  expect(await doubleOnDevice(opened.device, [1, -2, 0.25, 1e6])).toEqual([2, -4, 0.5, 2e6]);
  opened.close();
});

test('SwiftShader is found by name, twice in one process', async () => {
  const first = await open({ adapter: 'swiftshader' });
  const second = await open({ adapter: 'swiftshader' });
  expect(first.description).toMatch(/swiftshader/i);
  expect(await doubleOnDevice(first.device, [1])).toEqual([2]);
  first.close();
  expect(await doubleOnDevice(second.device, [3])).toEqual([6]);
  second.close();
});

test('a limit that the adapter offers is granted', async () => {
  const { adapter, close } = await open({ adapter: 'swiftshader' });
  const offered = adapter.limits.maxStorageBufferBindingSize;
  close();
  const { device, close: closeAgain } = await open({
    adapter: 'swiftshader',
    requiredLimits: { maxStorageBufferBindingSize: offered },
  });
  expect(device.limits.maxStorageBufferBindingSize).toBe(offered);
  closeAgain();
});

test('features and limits that the adapter lacks are listed together', async () => {
  const opened = await openDevice({
    adapter: 'swiftshader',
    requiredFeatures: ['shader-f16'],
    requiredLimits: { maxBufferSize: 2 ** 52, maxNonsense: 1 },
  });
  expect('diagnostics' in opened && opened.diagnostics.map(({ code }) => code)).toEqual([
    'SNAPC5308',
    'SNAPC5309',
    'SNAPC5309',
  ]);
});

test('an unknown name in SNAPC_ADAPTER is refused', async () => {
  const before = process.env['SNAPC_ADAPTER'];
  process.env['SNAPC_ADAPTER'] = 'voodoo';
  try {
    const opened = await openDevice();
    expect('diagnostics' in opened && opened.diagnostics[0]?.message).toContain('voodoo');
  } finally {
    if (before === undefined) delete process.env['SNAPC_ADAPTER'];
    else process.env['SNAPC_ADAPTER'] = before;
  }
});
