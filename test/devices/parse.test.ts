/** Faults in a user's device file: each gives one diagnostic, at the right place, with a cure. */

import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import {
  defineDevice,
  figure,
  findDevice,
  parseDevice,
  parseDeviceText,
} from '../../targets/devices/index.ts';

type Changes = Readonly<Record<string, unknown>>;

/** A valid phone with some places changed; `undefined` takes a key away. */
function phoneWith(changes: Changes): unknown {
  const phone: unknown = structuredClone(findDevice('pixel-8'));
  for (const [path, value] of Object.entries(changes)) {
    const keys = ['value', ...path.split('.')];
    const last = keys.pop() ?? '';
    let node = phone as Record<string, unknown>;
    for (const key of keys) node = node[key] as Record<string, unknown>;
    if (value === undefined) delete node[last];
    else node[last] = value;
  }
  return (phone as { readonly value: unknown }).value;
}

/** The diagnostics as a terminal shows them. */
function faultsOf(changes: Changes): readonly string[] {
  return parseDevice(phoneWith(changes), 'my-phone.json').diagnostics.map(formatDiagnostic);
}

const measured = (value: unknown): unknown => ({ value, source: 'measured', from: 'the phone' });

test('the phone that the tests break is valid before', () => {
  expect(parseDevice(phoneWith({}), 'my-phone.json').ok).toBe(true);
});

