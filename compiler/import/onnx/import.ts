/** importOnnx: an ONNX file becomes a Graph. */

import type { ModelSource } from '../../host/host.ts';
import { failure, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import { convertOnnx } from './convert.ts';
import type { ConvertOptions, ImportedModel } from './convert.ts';
import { readOnnx } from './read.ts';

/** Reads and converts; warnings of both are in the model. The source stays open: weights are read later. */
export async function importOnnx(
  source: ModelSource,
  options: ConvertOptions = {},
): Promise<Result<ImportedModel>> {
  const read = await readOnnx(
    source,
    options.signal === undefined ? {} : { signal: options.signal },
  );
  if (!read.ok) return read;
  const converted = await convertOnnx(read.value, options);
  const diagnostics = [...read.diagnostics, ...converted.diagnostics];
  if (!converted.ok) return failure(diagnostics);
  return success({ ...converted.value, warnings: diagnostics }, diagnostics);
}
