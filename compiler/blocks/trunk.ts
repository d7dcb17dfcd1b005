/** Walks a UNet from its output back to its image and cuts the way into blocks, skip connections and what joins them. */

import type { Node, Value } from '../../ir/graph.ts';
import { uniformValue } from '../../ir/pattern.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import type { ImageFlow } from './flow.ts';
import { isContraction, kindOfRegion } from './region.ts';

/** A part of the way that an image takes through the net; its nodes are in order. */
export interface TrunkPart {
  /** A join reads a skip connection; a passage is what lies between blocks. */
  readonly kind: 'resnet' | 'attention' | 'sampler' | 'join' | 'passage';
  readonly nodes: readonly Node[];
  readonly input: Value;
  readonly output: Value;
  /** Of a join: the value of the trunk that it reads besides. */
  readonly skip?: Value;
  /** Why a passage that computes something is no block. */
  readonly reason?: string;
}

/** The parts in the order in which an image passes them. */
export function trunkOf(flow: ImageFlow, output: Value): readonly TrunkPart[] {
  const weights = weightsOf(flow);
  const parts: TrunkPart[] = [];
  const forks = new Set<Value>();
  let passage: Node[] = [];
  let end = output;
  const close = (at: Value, reason?: string): void => {
    const nodes = passage.toReversed();
    if (nodes.length > 0) {
      const why = reason === undefined ? {} : { reason };
      parts.push({ kind: 'passage', nodes, input: at, output: end, ...why });
    }
    passage = [];
    end = at;
  };
  let at = output;
  while (at !== flow.source) {
    const node = at.producer;
    if (node === undefined || !flow.has(node)) return [];
    const [first, ...others] = flow.inputs(node);
    if (first === undefined) return [];
    // A skip connection starts here: edits may move the parts before and after it.
    if (forks.has(at)) close(at);
    if (others.length === 0) {
      passage.push(node);
      at = first;
      continue;
    }
    const fork = flow.fork(node);
    if (fork === undefined) return [];
    const join = joinOf(flow, node, fork);
    if (join !== undefined) {
      close(at);
      parts.push({ kind: 'join', nodes: [node], input: join, output: at, skip: fork });
      forks.add(fork);
      end = join;
      at = join;
      continue;
    }
    const nodes = flow.regionOf(node);
    const region = kindOfRegion(flow, nodes, fork, (value) => weights.has(value));
    if (region.kind === 'plain') passage.push(...nodes.toReversed());
    else {
      close(at);
      if (region.kind === 'unknown') {
        passage.push(...nodes.toReversed());
        close(fork, region.reason);
      } else parts.push({ kind: region.kind, nodes, input: fork, output: at });
      end = fork;
    }
    at = fork;
  }
  close(flow.source);
  return withScales(parts.toReversed());
}

/** Where the sum at the end of a block is scaled, by one for most exporters, that is a part of the block. */
function withScales(parts: readonly TrunkPart[]): readonly TrunkPart[] {
  const result: TrunkPart[] = [];
  for (const part of parts) {
    const block = result.at(-1);
    const scaled =
      (block?.kind === 'resnet' || block?.kind === 'attention') &&
      part.kind === 'passage' &&
      part.nodes.every(isScale);
    if (!scaled) result.push(part);
    else {
      result[result.length - 1] = {
        ...block,
        nodes: [...block.nodes, ...part.nodes],
        output: part.output,
      };
    }
  }
  return result;
}

function isScale({ op, operands }: Node): boolean {
  return (
    (op.name === 'mul' || op.name === 'div') &&
    operands.some((value) => value !== undefined && uniformValue(value) !== undefined)
  );
}

/** The operand of a concatenation of channels that is not its skip connection. */
function joinOf(flow: ImageFlow, node: Node, fork: Value): Value | undefined {
  const { op, operands, attributes } = node;
  const axis = attributes['axis'];
  const [a, b, ...more] = operands;
  if (op.name !== 'concat' || a === undefined || b === undefined || more.length > 0) {
    return undefined;
  }
  if (typeof axis !== 'number' || normalizeAxis(axis, a.type.shape.length) !== 1) return undefined;
  if (flow.inputs(node).length !== 2) return undefined;
  if (a === fork) return b;
  return b === fork ? a : undefined;
}

/** Values that no input has a part in. */
function weightsOf({ graph }: ImageFlow): ReadonlySet<Value> {
  const weights = new Set<Value>(graph.constants());
  for (const { operands, results } of graph.nodes()) {
    if (operands.every((value) => value === undefined || weights.has(value))) {
      for (const result of results) weights.add(result);
    }
  }
  return weights;
}

/** Passages that hold weights do something; others only cast or move. */
export function computes({ nodes }: TrunkPart): boolean {
  return nodes.some(isContraction);
}
