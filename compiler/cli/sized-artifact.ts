/** Of a WebGPU folder with several sizes, the one that the inputs have. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Tensor } from '../../ir/tensor.ts';
import type { Manifest, ManifestTensor } from '../manifest.ts';

export interface SizedArtifact {
  /** Of its index.js. */
  readonly folder: string;
  readonly inputs: readonly Pick<ManifestTensor, 'name' | 'dtype' | 'shape'>[];
}

/** The usual one where no other fits. The files are known to be those of the manifest. */
export async function sizedArtifact(
  folder: string,
  { shapes, inputs, targets }: Manifest,
  given: ReadonlyMap<string, Tensor>,
): Promise<SizedArtifact> {
  const usual = { folder, inputs };
  const fits = ({ inputs: declared }: SizedArtifact): boolean =>
    declared.every(({ name, shape }) => String(given.get(name)?.shape) === String(shape));
  if (shapes === undefined || fits(usual)) return usual;
  for (const { path } of targets['webgpu']?.files ?? []) {
    const [, size] = /^webgpu\/(\d+(?:x\d+)*)\/index\.js$/.exec(path) ?? [];
    if (size === undefined) continue;
    const url = pathToFileURL(join(folder, size, 'index.js')).href;
    const module = (await import(url)) as Pick<SizedArtifact, 'inputs'>;
    const sized = { folder: join(folder, size), inputs: module.inputs };
    if (fits(sized)) return sized;
  }
  return usual;
}
