/** Manifest.json: the items of a package. Ids come from what the items hold, so equal packages have equal ids. */

import { Sha256 } from '../../../compiler/sha256.ts';

const AUTHOR = 'com.apple.CoreML';
export const MODEL_PATH = `${AUTHOR}/model.mlmodel`;
const WEIGHTS_FOLDER = `${AUTHOR}/weights`;
export const WEIGHTS_PATH = `${WEIGHTS_FOLDER}/weight.bin`;

/** Hexadecimal digests of the two files. */
export interface ItemDigests {
  readonly model: string;
  readonly weights: string;
}

export function packageManifest(digests: ItemDigests): string {
  const model = identifier(MODEL_PATH, digests.model);
  const items = [
    [
      model,
      {
        author: AUTHOR,
        description: 'CoreML Model Specification',
        name: 'model.mlmodel',
        path: MODEL_PATH,
      },
    ],
    [
      identifier(WEIGHTS_FOLDER, digests.weights),
      {
        author: AUTHOR,
        description: 'CoreML Model Weights',
        name: 'weights',
        path: WEIGHTS_FOLDER,
      },
    ],
  ] as const;
  const manifest = {
    fileFormatVersion: '1.0.0',
    itemInfoEntries: Object.fromEntries(items.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    rootModelIdentifier: model,
  };
  return `${JSON.stringify(manifest, undefined, 4)}\n`;
}

/** In the form of a UUID that is made from a name. */
function identifier(path: string, digest: string): string {
  const hex = new Sha256().update(new TextEncoder().encode(`${path} ${digest}`)).hex();
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`];
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
