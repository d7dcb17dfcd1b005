/** The files of a package by their paths inside it; a host opens them, or they are bytes in memory. */

import type { ByteStore } from '../../../ir/constant.ts';
import { failure, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import { memoryStore } from '../../../compiler/host/memory.ts';
import { missingFile } from './diagnostics.ts';

export interface PackageFiles {
  /** What is at the path, links not followed; undefined where nothing is. */
  readonly kind: (path: string) => Promise<'file' | 'folder' | 'other' | undefined>;
  /** Refuses what is not a regular file inside the package, with a diagnostic. */
  readonly open: (path: string) => Promise<Result<ByteStore>>;
  readonly close: () => Promise<void>;
}

/** A path that ends with a slash is an empty folder. */
export function packageFromBytes(files: Readonly<Record<string, Uint8Array>>): PackageFiles {
  const paths = Object.keys(files);
  return {
    kind: async (path) => {
      if (Object.hasOwn(files, path)) return 'file';
      return paths.some((other) => other.startsWith(`${path}/`)) ? 'folder' : undefined;
    },
    open: async (path) => {
      const bytes = Object.hasOwn(files, path) ? files[path] : undefined;
      return bytes === undefined
        ? failure([missingFile(path, 'it does not exist')])
        : success(memoryStore(bytes, path));
    },
    close: async () => undefined,
  };
}
