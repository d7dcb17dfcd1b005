/** Files for new phones: the skeleton, what is like another phone, and what the page measured. */

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  findDevice,
  likeDevice,
  parseDevice,
  parseMeasured,
  skeletonDevice,
  withMeasured,
} from '../../targets/devices/index.ts';
import type { Device, Measured } from '../../targets/devices/index.ts';
import { PAGE_MODULE, pageModuleText } from '../setup/generate-page.ts';

function pixel(): Device {
  const found = findDevice('pixel-9');
  if (!found.ok) throw new Error('pixel-9 is built in');
  return found.value;
}

const figure = <T>(value: T) => ({ value, source: 'measured', from: 'Chrome 140' }) as const;

const MEASURED: Measured = {
  webgpu: {
    browser: figure('Chrome 140'),
    adapter: figure({ vendor: 'arm' }),
    limits: {
      maxBufferSize: figure(2 ** 30),
      maxBindGroups: figure(4),
      maxFutureThings: figure(12),
      maxComputeWorkgroupSizeX: figure(128),
    },
    features: figure(['shader-f16', 'subgroups', 'from-the-future']),
    subgroupSize: figure({ min: 16, max: 16 }),
    kernels: {
      matmul: figure({ rows: 8, columns: 8, vectorWidth: 4, workgroupSize: [8, 8, 1] } as const),
    },
  },
  costs: {
    peakFp32Gflops: figure(800),
    peakFp16Gflops: figure(1500),
    bandwidthGigabytesPerSecond: figure(30),
    dispatchMicroseconds: figure(20),
  },
};

function sourcesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('source' in value) return [String(value.source)];
  return Object.values(value).flatMap(sourcesOf);
}

describe('a skeleton', () => {
  it('is valid and has every section, each figure a guess that says what to replace it by', () => {
    const device = skeletonDevice('pixel-10');
    expect(parseDevice(device, 'x.json').diagnostics).toEqual([]);
    expect(device.title).toBe('Pixel 10');
    for (const section of ['memory', 'webgpu', 'coreml', 'nnapi', 'costs'] as const) {
      expect(device[section]).not.toBe(null);
    }
    expect(new Set(sourcesOf(device))).toEqual(new Set(['estimated']));
    expect(device.memory?.ramBytes.from).toMatch(/replace it by: Bytes of RAM/);
    expect(device.webgpu?.limits.maxBufferSize?.from).toMatch(/replace it by: Most bytes/);
  });
});

describe('a device like another', () => {
  it('takes its figures as estimates', () => {
    const device = likeDevice('my-phone', pixel());
    expect(parseDevice(device, 'x.json').diagnostics).toEqual([]);
    expect(device).toMatchObject({ name: 'my-phone', title: 'My Phone', soc: null });
    expect(new Set(sourcesOf(device))).toEqual(new Set(['estimated']));
    expect(device.memory?.ramBytes).toMatchObject({
      value: pixel().memory?.ramBytes.value,
      from: expect.stringMatching(/^as on Pixel 9: Google, technical/) as string,
    });
  });
});

describe('what was measured', () => {
  it('takes the place of guesses, as far as the schema knows it and it is better than the default', () => {
    const device = withMeasured(likeDevice('my-phone', pixel()), MEASURED);
    expect(parseDevice(device, 'x.json').diagnostics).toEqual([]);
    expect(device.webgpu?.limits).toEqual({
      maxBufferSize: MEASURED.webgpu.limits['maxBufferSize'],
    });
    expect(device.webgpu?.features.value).toEqual(['shader-f16', 'subgroups']);
    expect(device.webgpu?.featuresOnSomeUnits).toBe(undefined);
    expect(device.webgpu?.subgroupSize?.value).toEqual({ min: 16, max: 16 });
    expect(device.webgpu?.kernels?.matmul).toEqual(MEASURED.webgpu.kernels.matmul);
    expect(device.webgpu?.kernels?.conv2d?.source).toBe('estimated');
    expect(device.costs).toEqual({ ...MEASURED.costs, neuralTops: null });
  });

  it('is read from the text that the page offers', () => {
    const parsed = parseMeasured(JSON.stringify(MEASURED), 'measured.json');
    expect(parsed).toEqual({ ok: true, value: MEASURED, diagnostics: [] });
  });

  it.each([
    ['{', 'SNAPC5200'],
    ['[]', 'SNAPC5210'],
    ['{"webgpu":{"limits":{}},"costs":{}}', 'SNAPC5210'],
    ['{"webgpu":{"limits":{},"features":{"value":[]}}}', 'SNAPC5210'],
  ])('%s is refused', (text, code) => {
    const parsed = parseMeasured(text, 'measured.json');
    expect(parsed.ok).toBe(false);
    expect(parsed.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
    expect(parsed.diagnostics[0]?.place?.file).toBe('measured.json');
  });
});

it('the page is in step with its sources', () => {
  expect(readFileSync(PAGE_MODULE, 'utf8')).toBe(pageModuleText());
});
