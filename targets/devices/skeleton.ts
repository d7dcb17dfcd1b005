/** The beginning of a device file for a new phone: every figure a safe guess that says what to replace it by. */

import type { Device } from './device.ts';
import schema from './device.schema.json' with { type: 'json' };
import { figure } from './figure.ts';
import { webgpuCoreLimits } from './limits.ts';

const GIB = 2 ** 30;
const PLAIN_TILE = { rows: 4, columns: 8, vectorWidth: 4, workgroupSize: [8, 8, 1] } as const;

/** Figures by their bare values. */
const GUESSES = {
  memory: { ramBytes: 4 * GIB, budgetBytes: { page: GIB, app: 2 * GIB } },
  webgpu: {
    browser: 'Chrome 121',
    limits: {
      maxStorageBufferBindingSize: webgpuCoreLimits.maxStorageBufferBindingSize.default,
      maxBufferSize: webgpuCoreLimits.maxBufferSize.default,
      maxComputeWorkgroupStorageSize: webgpuCoreLimits.maxComputeWorkgroupStorageSize.default,
    },
    features: [],
    subgroupSize: null,
    kernels: {
      matmul: PLAIN_TILE,
      conv2d: PLAIN_TILE,
      attention: { ...PLAIN_TILE, rows: 1, workgroupSize: [64, 1, 1] },
      invocations: 2048,
    },
  },
  coreml: {
    os: '16.0',
    specificationVersion: 7,
    opset: 'CoreML6',
    computeUnits: 'all',
    neuralEngine: null,
  },
  nnapi: {
    androidApi: 29,
    runtimeFeatureLevel: 29,
    deviceFeatureLevel: 29,
    drivers: [],
    deprecatedSinceApi: 35,
  },
  costs: {
    peakFp32Gflops: 500,
    peakFp16Gflops: null,
    bandwidthGigabytesPerSecond: 15,
    dispatchMicroseconds: 70,
    neuralTops: null,
  },
} as const;

/** A part of the JSON schema, as far as it is looked at here. */
interface SchemaPart {
  readonly type?: unknown;
  readonly description?: string;
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
}

export function skeletonDevice(name: string): Device {
  const head = {
    name,
    title: titleOf(name),
    vendor: 'unknown',
    soc: null,
    note: 'A skeleton: replace the figures, and set coreml or nnapi to null where the phone has none.',
  };
  // What comes of the guesses is checked by parseDevice before it is written.
  return { ...head, ...(filled(GUESSES, schema) as Omit<Device, keyof typeof head>) };
}

/** `pixel-10` is called Pixel 10. */
export function titleOf(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

function filled(guess: unknown, part: SchemaPart): unknown {
  const { properties = {} } = { ...definitionOf(part), ...part };
  if (guess === null) return null;
  if ('source' in properties) {
    return figure(guess, 'estimated', `a safe guess; replace it by: ${part.description ?? ''}`);
  }
  const entries = Object.entries(guess as object).map(([key, value]) => {
    const child = properties[key];
    if (child === undefined) throw new Error(`the schema has no ${key}`);
    return [key, filled(value, child)] as const;
  });
  return Object.fromEntries(entries);
}

function definitionOf({ $ref }: SchemaPart): SchemaPart {
  const definitions: Readonly<Record<string, SchemaPart>> = schema.definitions;
  return definitions[$ref?.split('/').at(-1) ?? ''] ?? {};
}
