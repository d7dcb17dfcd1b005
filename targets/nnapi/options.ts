/** The options of the NNAPI target; the command line reads them as NAME=VALUE. */

import { attr } from '../../ir/attr.ts';

export const options = {
  /** What the folder, the namespace and the library are called; words of the model's file name when empty. */
  name: attr.string(''),
  /** Whether floats of 32 bits may be computed in 16, where the phone has them. */
  relaxed: attr.bool(false),
  /** Weights are cut into pools of at most as many bytes. A weight that is larger has a pool of its own. */
  max_pool_bytes: attr.int(1_000_000_000),
  /** Write the graph that was lowered as `model.ir`. */
  write_ir: attr.bool(false),
};
