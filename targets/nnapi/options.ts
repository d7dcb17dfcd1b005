/** The options of the NNAPI target; the command line reads them as NAME=VALUE. */

import { PRECISIONS } from '../../compiler/target.ts';
import { attr } from '../../ir/attr.ts';
import { DEQUANTIZED } from './lowering.ts';

/** Below, halves lose less than a hundredth of the largest result. */
export const WIDE_SUMS_FROM = 256;

export const options = {
  /** What the folder, the namespace and the library are called; words of the model's file name when empty. */
  name: attr.string(''),
  /** Whether floats of 32 bits may be computed in 16, where the phone has them. */
  relaxed: attr.bool(false),
  /** Sums of at least as many halves are taken in fp32 where NNAPI may add them up in halves; 0 for none. */
  wide_sums_from: attr.int(WIDE_SUMS_FROM),
  /** In fp16: of the residual stream, with casts where operations read it. */
  residuals: attr.oneOf(PRECISIONS, 'fp16'),
  /** In fp16: as many layers from the inputs on are fp32; -1 for up to 8 in small models. */
  first_layers: attr.int(-1),
  /** Where weights in few bits become floats, if not used as integers: in the compiler for drivers that want constant filters. */
  dequantize: attr.oneOf(DEQUANTIZED, 'phone'),
  /** Weights are cut into pools of at most as many bytes. A weight that is larger has a pool of its own. */
  max_pool_bytes: attr.int(1_000_000_000),
  /** `shared` models are tables and weights, for the library of a pipeline that has the runtime. */
  runtime: attr.oneOf(['own', 'shared'], 'own'),
  /** Write the graph that was lowered as `model.ir`. */
  write_ir: attr.bool(false),
};
