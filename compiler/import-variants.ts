/** Imports the model once for each of its sizes, and its adapters. */

import { failure, hasErrors, success } from '../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import { adaptersOrShapes, impossibleSizes, otherInterface } from './compile-diagnostics.ts';
import type { Adapter, CompileRequest } from './compile-request.ts';
import { convertOnnx } from './import/onnx/convert.ts';
import type { ConvertOptions, ImportedModel } from './import/onnx/convert.ts';
import { reportUnbound } from './import/onnx/dims.ts';
import type { OnnxModel } from './import/onnx/model.ts';
import { readOnnx } from './import/onnx/read.ts';
import { interfaceOf } from './prepare.ts';
import { hasStructureOf } from './same-structure.ts';
import { samplesOf, withoutOnes } from './shapes.ts';
import type { Sizes } from './shapes.ts';
import { shareWeights } from './share-weights.ts';
import type { NamedDevice } from './target.ts';

/** The model for one choice of sizes, or an adapter of it. */
export interface ImportedVariant {
  readonly sizes: Sizes;
  /** The adapter's name. */
  readonly adapter?: string;
  readonly graph: Graph;
}

export interface ImportedVariants {
  /** The model at its usual sizes. */
  readonly usual: ImportedModel;
  /** That and the others. */
  readonly variants: readonly [ImportedVariant, ...ImportedVariant[]];
  /** All sizes without 1 where dims have several; absent where the model is not the same there. */
  readonly withoutOnes?: readonly Graph[];
}

const NO_SIZES: Sizes = new Map();

export async function importVariants<D extends NamedDevice>(
  model: OnnxModel,
  request: CompileRequest<D>,
): Promise<Result<ImportedVariants>> {
  const { shapes, adapters = [] } = request;
  if (shapes !== undefined && adapters.length > 0) return failure([adaptersOrShapes()]);
  const [sizes = NO_SIZES, ...others] = shapes === undefined ? [] : samplesOf(shapes);
  const bound = (own: Sizes) => ({ ...request, dims: new Map([...(request.dims ?? []), ...own]) });
  const imported = await convertOnnx(model, bound(sizes));
  if (!imported.ok) return imported;
  const usual = imported.value;
  const found: Diagnostic[] = [...imported.diagnostics, ...reportUnbound(usual.dims)];
  if (hasErrors(found)) return failure(found);
  const variants: ImportedVariant[] = [];
  for (const own of others) {
    // What is told of the usual shape is not told again.
    const other = await convertOnnx(model, bound(own));
    if (!other.ok) return failure([...found, ...other.diagnostics, impossibleSizes(own, shapes)]);
    variants.push({ sizes: own, graph: other.value.graph });
  }
  for (const adapter of adapters) {
    const graph = await importAdapter(adapter, usual.graph, request);
    if (!graph.ok) return failure([...found, ...graph.diagnostics]);
    variants.push({ sizes, adapter: adapter.name, graph: graph.value });
  }
  const all = [{ sizes, graph: usual.graph }, ...variants] as const;
  const alike = await importWithoutOnes(model, all, bound);
  return success({ usual, variants: all, ...(alike && { withoutOnes: alike }) }, found);
}

/** Undefined where a model cannot have those sizes, or has other nodes at them. */
async function importWithoutOnes(
  model: OnnxModel,
  variants: readonly ImportedVariant[],
  bound: (sizes: Sizes) => ConvertOptions,
): Promise<readonly Graph[] | undefined> {
  const samples = withoutOnes(variants.map(({ sizes }) => sizes));
  const graphs: Graph[] = [];
  for (const [at, sizes] of (samples ?? []).entries()) {
    const imported = await convertOnnx(model, bound(sizes));
    const like = variants[at]?.graph;
    if (!imported.ok || like === undefined) return undefined;
    const { graph } = imported.value;
    if (!hasStructureOf(graph, like)) return undefined;
    graphs.push(graph);
  }
  return samples && graphs;
}

async function importAdapter<D extends NamedDevice>(
  { name, source }: Adapter,
  base: Graph,
  request: CompileRequest<D>,
): Promise<Result<Graph>> {
  const { signal } = request;
  const model = await readOnnx(source, signal === undefined ? {} : { signal });
  if (!model.ok) return model;
  const imported = await convertOnnx(model.value, request);
  if (!imported.ok) return imported;
  const unbound = reportUnbound(imported.value.dims);
  if (unbound.length > 0) return failure(unbound);
  const { graph } = imported.value;
  const [wanted, found] = [base, graph].map((one) => JSON.stringify(interfaceOf(one)));
  if (wanted !== found) return failure([otherInterface(name)]);
  await shareWeights(base, graph, signal);
  return success(graph);
}
