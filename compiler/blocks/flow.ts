/** What a graph computes out of the image: an order of its nodes, and the node that all ways to each of them pass. */

import { dimEquals } from '../../ir/dim.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';

/** Nodes and constants beside it, such as those of the timestep and the text, are no part of it. */
export class ImageFlow {
  readonly graph: Graph;
  readonly source: Value;
  readonly #places = new Map<Node, number>();
  /** By place: the place of the immediate dominator; -1 is the source. */
  readonly #dominators: number[] = [];
  readonly #nodes: Node[] = [];

  constructor(graph: Graph, source: Value) {
    this.graph = graph;
    this.source = source;
    for (const node of graph.nodes()) {
      const inputs = this.inputs(node);
      if (inputs.length === 0) continue;
      const dominator = inputs
        .map((value) => this.#placeOf(value))
        .reduce((a, b) => this.#meet(a, b));
      this.#places.set(node, this.#nodes.length);
      this.#nodes.push(node);
      this.#dominators.push(dominator);
    }
  }

  has(node: Node): boolean {
    return this.#places.has(node);
  }

  /** The values that a node reads of the image, each once. */
  inputs(node: Node): readonly Value[] {
    const read = node.operands.filter(
      (operand) =>
        operand !== undefined &&
        (operand === this.source ||
          (operand.producer !== undefined && this.#places.has(operand.producer))),
    );
    return [...new Set(read)].filter((value) => value !== undefined);
  }

  /** The last value that everything a node reads of the image comes from; undefined if that is several results. */
  fork(node: Node): Value | undefined {
    const place = this.#dominators[this.#places.get(node) ?? -1] ?? -1;
    if (place < 0) return this.source;
    const [result, ...more] = this.#nodes[place]?.results ?? [];
    return more.length === 0 ? result : undefined;
  }

  /** The nodes between its fork and a node, in order, the node included. */
  regionOf(node: Node): readonly Node[] {
    const end = this.#dominators[this.#places.get(node) ?? -1] ?? -1;
    const found = new Set<Node>([node]);
    for (const inner of found) {
      for (const { producer } of this.inputs(inner)) {
        if (producer !== undefined && this.#places.get(producer) !== end) found.add(producer);
      }
    }
    return [...found].sort((a, b) => (this.#places.get(a) ?? 0) - (this.#places.get(b) ?? 0));
  }

  #placeOf({ producer }: Value): number {
    return producer === undefined ? -1 : (this.#places.get(producer) ?? -1);
  }

  #meet(a: number, b: number): number {
    let [x, y] = [a, b];
    while (x !== y) {
      if (x > y) x = this.#dominators[x] ?? -1;
      else y = this.#dominators[y] ?? -1;
    }
    return x;
  }
}

/** The image among the inputs: it is as high and as wide as the output, or else the first that has places at all. */
export function imageFlow(graph: Graph): ImageFlow | undefined {
  const images = graph.inputs.filter(({ type }) => type.shape.length === IMAGE_RANK);
  const [output] = graph.outputs;
  const places = output?.value.type.shape.slice(2) ?? [];
  const alike = images.find(({ type }) =>
    type.shape.slice(2).every((size, axis) => {
      const other = places[axis];
      return other !== undefined && dimEquals(size, other);
    }),
  );
  const source = alike ?? images[0];
  return source && new ImageFlow(graph, source);
}

/** Batch, channels, height, width: as models come in. */
export const IMAGE_RANK = 4;
