/** What a device must have for a pipeline, and a device that has it. */

import { SnapcError } from '../errors.ts';

export interface Requirements {
  readonly requiredFeatures: GPUFeatureName[];
  readonly requiredLimits: Record<string, number>;
}

type Modules = Readonly<Record<string, { readonly requirements: Requirements }>>;

/** What a device needs for all parts, at each size. */
export function mergedRequirements(...modules: readonly Modules[]): Requirements {
  const features = new Set<GPUFeatureName>();
  const limits = new Map<string, number>();
  for (const { requirements } of modules.flatMap((one) => Object.values(one))) {
    for (const feature of requirements.requiredFeatures) features.add(feature);
    for (const [name, value] of Object.entries(requirements.requiredLimits)) {
      const other = limits.get(name) ?? value;
      // The smaller an alignment, the more it asks of a device.
      limits.set(name, name.startsWith('min') ? Math.min(other, value) : Math.max(other, value));
    }
  }
  return { requiredFeatures: [...features], requiredLimits: Object.fromEntries(limits) };
}

export async function requestDevice({
  requiredFeatures,
  requiredLimits,
}: Requirements): Promise<GPUDevice> {
  const { gpu } = (globalThis.navigator ?? {}) as { readonly gpu?: GPU };
  if (gpu === undefined) {
    throw new SnapcError(
      'feature',
      'there is no WebGPU here: use a browser that has it, over https or on localhost',
    );
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new SnapcError('feature', 'WebGPU is there, but it finds no GPU to use');
  const lacking = requiredFeatures.filter((feature) => !adapter.features.has(feature));
  if (lacking.length > 0) {
    throw new SnapcError(
      'feature',
      `the GPU lacks ${lacking.join(', ')}; compile the pipeline for this device`,
    );
  }
  try {
    return await adapter.requestDevice({ requiredFeatures, requiredLimits });
  } catch (error) {
    throw new SnapcError(
      'limit',
      `the GPU is too small for this pipeline: ${String(error)}`,
      error,
    );
  }
}
