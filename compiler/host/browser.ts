/** The browser's side of reading: a model and its external data as blobs that the user chose. */

import { DiagnosticError, failure, success } from '../../ir/diagnostics.ts';
import type { ByteStore } from '../../ir/constant.ts';
import { externalNotGiven, fileFailed, locationRefused } from './diagnostics.ts';
import type { ModelSource } from './host.ts';
import { checkRelativePath } from './location.ts';

/** `externals` holds blobs by their path relative to the model, with `/` between the parts. */
export function openModelBlob(
  file: Blob,
  externals: ReadonlyMap<string, Blob> = new Map(),
): ModelSource {
  const stores = new Map<string, ByteStore>();
  return {
    model: blobStore(file, file instanceof File ? file.name : 'model.onnx'),
    openExternal: async (location) => {
      const { segments, fault } = checkRelativePath(location);
      if (segments === undefined) return failure([locationRefused(location, fault)]);
      const path = segments.join('/');
      const blob = externals.get(path);
      if (blob === undefined) return failure([externalNotGiven(location)]);
      const store = stores.get(path) ?? blobStore(blob, path);
      stores.set(path, store);
      return success(store);
    },
    close: async () => undefined,
  };
}

/** A blob whose file changed on disk can no longer be read; browsers report that by name alone. */
function blobStore(blob: Blob, name: string): ByteStore {
  return {
    name,
    size: blob.size,
    read: async (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > blob.size) {
        throw new RangeError(`bytes ${offset} to ${offset + length} of ${blob.size}`);
      }
      try {
        return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer());
      } catch (error) {
        const reason = error instanceof Error ? error.name : String(error);
        throw new DiagnosticError(fileFailed(name, reason));
      }
    },
  };
}
