/** Opens an emitted pipeline in Node: its own module, on a device that has what its models need. */

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failure } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import type { Pipeline, PipelineOptions } from '../../../runtime/web/pictures/load.ts';
import type { Generated } from '../../../runtime/web/pictures/pipeline.ts';
import type { GenerateOptions } from '../../../runtime/web/pictures/request.ts';
import type { Requirements } from '../../../runtime/web/pictures/requirements.ts';
import type { AdapterChoice } from './adapter.ts';
import { notAnArtifact } from './diagnostics.ts';
import { guarded } from './run.ts';
import { ownDevice } from './shared-device.ts';

export type { Generated, GenerateOptions };

export interface OpenPictures {
  /** For people: the adapter's name. */
  readonly adapter: string;
  readonly pipeline: Pipeline;
  readonly close: () => void;
}

export interface OpenPicturesOptions extends Pick<
  PipelineOptions,
  'memory' | 'onProgress' | 'signal'
> {
  readonly adapter?: AdapterChoice;
}

interface EmittedPipeline {
  readonly requirements: Requirements;
  load(options: PipelineOptions): Promise<Pipeline>;
}

/** `folder` is that of the target: it holds index.js. */
export async function openPictures(
  folder: string,
  { adapter, ...options }: OpenPicturesOptions = {},
): Promise<Result<OpenPictures>> {
  let module: EmittedPipeline;
  try {
    const url = pathToFileURL(join(resolve(folder), 'index.js')).href;
    module = (await import(url)) as EmittedPipeline;
    if (typeof module.load !== 'function') throw new Error('its index.js exports no load');
  } catch (error) {
    return failure([notAnArtifact(folder, error instanceof Error ? error.message : String(error))]);
  }
  const { requiredFeatures: features, requiredLimits: limits } = module.requirements;
  return guarded(options.signal, async () => {
    const opened = await ownDevice({ features, limits }, adapter);
    try {
      const pipeline = await module.load({ ...options, device: opened.device });
      return {
        adapter: opened.description,
        pipeline,
        close: () => {
          pipeline.dispose();
          opened.close();
        },
      };
    } catch (error) {
      opened.close();
      throw error;
    }
  });
}