describe('one fault, one diagnostic', () => {
  const cases: readonly (readonly [string, Changes, string])[] = [
    [
      'unknown key at the top',
      { wegbpu: null },
      `error SNAPC5201: unknown key "wegbpu" (my-phone.json, at $)
  hint: known here: $schema, name, title, vendor, soc, note, memory, webgpu, coreml, nnapi, costs`,
    ],
    [
      'misspelled key: the missing one is not reported as well',
      { costs: undefined, cost: null },
      `error SNAPC5201: unknown key "cost" (my-phone.json, at $)
  hint: did you mean "costs"?`,
    ],
    [
      'misspelled limit',
      {
        'webgpu.limits.maxStorageBufferBindigSize': measured(134217728),
        'webgpu.limits.maxStorageBufferBindingSize': undefined,
      },
      `error SNAPC5201: unknown key "maxStorageBufferBindigSize" (my-phone.json, at $.webgpu.limits)
  hint: did you mean "maxStorageBufferBindingSize"?`,
    ],
    [
      'missing section',
      { costs: undefined },
      `error SNAPC5202: "costs" is missing (my-phone.json, at $)
  hint: add "costs": What work costs on this device; null if nothing is known. (null is allowed)`,
    ],
    [
      'missing source of a figure',
      { 'memory.ramBytes': { value: 8589934592, from: 'the box' } },
      `error SNAPC5202: "source" is missing (my-phone.json, at $.memory.ramBytes)
  hint: add "source": How sure the value is. documented: a specification, a vendor or a browser's source code says so. measured: somebody ran it on this device. estimated: neither; choose a value that is safe to rely on.`,
    ],
    [
      'wrong type',
      { title: 8 },
      `error SNAPC5203: expected a text, found 8 (my-phone.json, at $.title)
  hint: replace it by a text`,
    ],
    [
      'null where a section must be',
      { 'memory.budgetBytes': null },
      `error SNAPC5203: expected an object, found null (my-phone.json, at $.memory.budgetBytes)
  hint: replace it by an object`,
    ],
    [
      'text for a number',
      { 'memory.ramBytes': measured('8 GB') },
      `error SNAPC5203: expected a whole number, found "8 GB" (my-phone.json, at $.memory.ramBytes.value)
  hint: replace it by a whole number`,
    ],
    [
      'fraction for a whole number',
      { 'webgpu.limits.maxBindGroups': measured(4.5) },
      `error SNAPC5203: expected a whole number, found 4.5 (my-phone.json, at $.webgpu.limits.maxBindGroups.value)
  hint: replace it by a whole number`,
    ],
    [
      'bare number for a figure',
      { 'webgpu.limits.maxBindGroups': 8 },
      `error SNAPC5204: expected a figure, found the bare value 8 (my-phone.json, at $.webgpu.limits.maxBindGroups)
  hint: every figure says how sure it is and where it comes from: { "value": 8, "source": "measured", "from": "where it comes from" }`,
    ],
    [
      'bare list for a figure',
      { 'webgpu.features': ['shader-f16'] },
      `error SNAPC5204: expected a figure, found the bare value ["shader-f16"] (my-phone.json, at $.webgpu.features)
  hint: every figure says how sure it is and where it comes from: { "value": ["shader-f16"], "source": "measured", "from": "where it comes from" }`,
    ],
    [
      'misspelled source',
      { 'memory.ramBytes.source': 'mesured' },
      `error SNAPC5205: "mesured" is not one of documented, measured, estimated (my-phone.json, at $.memory.ramBytes.source)
  hint: did you mean "measured"?`,
    ],
    [
      'unknown feature level',
      { 'nnapi.deviceFeatureLevel': measured(36) },
      `error SNAPC5205: 36 is not one of 27, 28, 29, 30, 31, 1000006, 1000007, 1000008 (my-phone.json, at $.nnapi.deviceFeatureLevel.value)
  hint: choose one of these`,
    ],
    [
      'empty origin',
      { 'memory.ramBytes.from': '' },
      `error SNAPC5206: "" is too short: it must have at least 3 characters (my-phone.json, at $.memory.ramBytes.from)
  hint: device.schema.json says what this key may hold`,
    ],
    [
      'negative cost',
      { 'costs.dispatchMicroseconds': measured(-1) },
      `error SNAPC5206: -1 is too small: it must be more than 0 (my-phone.json, at $.costs.dispatchMicroseconds.value)
  hint: device.schema.json says what this key may hold`,
    ],
    [
      'name with capitals',
      { name: 'My Phone' },
      `error SNAPC5206: "My Phone" does not fit: What --device takes: small letters, digits and hyphens. (my-phone.json, at $.name)
  hint: device.schema.json says what this key may hold`,
    ],
    [
      'workgroup size of two numbers',
      { 'webgpu.kernels.matmul.value.workgroupSize': [8, 8] },
      `error SNAPC5206: [8,8] must have 3 items (my-phone.json, at $.webgpu.kernels.matmul.value.workgroupSize)
  hint: device.schema.json says what this key may hold`,
    ],
    [
      'feature named twice',
      { 'webgpu.features': measured(['shader-f16', 'shader-f16']) },
      `error SNAPC5206: ["shader-f16","shader-f16"] has an item twice (my-phone.json, at $.webgpu.features.value)
  hint: device.schema.json says what this key may hold`,
    ],
    [
      'limit below the default',
      { 'webgpu.limits.maxBufferSize': measured(1000) },
      `error SNAPC5207: maxBufferSize is 1000, worse than WebGPU's default 268435456, which every adapter guarantees (my-phone.json, at $.webgpu.limits.maxBufferSize)
  hint: leave maxBufferSize out to use the default`,
    ],
    [
      'alignment above the default',
      { 'webgpu.limits.minStorageBufferOffsetAlignment': measured(512) },
      `error SNAPC5207: minStorageBufferOffsetAlignment is 512, worse than WebGPU's default 256, which every adapter guarantees (my-phone.json, at $.webgpu.limits.minStorageBufferOffsetAlignment)
  hint: leave minStorageBufferOffsetAlignment out to use the default`,
    ],
    [
      'alignment that is no power of two',
      { 'webgpu.limits.minStorageBufferOffsetAlignment': measured(48) },
      `error SNAPC5206: 48 is not a power of two, as an alignment must be (my-phone.json, at $.webgpu.limits.minStorageBufferOffsetAlignment)
  hint: device.schema.json says what this key may hold`,
    ],
    [
      'binding bigger than a buffer',
      { 'webgpu.limits.maxBufferSize': undefined },
      `error SNAPC5208: maxStorageBufferBindingSize 2147483644 is more than maxBufferSize 268435456 (my-phone.json, at $.webgpu.limits.maxStorageBufferBindingSize)
  hint: no binding can be bigger than its buffer: raise maxBufferSize or lower the other`,
    ],
    [
      'budget above the RAM',
      { 'memory.budgetBytes.app': measured(9e9) },
      `error SNAPC5208: the budget of 9000000000 bytes is more than the RAM of 8589934592 bytes (my-phone.json, at $.memory.budgetBytes.app)
  hint: the budget is what the system lets one process use, always less than the RAM`,
    ],
    [
      'subgroup sizes the wrong way round',
      { 'webgpu.subgroupSize.value': { min: 64, max: 16 } },
      `error SNAPC5208: the smallest subgroup size 64 is more than the greatest, 16 (my-phone.json, at $.webgpu.subgroupSize)
  hint: swap min and max`,
    ],
    [
      'subgroups without a size',
      { 'webgpu.subgroupSize': null },
      `error SNAPC5208: the feature "subgroups" is listed, but subgroupSize is null (my-phone.json, at $.webgpu.subgroupSize)
  hint: give subgroupSize, or take the feature from the list`,
    ],
    [
      'workgroup bigger than the device takes',
      { 'webgpu.kernels.conv2d.value.workgroupSize': [32, 16, 1] },
      `error SNAPC5208: a workgroup of 32 x 16 x 1 invocations exceeds the limits of this device (my-phone.json, at $.webgpu.kernels.conv2d.value.workgroupSize)
  hint: maxComputeInvocationsPerWorkgroup is 256; the sizes in x, y and z have limits too`,
    ],
  ];

  test.each(cases)('%s', (_name, changes, expected) => {
    expect(faultsOf(changes)).toEqual([expected]);
  });
});

