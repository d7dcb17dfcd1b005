/** Loads an emitted module and times the steps of it: the same in Node and in a page. */

import type { LoadOptions, LoadProgress, Model } from '../../runtime/web/index.ts';
import type { Part } from '../protocol.ts';

type Values = Readonly<Record<string, unknown>>;

export type EmittedModel = Model<Values, Values>;

/** What an emitted index.js exports. */
export interface EmittedModule {
  readonly requirements: {
    readonly requiredFeatures: readonly GPUFeatureName[];
    readonly requiredLimits: Readonly<Record<string, number>>;
  };
  readonly load: (device: GPUDevice, options: LoadOptions) => Promise<EmittedModel>;
}

/** Weights and pipelines are made side by side: each part ends with its last progress. */
export async function loadModel(
  { load }: EmittedModule,
  device: GPUDevice,
  options: LoadOptions = {},
): Promise<{ readonly model: EmittedModel; readonly parts: readonly Part[] }> {
  const ends = new Map<LoadProgress['phase'], number>();
  const before = performance.now();
  const model = await load(device, {
    ...options,
    onProgress: ({ phase }) => ends.set(phase, performance.now() - before),
  });
  return { model, parts: Array.from(ends, ([name, ms]) => ({ name, ms })) };
}
