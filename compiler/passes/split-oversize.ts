/**
 * Cuts what no binding could hold. An activation that is too large becomes strips along its second axis (the rows
 * of an image whose channels come last), and so does what computes and reads it; a constant that is too large is
 * read in parts. No strip depends on more of the others than its windows reach.
 */

import { attr } from '../../ir/attr.ts';
import { hasTrait } from '../../ir/define.ts';
import type { Graph, Node, Value } from '../../ir/graph.ts';
import { resultOf } from '../../ir/graph.ts';
import { definePass } from '../pass.ts';
import { convRule, wideConv } from './split-oversize/conv.ts';
import { wideGather } from './split-oversize/gather.ts';
import { groupNormRule } from './split-oversize/group-norm.ts';
import { matmulRule, wideMatmul } from './split-oversize/matmul.ts';
import { pointwiseRule } from './split-oversize/pointwise.ts';
import { resizeRule } from './split-oversize/resize.ts';
import { Strips, builderBefore, bytesOf } from './split-oversize/strips.ts';
import type { StripRule, WideRule } from './split-oversize/strips.ts';

const NAME = 'split-oversize';

const stripRules: Readonly<Record<string, StripRule>> = {
  conv: convRule,
  group_norm: groupNormRule,
  matmul: matmulRule,
  resize: resizeRule,
};

/** What reads a constant that is too large. */
const wideRules: Readonly<Record<string, WideRule>> = {
  conv: wideConv,
  gather: wideGather,
  matmul: wideMatmul,
};

export const splitOversize = definePass({
  name: NAME,
  describe: 'cuts tensors that no binding could hold, and what computes and reads them',
  options: {
    /** The largest tensor that stays whole. */
    maxBytes: attr.int(134217728),
    /** About how large a strip is. */
    stripBytes: attr.int(33554432),
  },
  tolerance: 1e-4,
  run: (graph, { maxBytes, stripBytes }) => {
    const isLarge = (value: Value): boolean => bytesOf(value) > maxBytes;
    for (const node of graph.nodes()) {
      const rule = ruleOf(wideRules, node);
      const constant = node.operands.find((operand) => operand?.constant && isLarge(operand));
      const parts = constant === undefined ? 0 : Math.ceil(bytesOf(constant) / maxBytes);
      const whole = parts > 0 ? rule?.(builderBefore(graph, node, NAME), node, parts) : undefined;
      if (whole !== undefined) replace(graph, node, whole);
    }
    const strips = new Strips(graph, NAME, stripBytes);
    for (const node of graph.nodes()) {
      const [result] = node.results;
      if (result === undefined || node.results.length > 1) continue;
      const touches = [result, ...node.operands].some(
        (value) => value !== undefined && value.constant === undefined && isLarge(value),
      );
      if (!touches) continue;
      const rule = hasTrait(node.op, 'pointwise') ? pointwiseRule : ruleOf(stripRules, node);
      if (rule === undefined || !strips.cut(node, rule)) continue;
      if (!isLarge(result)) replace(graph, node, strips.whole(result, node));
    }
    // What was cut has no readers left, unless one of them cannot read strips.
    for (const node of graph.nodesReversed()) {
      if (node.results.every((result) => graph.isUnused(result))) graph.remove(node);
    }
  },
});

function ruleOf<T>(table: Readonly<Record<string, T>>, { op }: Node): T | undefined {
  return Object.hasOwn(table, op.name) ? table[op.name] : undefined;
}

function replace(graph: Graph, node: Node, value: Value): void {
  graph.replaceAllUses(resultOf(node), value);
  graph.remove(node);
}