test('Core ML opset that does not belong to the version', () => {
  const device = structuredClone(findDevice('iphone-14-pro')) as { readonly value: unknown };
  const coreml = (device.value as { readonly coreml: Record<string, unknown> }).coreml;
  coreml['opset'] = measured('CoreML7');
  expect(parseDevice(device.value, 'a.json').diagnostics.map(formatDiagnostic)).toEqual([
    `error SNAPC5208: opset CoreML7 does not belong to specification version 9 (a.json, at $.coreml.opset)
  hint: specification version 9 goes with opset CoreML8`,
  ]);
});

test('all faults are reported at once', () => {
  const faults = faultsOf({ title: 8, 'memory.ramBytes': 8, 'costs.dispatchMicroseconds': null });
  expect(faults.map((fault) => fault.slice(6, 15))).toEqual([
    'SNAPC5203',
    'SNAPC5204',
    'SNAPC5203',
  ]);
});

test.each([[null], [3], ['pixel-8'], [[]], [true]])('%j is no device', (json) => {
  expect(parseDevice(json, 'a.json').diagnostics).toMatchObject([
    { code: 'SNAPC5203', place: { file: 'a.json', path: '$' } },
  ]);
});

test('keys that no identifier can be are quoted and made printable', () => {
  const text = '{ "__proto__": 1, "a\\u001bb": 2 }';
  const diagnostics = parseDeviceText(text, 'a.json').diagnostics;
  const unknown = diagnostics.filter((diagnostic) => diagnostic.code === 'SNAPC5201');
  expect(unknown.map((diagnostic) => diagnostic.message)).toEqual([
    'unknown key "__proto__"',
    'unknown key "a\\u001bb"',
  ]);
});

test('text that is not JSON: the line is named', () => {
  const result = parseDeviceText('{\n  "name": "my-phone",\n}\n', 'a.json');
  expect(result.diagnostics).toMatchObject([
    {
      code: 'SNAPC5200',
      message: expect.stringMatching(/^the device file is not JSON: /) as string,
      place: { file: 'a.json', line: 3 },
    },
  ]);
});

test('a byte order mark is no fault', () => {
  expect(parseDeviceText(`\uFEFF${JSON.stringify(phoneWith({}))}`, 'a.json').ok).toBe(true);
});

test('a device declared in TypeScript is valid like one in JSON', () => {
  const device = defineDevice({
    name: 'my-phone',
    title: 'My phone',
    vendor: 'Me',
    soc: null,
    memory: null,
    webgpu: {
      limits: { maxBufferSize: figure(2 ** 30, 'measured', 'adapter.limits in Chrome 140') },
      features: figure([], 'estimated', 'nothing that code may need'),
      subgroupSize: null,
    },
    coreml: null,
    nnapi: null,
    costs: null,
  });
  expect(parseDevice(device, 'snapc.config.ts')).toEqual({
    ok: true,
    value: device,
    diagnostics: [],
  });
});
