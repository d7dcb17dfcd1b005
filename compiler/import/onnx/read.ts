/** Reads an ONNX file: bytes to OnnxModel, weights left where they are, every fault of the file told at once. */

import { DiagnosticError, failure, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import type { ModelSource } from '../../host/host.ts';
import type { OnnxModel } from './model.ts';
import { ReadContext } from './reader/context.ts';
import { emptyFile, notOnnx } from './reader/diagnostics.ts';
import { ExternalFiles } from './reader/external.ts';
import { readGraph } from './reader/graph.ts';
import { readModel } from './reader/model.ts';
import { Problems } from './reader/problems.ts';
import { SNIFFED_BYTES, sniff } from './reader/sniff.ts';
import { WindowedSource } from './reader/source.ts';

export interface ReadOptions {
  /** Its reason is what the returned promise rejects with; everything else ends in diagnostics. */
  readonly signal?: AbortSignal;
}

export async function readOnnx(
  source: ModelSource,
  options: ReadOptions = {},
): Promise<Result<OnnxModel>> {
  const { name, size } = source.model;
  const problems = new Problems(name);
  const externals = new ExternalFiles(name, source.openExternal);
  const window = new WindowedSource(source.model, options.signal);
  const context = new ReadContext(window, problems, externals, readGraph);
  let model: OnnxModel | undefined;
  try {
    if (size === 0) return failure([emptyFile(name)]);
    const other = sniff(await source.model.read(0, Math.min(SNIFFED_BYTES, size)), size);
    if (other !== undefined) return failure([notOnnx(other.kind, other.cure, name)]);
    model = await readModel(context);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    problems.add(...error.diagnostics);
  }
  problems.add(...externals.report());
  return model === undefined || problems.failed
    ? failure(problems.list())
    : success(model, problems.list());
}
