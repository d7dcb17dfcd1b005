/** Tells a ResNet, a transformer and a sampler by what lies between the two ends of a residual sum. */

import { hasTrait } from '../../ir/define.ts';
import { bindDim, dimNames, dimProduct } from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { typeEquals } from '../../ir/types.ts';
import type { ImageFlow } from './flow.ts';
import { IMAGE_RANK } from './flow.ts';

export type RegionKind =
  | { readonly kind: 'resnet' | 'attention' | 'sampler' }
  /** Norms and activations, whose ways part and meet again without weights. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What the nodes between `fork` and the last of `nodes` are. */
export function kindOfRegion(
  flow: ImageFlow,
  nodes: readonly Node[],
  fork: Value,
  isWeight: (value: Value) => boolean,
): RegionKind {
  const last = nodes.at(-1);
  const result = last?.results[0];
  if (last === undefined || result === undefined) return unknown('it has no result');
  const products = nodes.filter(isContraction);
  if (products.length === 0) return { kind: 'plain' };
  if (last.op.name !== 'add') return unknown(`its ways meet in ${last.op.name}, not in a sum`);
  const open = readOutside(flow.graph, nodes);
  if (open !== undefined) {
    return unknown(`${open.name ?? 'a value'} inside it is read elsewhere too`);
  }
  const convolutions = products.filter(isSpatial);
  const attends = nodes.some((node) => mixesValues(node, isWeight));
  if (attends) {
    if (convolutions.length > 0) return unknown('it has both attention and wide convolutions');
    if (!typeEquals(result.type, fork.type)) return unknown('attention changes its shape');
    return { kind: 'attention' };
  }
  if (fork.type.shape.length !== IMAGE_RANK) return unknown('it reads no image');
  const inner = nodes.some(
    (node) =>
      node !== last &&
      flow.inputs(node).length > 1 &&
      flow.regionOf(node).some((part) => isContraction(part) && isSpatial(part)),
  );
  if (inner || convolutions.length === 0 || convolutions.length > MOST_CONVOLUTIONS) {
    return unknown(`it holds ${convolutions.length} wide convolutions`);
  }
  return { kind: scaleOf(fork, result) === 1 ? 'resnet' : 'sampler' };
}

const MOST_CONVOLUTIONS = 2;

function unknown(reason: string): RegionKind {
  return { kind: 'unknown', reason };
}

export function isContraction({ op }: Node): boolean {
  return hasTrait(op, 'contraction') || hasTrait(op, 'attention');
}

/** A convolution over more than one place. */
function isSpatial({ op, operands }: Node): boolean {
  if (!op.name.startsWith('conv')) return false;
  const window = operands[1]?.type.shape.slice(2) ?? [];
  return window.some((size) => size !== 1);
}

/** A product of values that are both computed: scores, or what they pick. */
function mixesValues(node: Node, isWeight: (value: Value) => boolean): boolean {
  if (!isContraction(node)) return false;
  return node.operands.slice(0, 2).every((value) => value !== undefined && !isWeight(value));
}

/** The first value that someone outside reads, but for the result of the last node. */
function readOutside(graph: Graph, nodes: readonly Node[]): Value | undefined {
  const inside = new Set(nodes);
  return nodes
    .slice(0, -1)
    .flatMap(({ results }) => results)
    .find(
      (value) => graph.isOutput(value) || Array.from(value.users).some((user) => !inside.has(user)),
    );
}

/** How many times as many places the second image has; open sizes count as a large one. */
export function scaleOf(from: Value, to: Value): number {
  return placesOf(to.type.shape) / placesOf(from.type.shape);
}

function placesOf(shape: readonly Dim[]): number {
  const places = dimProduct(shape.slice(2));
  const bound = bindDim(places, new Map(dimNames([places]).map((name) => [name, LARGE])));
  return typeof bound === 'number' ? bound : 1;
}

/** Whatever a UNet halves, it divides. */
const LARGE = 4096;
