/** checkOnnx: everything that keeps a model from being compiled, without compiling it. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { convertAndBind } from './convert.ts';
import type { ConvertOptions } from './convert.ts';
import { reportUnbound } from './dims.ts';
import type { OnnxModel } from './model.ts';

/** Errors and warnings of the conversion, and the dims that still need a value. */
export async function checkOnnx(
  model: OnnxModel,
  options: ConvertOptions = {},
): Promise<readonly Diagnostic[]> {
  const { result, dims } = await convertAndBind(model, options);
  return [...result.diagnostics, ...reportUnbound(dims)];
}
