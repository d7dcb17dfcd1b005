/** The options of the WebGPU target; the command line reads them as NAME=VALUE. */

import { attr } from '../../ir/attr.ts';
import { PRECISIONS } from '../../compiler/target.ts';
import { SHARD_BYTES } from './assemble.ts';

export const options = {
  /** Largest weight file; a single larger tensor gets a file of its own. */
  shard_bytes: attr.int(SHARD_BYTES),
  /** Other tiles for the heaviest kernels, so many for each, for `load` to choose from with its option `tune`. */
  variants: attr.int(2),
  /** In fp16: how the residual stream is stored, whose roundings add up from block to block. */
  residuals: attr.oneOf(PRECISIONS, 'fp32'),
  /** `shared` models find the runtime two folders above theirs, where that of a pipeline is. */
  runtime: attr.oneOf(['own', 'shared'], 'own'),
  /** Write the graph that was lowered as `model.ir`. */
  write_ir: attr.bool(false),
  /** Write each shader, with its comments and spaces, as `kernels/N.wgsl`. */
  write_wgsl: attr.bool(false),
};
