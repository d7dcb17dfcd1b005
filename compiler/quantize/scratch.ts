/** Where a pass keeps what is too much for memory until the weights that need it are written. */

import type { ByteStore } from '../../ir/constant.ts';
import { memoryStore } from '../host/memory.ts';

export interface Scratch {
  /** Bytes as a range of a store that can be read until the compile ends. */
  readonly keep: (
    bytes: Uint8Array,
  ) => Promise<{ readonly store: ByteStore; readonly offset: number }>;
}

/** For hosts without files of their own. */
export const memoryScratch: Scratch = {
  keep: async (bytes) => ({ store: memoryStore(bytes, 'scratch'), offset: 0 }),
};
