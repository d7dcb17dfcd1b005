/** Loads an emitted pipeline: its tables at once, its models at once or each while it is used. */

import { SnapcError, checkAborted } from '../errors.ts';
import { sliceChecker } from '../hashes.ts';
import type { LoadOptions } from '../load.ts';
import { readWhole } from '../open.ts';
import type { WeightSource } from '../open.ts';
import type { LoadProgress } from '../parts.ts';
import { WeightStore } from '../store.ts';
import type { WeightCache } from '../weights.ts';
import type { DataFile, PipelineDescription } from './description.ts';
import { Pictures } from './pipeline.ts';
import type { Generated, PartModel, PartName } from './pipeline.ts';
import type { GenerateOptions } from './request.ts';
import { Tokenizer } from './tokenizer.ts';

export interface Requirements {
  readonly requiredFeatures: GPUFeatureName[];
  readonly requiredLimits: Record<string, number>;
}

/** The emitted module of a part. */
export interface PartModule {
  readonly requirements: Requirements;
  load(device: GPUDevice, options: LoadOptions): Promise<PartModel>;
}

export interface PartProgress extends LoadProgress {
  readonly part: PartName;
}

export interface PipelineOptions {
  /** Requested of the page's adapter when absent. */
  readonly device?: GPUDevice;
  /**
   * `keep` loads all models once. `spare` has one of them in memory at a time: it is read again whenever it is used,
   * from the cache if there is one.
   */
  readonly memory?: 'keep' | 'spare';
  /** Is asked before weights are downloaded, and gets what is; `openWeightCache` of cache.js makes one for pages. */
  readonly cache?: WeightCache;
  /** The address of the folder of a part's weights, or a function that reads them; beside its module when absent. */
  readonly weights?: (part: PartName) => WeightSource | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PartProgress) => void;
}

/** A loaded pipeline. */
export interface Pipeline {
  readonly device: GPUDevice;
  readonly description: PipelineDescription;
  /** Pictures are drawn one after another. Rejects with a SnapcError of code `input`, `aborted`, `lost` and others. */
  generate(options: GenerateOptions): Promise<Generated>;
  /** Brings everything to a new device after the present one was lost. */
  reload(device?: GPUDevice): Promise<void>;
  dispose(): void;
}

type Modules = Readonly<Partial<Record<PartName, PartModule>>>;

/** What a device needs for all parts. */
export function mergedRequirements(modules: Modules): Requirements {
  const features = new Set<GPUFeatureName>();
  const limits = new Map<string, number>();
  for (const { requirements } of Object.values(modules)) {
    for (const feature of requirements.requiredFeatures) features.add(feature);
    for (const [name, value] of Object.entries(requirements.requiredLimits)) {
      const other = limits.get(name) ?? value;
      // The smaller an alignment, the more it asks of a device.
      limits.set(name, name.startsWith('min') ? Math.min(other, value) : Math.max(other, value));
    }
  }
  return { requiredFeatures: [...features], requiredLimits: Object.fromEntries(limits) };
}

export async function loadPipeline(
  description: PipelineDescription,
  modules: Modules,
  home: string,
  options: PipelineOptions = {},
): Promise<Pipeline> {
  const pipeline = new LoadedPipeline(
    await tables(description, home, options),
    modules,
    options,
    options.device ?? (await requestDevice(mergedRequirements(modules))),
  );
  try {
    await pipeline.prepare(options.signal);
  } catch (error) {
    pipeline.dispose();
    throw error;
  }
  return pipeline;
}

interface Tables {
  readonly description: PipelineDescription;
  readonly tokenizer: Tokenizer;
  readonly steps: Uint8Array;
}

async function tables(
  description: PipelineDescription,
  home: string,
  { signal }: PipelineOptions,
): Promise<Tables> {
  const read = async (file: DataFile): Promise<Uint8Array> => {
    const bytes = await readWhole(file, { source: new URL('.', home), signal });
    const check = await sliceChecker({ shards: [file], sliceBytes: file.bytes }, async () => bytes);
    await check(file, 0, bytes);
    return bytes;
  };
  const { tokenizer, steps } = description.files;
  return { description, tokenizer: new Tokenizer(await read(tokenizer)), steps: await read(steps) };
}

class LoadedPipeline implements Pipeline {
  readonly description: PipelineDescription;
  device: GPUDevice;
  readonly #pictures: Pictures;
  readonly #modules: Modules;
  readonly #options: PipelineOptions;
  readonly #kept = new Map<PartName, PartModel>();
  #queue: Promise<unknown> = Promise.resolve();
  #store = new WeightStore();
  #disposed = false;

  constructor(
    { description, tokenizer, steps }: Tables,
    modules: Modules,
    options: PipelineOptions,
    device: GPUDevice,
  ) {
    this.description = description;
    this.device = device;
    this.#modules = modules;
    this.#options = options;
    this.#pictures = new Pictures(description, tokenizer, steps, (part, signal, use) =>
      this.#with(part, signal, use),
    );
  }

  async prepare(signal: AbortSignal | undefined): Promise<void> {
    if (this.#options.memory === 'spare') return;
    for (const part of Object.keys(this.#modules) as PartName[]) {
      checkAborted(signal);
      this.#kept.set(part, await this.#load(part, signal));
    }
  }

  async generate(options: GenerateOptions): Promise<Generated> {
    return this.#enqueue(() => this.#pictures.generate(options));
  }

  async reload(device?: GPUDevice): Promise<void> {
    return this.#enqueue(async () => {
      this.#release();
      this.device = device ?? (await requestDevice(mergedRequirements(this.#modules)));
      await this.prepare(undefined);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
  }

  #release(): void {
    for (const model of this.#kept.values()) model.dispose();
    this.#kept.clear();
    this.#store = new WeightStore();
  }

  async #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(async () => {
      if (this.#disposed) throw new SnapcError('disposed', 'the pipeline was disposed');
      return work();
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #with<T>(
    part: PartName,
    signal: AbortSignal | undefined,
    use: (model: PartModel) => Promise<T>,
  ): Promise<T> {
    const kept = this.#kept.get(part);
    if (kept !== undefined) return use(kept);
    const model = await this.#load(part, signal);
    // A preview decodes while the UNet is in use: what is asked for again and again is loaded once.
    this.#kept.set(part, model);
    try {
      return await use(model);
    } finally {
      this.#kept.delete(part);
      model.dispose();
    }
  }

  async #load(part: PartName, signal: AbortSignal | undefined): Promise<PartModel> {
    const module = this.#modules[part];
    if (module === undefined) throw new SnapcError('input', `the pipeline has no ${part}`);
    const { cache, weights, onProgress } = this.#options;
    const source = weights?.(part);
    return module.load(this.device, {
      store: this.#store,
      ...(cache === undefined ? {} : { cache }),
      ...(source === undefined ? {} : { weights: source }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: (progress) => onProgress?.({ ...progress, part }),
    });
  }
}

async function requestDevice({
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
