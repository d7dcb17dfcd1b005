/** Which devices the NNAPI target serves, and what it says of those where NNAPI is deprecated. */

import { expect, test } from 'vitest';
import type { Device } from '../../targets/devices/device.ts';
import { nnapi } from '../../targets/nnapi/target.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';

function codesOf(device: Device): readonly string[] {
  const found = nnapi.supports({
    device,
    precision: 'fp16',
    options: { name: '', relaxed: false, wide_sums_from: 0, max_pool_bytes: 1, write_ir: false },
    modelName: 'model',
    interface: { inputs: [], outputs: [] },
    encode: encodeConstant,
    signal: undefined,
  });
  return found.map(({ code }) => code);
}

test('a phone without NNAPI is refused', () => {
  expect(codesOf(deviceNamed('iphone-16-pro'))).toEqual(['SNAPC4504']);
});

test('a phone whose Android deprecates NNAPI is served with a warning', () => {
  const phone = deviceNamed('pixel-9');
  if (phone.nnapi === null) throw new Error('the device file has no nnapi section');
  expect(codesOf(phone)).toEqual([]);
  const androidApi = { ...phone.nnapi.androidApi, value: 35 };
  expect(codesOf({ ...phone, nnapi: { ...phone.nnapi, androidApi } })).toEqual(['SNAPC4505']);
});
