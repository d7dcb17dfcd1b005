/** The precision of every layer of a lowered graph, as far as the graph says it. */

import type { Constant } from '../../ir/constant.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { byteSize, DTYPES, elementCount } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { isContraction } from '../blocks/region.ts';
import { compressedForm, storedBits } from '../compressed/form.ts';
import { sparseForm } from '../compressed/sparse.ts';
import type { StoredWeight } from '../target.ts';
import type { LayerReport, PrecisionReport } from './data-layers.ts';
import { bodyOf } from './figures.ts';
import { isCompressed } from './follow.ts';
import type { BlockMarks } from './mark.ts';
import type { WeightReasons } from './weight-reasons.ts';

/** A product, and the constants that it reads as its weights. */
export interface Layer {
  readonly node: Node;
  readonly op: string;
  readonly weight: Constant;
}

/** Products with a constant of two axes at least; what is fused into one kernel is one. */
export function layersOf(graph: Graph): readonly Layer[] {
  return [...graph.nodes()].flatMap((node) => {
    const product = isContraction(node)
      ? node
      : [...(bodyOf(node)?.nodes() ?? [])].find(isContraction);
    const [weight] = node.operands
      .flatMap((operand) => operand?.constant ?? [])
      .filter(({ type }) => type.shape.length >= 2)
      .sort((a, b) => elementCount(b.type.shape) - elementCount(a.type.shape));
    return product === undefined || weight === undefined
      ? []
      : [{ node, op: product.op.name, weight }];
  });
}

/** `stored` is what the artifact says of its weights in few bits: all of them, or undefined where it says nothing. */
export function graphLayers(
  graph: Graph,
  marks: BlockMarks,
  reasons: WeightReasons,
  stored?: readonly StoredWeight[],
): { readonly layers: readonly LayerReport[]; readonly others: ReadonlyMap<string, number> } {
  const seen = new Set<Constant>();
  const found = layersOf(graph);
  const layers = found.map(({ node, op, weight }): LayerReport => {
    const { onnx: names } = node.origin;
    const elements = elementCount(weight.type.shape);
    const told = stored?.filter((one) => one.nodes.some((name) => names.includes(name)));
    const own = told?.find((one) => one.elements === elements);
    // The target has no such form, or not for this weight.
    const inFull = told?.length === 0;
    const shared = seen.has(weight);
    seen.add(weight);
    return {
      names,
      block: marks.blockOf(node.origin),
      op,
      form: own?.form ?? (inFull ? dtypeWord(weight.type.dtype) : formOf(weight)),
      elements,
      bytes: shared ? 0 : (own?.bytes ?? (inFull ? byteSize(weight.type) : bytesOf(weight))),
      reason: shared
        ? 'shares the weight of a layer before it'
        : reasons.reason(names, own !== undefined || (!inFull && isCompressed(weight))),
    };
  });
  const others = new Map<string, number>();
  for (const node of graph.nodes()) {
    for (const operand of node.operands) {
      const constant = operand?.constant;
      if (constant === undefined || seen.has(constant)) continue;
      seen.add(constant);
      const block = marks.blockOf(node.origin);
      others.set(block, (others.get(block) ?? 0) + bytesOf(constant));
    }
  }
  return { layers, others };
}

/** `int8`, `palette6`, `sparse`, `fp16`. */
export function formOf(constant: Constant): string {
  return sparseForm(constant) === undefined ? unmaskedFormOf(constant) : 'sparse';
}

/** For targets that store zeros as other numbers. */
export function unmaskedFormOf(constant: Constant): string {
  const form = compressedForm(constant);
  if (form?.kind === 'palette') return `palette${form.bits}`;
  return dtypeWord(form?.data.type.dtype ?? constant.type.dtype);
}

function dtypeWord(dtype: DType): string {
  const { kind, bits } = DTYPES[dtype];
  if (kind === 'float') return dtype.startsWith('bf') ? dtype : `fp${bits}`;
  return kind === 'bool' ? 'bool' : `${dtype.startsWith('u') ? 'uint' : 'int'}${bits}`;
}

/** As the graph has it stored. */
export function bytesOf(constant: Constant): number {
  const sparse = sparseForm(constant);
  if (sparse !== undefined)
    return byteSize(sparse.values.type) + Math.ceil(elementCount(constant.type.shape) / 8);
  const form = compressedForm(constant);
  return form === undefined ? byteSize(constant.type) : Math.ceil(storedBits(form) / 8);
}

export function activationsOf(graph: Graph): PrecisionReport['activations'] {
  const counts = new Map<string, number>();
  for (const { results } of graph.nodes()) {
    for (const { type } of results) {
      const word = dtypeWord(type.dtype);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return Array.from(counts, ([dtype, count]) => ({ dtype, count })).sort(
    (a, b) => b.count - a.count,
  );
}
