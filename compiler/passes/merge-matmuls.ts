/**
 * Merges products of one left operand with several constants into one product, of which each reader takes a
 * slice: the query, key and value of an attention, keys and values of a context, projections of an embedding.
 */

import { attr } from '../../ir/attr.ts';
import { createBuilder } from '../../ir/builder.ts';
import { mergeOrigins } from '../../ir/graph.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { reshape } from '../../ir/ops/core/reshape.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { arithmetic, sliceAxis } from '../../ir/arithmetic.ts';
import { byteSize, isStaticType } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { removeUnused } from '../rewrite.ts';
import { linearLayers } from './merge-matmuls/layers.ts';
import type { LinearLayer } from './merge-matmuls/layers.ts';
import { computed } from './shared/constants.ts';

const NAME = 'merge-matmuls';

export const mergeMatmuls = definePass({
  name: NAME,
  describe: 'merges matrix products of one operand with several constant weights',
  options: {
    /** The largest merged weight. */
    maxBytes: attr.int(64 * 1024 * 1024),
  },
  run: (graph, { maxBytes }) => {
    for (const layers of linearLayers(graph)) {
      for (const some of within(layers, maxBytes)) {
        if (some.length > 1) merge(graph, some);
      }
    }
  },
});

/** Cuts the list where the weights together would be too large. */
function within(layers: readonly LinearLayer[], maxBytes: number): readonly LinearLayer[][] {
  const parts: LinearLayer[][] = [];
  let bytes = Infinity;
  for (const layer of layers) {
    const own = bytesOf(layer.weight);
    if (bytes + own > maxBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(layer);
    bytes += own;
  }
  return parts;
}

function bytesOf({ type }: Value): number {
  return isStaticType(type) ? byteSize(type) : Infinity;
}

function merge(graph: Graph, layers: readonly LinearLayer[]): void {
  const [first] = layers;
  if (first === undefined) return;
  const { a } = first.product.operands;
  const { attributes } = first.product;
  const origin = mergeOrigins(
    layers.flatMap(({ nodes }) => nodes.map((node) => node.origin)),
    NAME,
  );
  const builder = createBuilder(builtinOps, graph, { before: first.product.node, origin });
  const weights = layers.map(({ weight }) => weight);
  const weight = computed(graph, concat, weights, { axis: attributes.transpose_b ? 0 : 1 });
  const product = builder.matmul({ a, b: weight }, attributes);
  const biases = layers.flatMap(({ bias, columns }) =>
    bias === undefined ? [] : [computed(graph, reshape, [bias], { shape: [columns] })],
  );
  const sum =
    biases.length === 0
      ? product
      : builder.add({ a: product, b: computed(graph, concat, biases, { axis: 0 }) });
  const m = arithmetic(builder);
  const axis = sum.type.shape.length - 1;
  let start = 0;
  for (const { result, columns } of layers) {
    const part = sliceAxis(m, sum, axis, start, start + columns);
    start += columns;
    graph.replaceAllUses(result, part);
  }
  removeUnused(
    graph,
    layers.flatMap(({ result }) => result.producer ?? []),
  );
}
