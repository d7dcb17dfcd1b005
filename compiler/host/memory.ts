/** A model that is given as bytes in memory; it has no folder, so it can have no external data. */

import type { ByteStore } from '../../ir/constant.ts';
import { failure } from '../../ir/diagnostics.ts';
import { noFolder } from './diagnostics.ts';
import type { ModelSource } from './host.ts';

export function modelFromBytes(bytes: Uint8Array, name = 'model.onnx'): ModelSource {
  return {
    model: memoryStore(bytes, name),
    openExternal: async (location) => failure([noFolder(location)]),
    close: async () => undefined,
  };
}

/** Reads copies, so that nobody's write reaches another reader. */
export function memoryStore(bytes: Uint8Array, name: string): ByteStore {
  return {
    name,
    size: bytes.length,
    read: async (offset, length) => {
      if (offset < 0 || length < 0 || offset + length > bytes.length) {
        throw new RangeError(`bytes ${offset} to ${offset + length} of ${bytes.length}`);
      }
      return bytes.slice(offset, offset + length);
    },
  };
}
