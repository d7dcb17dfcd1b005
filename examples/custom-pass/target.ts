/** A target of one's own: the graph as JSON, its nodes in order, and its weights in one file of 32-bit floats. */

import { attr, defineTarget, elementCount, staticShapes, steps, writeWhole } from 'snapc';
import type { Graph, Value } from 'snapc';

export const listing = defineTarget({
  name: 'listing',
  describe: 'the graph as JSON with its weights, for people and for interpreters',
  options: { indent: attr.int(1) },
  supports: () => [],
  // Built-in passes do most of the work; those of the config join them by name.
  pipeline: () =>
    steps('fold-constants, canonicalize, raise-gelu, set-precision, eliminate-dead-code'),
  given: [staticShapes],
  legal: () => [],
  emit: async (graph, { options, interface: { inputs, outputs }, encode, signal }, sink) => {
    // Weights are computed one by one as they are written, so memory does not grow with the model.
    const weights = await sink.file('weights.bin');
    const elements = graph
      .constants()
      .map(({ constant }) => elementCount(constant?.type.shape ?? []));
    const total = 4 * elements.reduce((sum, count) => sum + count, 0);
    const places = new Map<Value, number>();
    let bytes = 0;
    for (const value of graph.constants()) {
      if (value.constant === undefined) continue;
      const data = await encode(value.constant, 'f32', signal);
      await weights.write(data);
      places.set(value, bytes / 4);
      bytes += data.length;
      sink.progress(bytes, total);
    }
    await weights.close();
    const text = JSON.stringify(listingOf(graph, places), undefined, options.indent);
    await writeWhole(sink, 'graph.json', `${text}\n`);
    return {
      inputs: inputs.map(({ name }) => name),
      outputs: outputs.map(({ name }) => name),
      figures: { weightBytes: bytes, nodes: graph.size },
    };
  },
});

/** Values are numbered: inputs first, then weights, then results in order. */
function listingOf(graph: Graph, places: ReadonlyMap<Value, number>) {
  const numbers = new Map<Value, number>();
  const number = (value: Value): number => {
    const known = numbers.get(value) ?? numbers.size;
    numbers.set(value, known);
    return known;
  };
  return {
    inputs: graph.inputs.map((value) => ({ id: number(value), name: value.name, ...value.type })),
    weights: [...places].map(([value, at]) => ({ id: number(value), at, ...value.type })),
    nodes: [...graph.nodes()].map(({ op, operands, attributes, results, origin }) => ({
      op: op.name,
      operands: operands.map((operand) => (operand === undefined ? null : number(operand))),
      attributes,
      results: results.map((value) => ({ id: number(value), ...value.type })),
      onnx: origin.onnx,
    })),
    outputs: graph.outputs.map(({ name, value }) => ({ id: number(value), name })),
  };
}
