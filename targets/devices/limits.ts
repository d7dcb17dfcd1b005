/** The limits of WebGPU: their names, the defaults that every adapter guarantees, and which way is better. */

import { figure } from './figure.ts';
import type { Figure } from './figure.ts';

interface LimitRule {
  readonly default: number;
  /** An alignment is better when it is lower, everything else when it is higher. */
  readonly better: 'higher' | 'lower';
}

const higher = (value: number): LimitRule => ({ default: value, better: 'higher' });
const lower = (value: number): LimitRule => ({ default: value, better: 'lower' });

/** Section 3.6.2 "Limits" of the WebGPU specification: what `requestAdapter()` guarantees everywhere. */
export const webgpuCoreLimits = {
  maxTextureDimension1D: higher(8192),
  maxTextureDimension2D: higher(8192),
  maxTextureDimension3D: higher(2048),
  maxTextureArrayLayers: higher(256),
  maxBindGroups: higher(4),
  maxBindGroupsPlusVertexBuffers: higher(24),
  maxBindingsPerBindGroup: higher(1000),
  maxDynamicUniformBuffersPerPipelineLayout: higher(8),
  maxDynamicStorageBuffersPerPipelineLayout: higher(4),
  maxSampledTexturesPerShaderStage: higher(16),
  maxSamplersPerShaderStage: higher(16),
  maxStorageBuffersPerShaderStage: higher(8),
  maxStorageTexturesPerShaderStage: higher(4),
  maxUniformBuffersPerShaderStage: higher(12),
  maxUniformBufferBindingSize: higher(65536),
  maxStorageBufferBindingSize: higher(134217728),
  minUniformBufferOffsetAlignment: lower(256),
  minStorageBufferOffsetAlignment: lower(256),
  maxVertexBuffers: higher(8),
  maxBufferSize: higher(268435456),
  maxVertexAttributes: higher(16),
  maxVertexBufferArrayStride: higher(2048),
  maxInterStageShaderVariables: higher(16),
  maxColorAttachments: higher(8),
  maxColorAttachmentBytesPerSample: higher(32),
  maxComputeWorkgroupStorageSize: higher(16384),
  maxComputeInvocationsPerWorkgroup: higher(256),
  maxComputeWorkgroupSizeX: higher(256),
  maxComputeWorkgroupSizeY: higher(256),
  maxComputeWorkgroupSizeZ: higher(64),
  maxComputeWorkgroupsPerDimension: higher(65535),
} as const satisfies Record<string, LimitRule>;

/** Limits that only newer browsers have; an adapter without them guarantees nothing. */
const webgpuNewerLimits = {
  maxStorageBuffersInVertexStage: higher(8),
  maxStorageBuffersInFragmentStage: higher(8),
  maxStorageTexturesInVertexStage: higher(4),
  maxStorageTexturesInFragmentStage: higher(4),
  maxImmediateSize: higher(64),
} as const satisfies Record<string, LimitRule>;

export type CoreLimitName = keyof typeof webgpuCoreLimits;
export type NewerLimitName = keyof typeof webgpuNewerLimits;
export type LimitName = CoreLimitName | NewerLimitName;

/** The limits a device file gives; a limit that it leaves out has the default. */
export type LimitFigures = { readonly [name in LimitName]?: Figure<number> };

/** Every core limit has a figure, a newer one only where the device file has it. */
export type CompleteLimits = { readonly [name in CoreLimitName]: Figure<number> } & LimitFigures;

export const limitRules: ReadonlyMap<LimitName, LimitRule> = new Map(
  Object.entries({ ...webgpuCoreLimits, ...webgpuNewerLimits }) as [LimitName, LimitRule][],
);

/** The limits a compiler may count on: those given, and the defaults for the rest. */
export function completeLimits(given: LimitFigures): CompleteLimits {
  const defaults = Object.fromEntries(
    Object.entries(webgpuCoreLimits).map(([name, rule]) => [
      name,
      figure(rule.default, 'documented', 'WebGPU specification, default limits'),
    ]),
  ) as { [name in CoreLimitName]: Figure<number> };
  return { ...defaults, ...given };
}

export function isWorseThanDefault(name: LimitName, value: number): boolean {
  const rule = limitRules.get(name);
  if (rule === undefined) return false;
  return rule.better === 'higher' ? value < rule.default : value > rule.default;
}
