/** Reads the small weights whose values the conversion may need, ahead of it, since rules cannot wait. */

import { dataConstant, materialize } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import { DTYPES, byteSize } from '../../../ir/types.ts';
import { subgraphsOf } from './captures.ts';
import type { OnnxGraph, OnnxModel, OnnxNode } from './model.ts';

/** Integers are sizes, indices, axes or pads. */
const INTEGER_BYTES = 1 << 16;
/** Floats are scales, bounds or exponents. */
const FLOAT_BYTES = 1 << 10;

/** In-memory forms of those constants that lie in a file. Rejects with a DiagnosticError if it ends too early. */
export async function readSmallConstants(
  model: OnnxModel,
  signal?: AbortSignal,
): Promise<ReadonlyMap<Constant, Constant>> {
  const found = new Map<Constant, Constant>();
  for (const constant of constantsOf(model)) {
    if (constant.source.kind !== 'bytes' || found.has(constant)) continue;
    const { kind } = DTYPES[constant.type.dtype];
    const limit = kind === 'float' ? FLOAT_BYTES : INTEGER_BYTES;
    if (byteSize(constant.type) > limit) continue;
    signal?.throwIfAborted();
    found.set(constant, dataConstant(await materialize(constant)));
  }
  return found;
}

function* constantsOf(model: OnnxModel): Generator<Constant> {
  const nodes: OnnxNode[] = model.functions.flatMap((definition) => [...definition.nodes]);
  const graphs: OnnxGraph[] = [model.graph];
  for (const node of nodes) graphs.push(...subgraphsOf(node));
  for (const graph of graphs) {
    yield* graph.initializers.values();
    for (const node of graph.nodes) {
      graphs.push(...subgraphsOf(node));
      yield* tensorAttributes(node);
    }
  }
  for (const node of nodes) yield* tensorAttributes(node);
}

function* tensorAttributes(node: OnnxNode): Generator<Constant> {
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'tensor') yield attribute.value;
  }
}
