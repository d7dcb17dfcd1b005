/**
 * In a graph of fp16, computes its first layers in fp32: what they round is magnified by all that follow, and stays in
 * the sums that lead around them. Layers are counted along the longest ways to an output, so that those are first which
 * most others wait for.
 */

import { hasTrait } from '../../ir/define.ts';
import { attr } from '../../ir/attr.ts';
import type { Constant } from '../../ir/constant.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { elementCount, isStaticType } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { convert } from './set-precision/constants.ts';
import { retypeGraph } from './shared/retype.ts';

/** A small model has little to lose by it; of a large one they are seconds on a phone. */
const SMALL_PARAMETERS = 2 ** 22;
const LAYERS = 8;
/** Of all layers; a model of few stays in fp16. */
const SHARE = 1 / 4;

export const widenFirstLayers = definePass({
  name: 'widen-first-layers',
  describe: 'computes the first layers of a model of fp16 in fp32',
  options: {
    /** Contractions one behind another; -1 for a quarter up to 8 where there are less than 4 million parameters, else none. */
    layers: attr.int(-1),
  },
  tolerance: 1e-2,
  run: (graph, { layers }) => {
    const first = firstLayers(graph, layers);
    if (first.size === 0) return;
    retypeGraph(graph, {
      pass: 'widen-first-layers',
      interface: false,
      dtype: (dtype, node) => (dtype === 'f16' && node && first.has(node) ? 'f32' : dtype),
      constant: (constant, dtype) => beforeRounding(constant) ?? convert(constant, dtype).converted,
    });
  },
});

/** What is computed before `count` layers of the longest way are done. */
function firstLayers(graph: Graph, count: number): ReadonlySet<Node> {
  /** Layers from a node to the outputs, without its own. */
  const behind = new Map<Node, number>();
  let longest = 0;
  for (const node of graph.nodesReversed()) {
    const users = node.results.flatMap(({ users: own }) => [...own]);
    const most = Math.max(0, ...users.map((user) => (behind.get(user) ?? 0) + layersOf(user)));
    behind.set(node, most);
    longest = Math.max(longest, most + layersOf(node));
  }
  const wide = count < 0 ? layersFor(graph, longest) : count;
  const first = [...behind].filter(([node, most]) => {
    return wide > 0 && most >= longest - wide && !movesConstant(node);
  });
  return new Set(first.map(([node]) => node));
}

/** Sizes of dims do not count, so that a model has the same program at all of them. */
function layersFor(graph: Graph, longest: number): number {
  const parameters = graph
    .constants()
    .map(({ type }) => (isStaticType(type) ? elementCount(type.shape) : 0))
    .reduce((sum, count) => sum + count, 0);
  return parameters < SMALL_PARAMETERS ? Math.min(LAYERS, Math.floor(longest * SHARE)) : 0;
}

function layersOf({ op }: Node): number {
  return hasTrait(op, 'contraction') ? 1 : 0;
}

/** Rows that are picked from a table, say: no table is made wide to be read. */
function movesConstant({ op, operands }: Node): boolean {
  return (
    hasTrait(op, 'movement') && operands.some((operand) => operand?.constant?.type.dtype === 'f16')
  );
}

/** The numbers that were rounded to fp16. */
function beforeRounding({ source }: Constant): Constant | undefined {
  if (source.kind !== 'recipe' || source.op !== builtinOps.cast) return undefined;
  const [operand] = source.operands;
  return operand?.type.dtype === 'f32' ? operand : undefined;
}
