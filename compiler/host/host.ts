/** What the compiler needs of the machine it runs on; Node and the browser each implement it. */

import type { ByteStore } from '../../ir/constant.ts';
import type { Result } from '../../ir/diagnostics.ts';

/** The folder of a model: its main file and the external data beside it. */
export interface ModelSource {
  /** The model file itself, by ranges. */
  readonly model: ByteStore;
  /**
   * Opens external data by its `location`. A host refuses absolute paths, `..`, links, hard links and anything
   * that is not a regular file inside the model's folder, with a diagnostic; a model given as bytes alone
   * has no folder and refuses every location.
   */
  readonly openExternal: (location: string) => Promise<Result<ByteStore>>;
  readonly close: () => Promise<void>;
}
