/** The options of the Core ML target; the command line reads them as NAME=VALUE. */

import { PRECISIONS } from '../../compiler/target.ts';
import { attr } from '../../ir/attr.ts';
import { SHAPE_FORMS } from './flexible.ts';
import { ATTENTION_FORMS } from './lowering.ts';

/** What the numbers of an image are before they become 0 to 255. */
const IMAGE_VALUES = ['-1..1', '0..1', '0..255'] as const;
export type ImageValues = (typeof IMAGE_VALUES)[number];

export const options = {
  /** What the package and the Swift module are called; words of the model's file name when empty. */
  name: attr.string(''),
  /** Floats of multi-arrays, whatever the model computes in. Everything else is int32. */
  io: attr.oneOf(['fp32', 'fp16'], 'fp32'),
  /** In fp16: of the residual stream. What computes in fp32 leaves the Neural Engine. */
  residuals: attr.oneOf(PRECISIONS, 'fp16'),
  /** In fp16: as many layers from the inputs on are fp32, and leave the Neural Engine; -1 for up to 8 in small models. */
  first_layers: attr.int(-1),
  /** An output of three channels that the app gets as an image. */
  image_output: attr.string(''),
  image_values: attr.oneOf(IMAGE_VALUES, '-1..1'),
  /** How attention is written; `auto` goes by the opset and the device's compute units. */
  attention: attr.oneOf(['auto', ...ATTENTION_FORMS], 'auto'),
  /** Of several sizes: one function with flexible dims, or a function for each (iOS 18), which share the weights. */
  shapes: attr.oneOf(SHAPE_FORMS, 'flexible'),
  /** Largest package that a phone is trusted to load. */
  max_package_bytes: attr.int(1_000_000_000),
  /** `shared` models are packages and what Swift says of them, for the Swift package of a pipeline that has the runtime. */
  runtime: attr.oneOf(['own', 'shared'], 'own'),
  /** Write the graph that was lowered as `model.ir`. */
  write_ir: attr.bool(false),
};
