/** Fuses what happens to each element of a result into the node that computes it: bias, activation, residual. */

import { attr } from '../../ir/attr.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Trait } from '../../ir/define.ts';
import { resultOf } from '../../ir/graph.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { shapeEquals } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { fuse, outerOperands } from './shared/fusion.ts';

const NAME = 'fuse-epilogues';

/** Families of ops whose kernels write each element of the result once. */
const ANCHORS: readonly Trait[] = ['contraction', 'normalization', 'attention', 'reduction'];

export const fuseEpilogues = definePass({
  name: NAME,
  describe: 'fuses bias, activation, residual and other pointwise ops into the node before them',
  options: {
    /** Families of ops that take epilogues, separated by commas. */
    anchors: attr.string(ANCHORS.join(',')),
    /** Tensors that a fused node may read. */
    maxOperands: attr.int(7),
  },
  tolerance: 0,
  run: (graph, { anchors, maxOperands }) => {
    const families = anchors.split(',').map((family) => family.trim());
    // From the end, so that of two products that meet in a sum the later one takes it.
    for (const node of graph.nodesReversed()) {
      if (!graph.contains(node) || node.results.length !== 1) continue;
      if (!node.op.traits.some((trait) => families.includes(trait))) continue;
      const nodes = grow(graph, node, maxOperands);
      if (nodes.length > 1) fuse(graph, nodes, 'epilogue', NAME);
    }
  },
});

/** The anchor and the pointwise nodes after it, in order, up to where a value is read by others. */
function grow(graph: Graph, anchor: Node, maxOperands: number): readonly Node[] {
  let nodes: readonly Node[] = [anchor];
  for (;;) {
    const exit = nodes.at(-1) ?? anchor;
    const next = nextExit(graph, resultOf(exit), resultOf(anchor));
    if (next === undefined) return nodes;
    const grown = [...nodes, ...next];
    if (outerOperands(grown).length > maxOperands) return nodes;
    nodes = grown;
  }
}

/** Nodes that a value may branch into before it is one again. */
const MAX_BRANCH = 16;

/**
 * The pointwise nodes that a value goes through until it is one value again, whose node is the last; only
 * one where the value has one reader.
 */
function nextExit(graph: Graph, value: Value, anchor: Value): readonly Node[] | undefined {
  if (graph.isOutput(value)) return undefined;
  const found = new Set<Node>(value.users);
  for (;;) {
    if (found.size === 0 || found.size > MAX_BRANCH) return undefined;
    if (![...found].every((node) => fits(node, anchor))) return undefined;
    const open = [...found].filter((node) => !isClosed(graph, resultOf(node), found));
    const [exit, ...others] = open;
    if (exit === undefined) return undefined;
    if (others.length === 0) return inOrder(graph, found);
    // Those whose readers are not all found yet, but for the last in order, branch on.
    const last = inOrder(graph, new Set(open)).at(-1);
    const before = found.size;
    for (const node of open) {
      if (node === last) continue;
      if (graph.isOutput(resultOf(node))) return undefined;
      for (const user of resultOf(node).users) found.add(user);
    }
    if (found.size === before) return undefined;
  }
}

function fits(node: Node, anchor: Value): boolean {
  if (!hasTrait(node.op, 'pointwise') || node.results.length !== 1) return false;
  return shapeEquals(resultOf(node).type.shape, anchor.type.shape);
}

function isClosed(graph: Graph, value: Value, found: ReadonlySet<Node>): boolean {
  return (
    !graph.isOutput(value) &&
    value.users.size > 0 &&
    [...value.users].every((user) => found.has(user))
  );
}

function inOrder(graph: Graph, nodes: ReadonlySet<Node>): readonly Node[] {
  const [only] = nodes;
  if (nodes.size === 1 && only !== undefined) return [only];
  return [...graph.nodes()].filter((node) => nodes.has(node));
}
