/** The folder of a pipeline: its small files as text, its models as sources; nothing outside it is opened. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { ByteStore } from '../../ir/constant.ts';
import type { ModelSource } from '../host/host.ts';
import { fileTooLarge } from './diagnostics.ts';

/** More than any vocabulary takes. */
const LARGEST_TEXT = 64 << 20;
/** The host's code for a file that is not there. */
const NOT_FOUND = 'SNAPC5000';

export class PipelineFolder {
  readonly #anchor: ModelSource;

  /** `anchor` is a source whose main file is the pipeline's own. */
  constructor(anchor: ModelSource) {
    this.#anchor = anchor;
  }

  async text(path: string): Promise<Result<string>> {
    const opened = await this.#anchor.openExternal(path);
    return opened.ok ? textOf(opened.value) : opened;
  }

  /** Undefined where there is no such file. */
  async textIfThere(path: string): Promise<Result<string | undefined>> {
    const read = await this.text(path);
    return isMissing(read) ? success(undefined) : read;
  }

  async has(path: string): Promise<boolean> {
    return (await this.#anchor.openExternal(path)).ok;
  }

  /** Its external data lies in its own folder or below. Closed together with the anchor. */
  async model(path: string): Promise<Result<ModelSource>> {
    const opened = await this.#anchor.openExternal(path);
    if (!opened.ok) return opened;
    const folder = path.split('/').slice(0, -1).join('/');
    return success({
      model: opened.value,
      openExternal: (location) =>
        this.#anchor.openExternal(folder === '' ? location : `${folder}/${location}`),
      close: async () => undefined,
    });
  }
}

function isMissing(read: Result<unknown>): boolean {
  return !read.ok && read.diagnostics.every(({ code }) => code === NOT_FOUND);
}

export async function textOf(store: ByteStore): Promise<Result<string>> {
  if (store.size > LARGEST_TEXT) return failure([fileTooLarge(store.name, LARGEST_TEXT)]);
  return success(new TextDecoder().decode(await store.read(0, store.size)));
}
