/** Loads an emitted pipeline: its tables at once, its models at once or each while it is used. */

import { SnapcError, checkAborted } from '../errors.ts';
import { sliceChecker } from '../hashes.ts';
import type { LoadOptions } from '../load.ts';
import { fileUrl, readWhole } from '../open.ts';
import type { WeightSource } from '../open.ts';
import type { LoadProgress } from '../parts.ts';
import { WeightStore } from '../store.ts';
import type { WeightCache } from '../weights.ts';
import type { DataFile, PipelineDescription } from './description.ts';
import { PART_FOLDERS } from './parts.ts';
import type { PartModel, PartName } from './parts.ts';
import { generate } from './pipeline.ts';
import type { Generated, PipelineTables } from './pipeline.ts';
import type { GenerateOptions } from './request.ts';
import { mergedRequirements, requestDevice } from './requirements.ts';
import type { Requirements } from './requirements.ts';
import { Tokenizer } from './tokenizer.ts';

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
   * `keep` loads all models once, those of another size of pictures when it is first asked for, in place of those that
   * were there; weights stay. `spare` has one of them in memory at a time: it is read again whenever it is used,
   * from the cache if there is one.
   */
  readonly memory?: 'keep' | 'spare';
  /** Is asked before weights are downloaded, and gets what is; `openWeightCache` of cache.js makes one for pages. */
  readonly cache?: WeightCache;
  /** The address of the pipeline's folder, where a bundler has moved its modules; theirs when absent. */
  readonly folder?: string | URL;
  /** The address of the folder of a part's weights, or a function that reads them; in the pipeline's when absent. */
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

/** For each size of the description; a part that serves several is the same module there. */
export type SizedModules = readonly [Modules, ...Modules[]];

interface Kept {
  readonly module: PartModule;
  readonly model: PartModel;
}

export async function loadPipeline(
  description: PipelineDescription,
  modules: SizedModules,
  home: string,
  options: PipelineOptions = {},
): Promise<Pipeline> {
  const pipeline = new LoadedPipeline(
    await tables(description, home, options),
    modules,
    options,
    options.device ?? (await requestDevice(mergedRequirements(...modules))),
  );
  try {
    await pipeline.prepare(options.signal);
  } catch (error) {
    pipeline.dispose();
    throw error;
  }
  return pipeline;
}

async function tables(
  description: PipelineDescription,
  home: string,
  { signal, folder = new URL('.', home) }: PipelineOptions,
): Promise<PipelineTables> {
  const read = async (file: DataFile): Promise<Uint8Array> => {
    const bytes = await readWhole(file, { source: folder, signal });
    const check = await sliceChecker({ shards: [file], sliceBytes: file.bytes }, async () => bytes);
    await check(file, 0, bytes);
    return bytes;
  };
  const { tokenizer, steps } = description.files;
  return { description, tokenizer: new Tokenizer(await read(tokenizer)), steps: await read(steps) };
}

class LoadedPipeline implements Pipeline {
  device: GPUDevice;
  readonly #tables: PipelineTables;
  readonly #modules: SizedModules;
  readonly #options: PipelineOptions;
  readonly #kept = new Map<PartName, Kept>();
  #queue: Promise<unknown> = Promise.resolve();
  #store = new WeightStore();
  #disposed = false;

  constructor(
    tables: PipelineTables,
    modules: SizedModules,
    options: PipelineOptions,
    device: GPUDevice,
  ) {
    this.device = device;
    this.#tables = tables;
    this.#modules = modules;
    this.#options = options;
  }

  get description(): PipelineDescription {
    return this.#tables.description;
  }

  async prepare(signal: AbortSignal | undefined): Promise<void> {
    if (this.#options.memory === 'spare') return;
    const [usual] = this.#modules;
    for (const part of Object.keys(usual) as PartName[]) {
      checkAborted(signal);
      await this.#keep(part, usual, signal);
    }
  }

  async generate(options: GenerateOptions): Promise<Generated> {
    return this.#enqueue(() =>
      generate(
        this.#tables,
        (size) => {
          const modules = this.#modules[this.description.sizes.indexOf(size)] ?? this.#modules[0];
          return (part, signal, use) => this.#with(part, modules, signal, use);
        },
        options,
      ),
    );
  }

  async reload(device?: GPUDevice): Promise<void> {
    return this.#enqueue(async () => {
      this.#release();
      this.device = device ?? (await requestDevice(mergedRequirements(...this.#modules)));
      await this.prepare(undefined);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
  }

  #release(): void {
    for (const { model } of this.#kept.values()) model.dispose();
    this.#kept.clear();
    this.#store = new WeightStore();
  }

  async #enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(async () => {
      this.#checkDisposed();
      return work();
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #checkDisposed(): void {
    if (this.#disposed) throw new SnapcError('disposed', 'the pipeline was disposed');
  }

  async #with<T>(
    part: PartName,
    modules: Modules,
    signal: AbortSignal | undefined,
    use: (model: PartModel) => Promise<T>,
  ): Promise<T> {
    const kept = this.#kept.get(part);
    if (kept !== undefined && kept.module === modules[part]) return use(kept.model);
    // A preview decodes while the UNet is in use: what is asked for again and again is loaded once.
    const model = await this.#keep(part, modules, signal);
    try {
      return await use(model);
    } finally {
      if (this.#options.memory === 'spare') {
        this.#kept.delete(part);
        model.dispose();
      }
    }
  }

  /** In place of the part's model for another size, whose weights it takes over. */
  async #keep(
    part: PartName,
    { [part]: module }: Modules,
    signal: AbortSignal | undefined,
  ): Promise<PartModel> {
    if (module === undefined) throw new SnapcError('input', `the pipeline has no ${part}`);
    this.#checkDisposed();
    const model = await this.#load(part, module, signal);
    // Who disposed of the pipeline meanwhile did not have this one yet.
    if (this.#disposed) model.dispose();
    this.#checkDisposed();
    this.#kept.get(part)?.model.dispose();
    this.#kept.set(part, { module, model });
    return model;
  }

  async #load(
    part: PartName,
    module: PartModule,
    signal: AbortSignal | undefined,
  ): Promise<PartModel> {
    const { cache, folder, weights, onProgress } = this.#options;
    const own = folder === undefined ? undefined : fileUrl(folder, PART_FOLDERS[part]);
    const source = weights?.(part) ?? own;
    return module.load(this.device, {
      store: this.#store,
      ...(cache === undefined ? {} : { cache }),
      ...(source === undefined ? {} : { weights: source }),
      ...(signal === undefined ? {} : { signal }),
      onProgress: (progress) => onProgress?.({ ...progress, part }),
    });
  }
}
