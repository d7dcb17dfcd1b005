/** What an output folder is to the compiler: files staged aside, then moved into place as a whole. */

import type { Result } from '../../ir/diagnostics.ts';
import type { OutputDigest } from '../file-digests.ts';

export interface OutputFile {
  /** Resolves when the chunk is handed to the system; rejects with a DiagnosticError, as on a full disk. */
  readonly write: (chunk: Uint8Array) => Promise<void>;
  /** What was written may reach the disk later: the commit waits for it. */
  readonly close: () => Promise<OutputDigest>;
}

export interface OutputStage {
  /**
   * A new file under the folder, its parts joined with `/`; folders are made as needed. A path that could
   * leave the folder, or is taken, throws a DiagnosticError. With `sliceBytes` each run of so many is hashed too.
   */
  readonly file: (relativePath: string, sliceBytes?: number) => OutputFile;
  /** Puts the folder in place. The last file closed must be `manifest.json` with `"generator": "snapc"`. */
  readonly commit: () => Promise<Result<undefined>>;
  /** Removes what was staged; does nothing after a commit or a second time. */
  readonly abort: () => Promise<void>;
}

export const MANIFEST = 'manifest.json';
export const GENERATOR = 'snapc';
