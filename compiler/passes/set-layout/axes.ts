/** Ops that mean the same for axes in another order, once their attributes name the axes anew. */

import { hasTrait } from '../../../ir/define.ts';
import type { AttributeMap, OpDefinition } from '../../../ir/define.ts';
import { resultOf } from '../../../ir/graph.ts';
import type { Node } from '../../../ir/graph.ts';
import { geglu } from '../../../ir/ops/composite/geglu.ts';
import { log_softmax } from '../../../ir/ops/composite/log-softmax.ts';
import { dequantize_linear } from '../../../ir/ops/composite/dequantize-linear.ts';
import { quantize_linear } from '../../../ir/ops/composite/quantize-linear.ts';
import { softmax } from '../../../ir/ops/composite/softmax.ts';
import { tile } from '../../../ir/ops/composite/tile.ts';
import { broadcast } from '../../../ir/ops/core/broadcast.ts';
import { concat } from '../../../ir/ops/core/concat.ts';
import { cumsum } from '../../../ir/ops/core/cumsum.ts';
import { pad } from '../../../ir/ops/core/pad.ts';
import { resize } from '../../../ir/ops/core/resize.ts';
import { slice } from '../../../ir/ops/core/slice.ts';
import { normalizeAxes, normalizeAxis } from '../../../ir/shapes.ts';
import { invertPerm } from '../shared/axes.ts';
import { operandAt } from '../shared/nodes.ts';

/**
 * How an attribute speaks of axes: by the number of one or of several, or by a list with an entry for each
 * axis, or two such lists one after the other.
 */
type AxisAttribute = 'axis' | 'axes' | 'list' | 'pairs';
type AxisAttributes = Readonly<Record<string, AxisAttribute>>;

const OPS = new Map<OpDefinition, AxisAttributes>([
  [broadcast, { shape: 'list' }],
  [concat, { axis: 'axis' }],
  [cumsum, { axis: 'axis' }],
  [geglu, { axis: 'axis' }],
  [log_softmax, { axis: 'axis' }],
  [pad, { pads: 'pairs' }],
  [resize, { shape: 'list', scales: 'list', roi: 'pairs' }],
  [slice, { starts: 'list', ends: 'list', steps: 'list' }],
  [softmax, { axis: 'axis' }],
  [tile, { repeats: 'list' }],
]);

export interface AxisRule {
  /** The number of axes that change places. */
  readonly rank: number;
  /** The places of the operands that have them. */
  readonly operands: readonly number[];
  /** The attributes for operands of which the node's own are the transposes by `perm`. */
  readonly attributes: (perm: readonly number[]) => AttributeMap;
  /** The permutation that gives the node's own result. */
  readonly result: (perm: readonly number[]) => readonly number[];
}

/** Undefined for an op that wants its axes in the order they have. */
export function axisRuleOf(node: Node): AxisRule | undefined {
  const { op, attributes } = node;
  const all = [...node.operands.keys()];
  const same = (perm: readonly number[]): readonly number[] => perm;
  if (hasTrait(op, 'pointwise')) {
    const rank = resultOf(node).type.shape.length;
    return { rank, operands: all, attributes: () => attributes, result: same };
  }
  if (op === quantize_linear || op === dequantize_linear) return scaledRule(node);
  const { axes, keep_dims } = attributes;
  if (hasTrait(op, 'reduction') && Array.isArray(axes)) {
    const reduced = axes as readonly number[];
    return {
      rank: operandAt(node, 0).type.shape.length,
      operands: [0],
      attributes: (perm) => renamed(attributes, { axes: 'axes' }, perm),
      result: (perm) => (keep_dims === true ? perm : withoutAxes(perm, reduced)),
    };
  }
  const kinds = OPS.get(op);
  if (kinds === undefined) return undefined;
  return {
    rank: resultOf(node).type.shape.length,
    operands: op === concat ? all : [0],
    attributes: (perm) => renamed(attributes, kinds, perm),
    result: same,
  };
}

/** Blocks have their scales in the input's order of axes. */
function scaledRule(node: Node): AxisRule | undefined {
  const { attributes } = node;
  if (attributes['block_size'] !== 0) return undefined;
  const scale = operandAt(node, 1).type.shape;
  const isSingle = scale.every((size) => size === 1);
  return {
    rank: resultOf(node).type.shape.length,
    operands: [0],
    attributes: (perm) => (isSingle ? attributes : renamed(attributes, { axis: 'axis' }, perm)),
    result: (perm) => perm,
  };
}

function renamed(
  attributes: AttributeMap,
  kinds: AxisAttributes,
  perm: readonly number[],
): AttributeMap {
  const inverse = invertPerm(perm);
  const rank = perm.length;
  const changed = Object.entries(kinds).map(([name, kind]): [string, unknown] => {
    const value = attributes[name];
    if (kind === 'axis') return [name, perm[normalizeAxis(value as number, rank)]];
    const list = value as readonly unknown[];
    if (kind === 'axes') {
      const axes = normalizeAxes(list as readonly number[], rank);
      return [name, axes.map((axis) => perm[axis] ?? 0).sort((a, b) => a - b)];
    }
    if (list.length === 0) return [name, list];
    const parts = kind === 'list' ? [list] : [list.slice(0, rank), list.slice(rank)];
    return [name, parts.flatMap((part) => inverse.map((axis) => part[axis]))];
  });
  return { ...attributes, ...Object.fromEntries(changed) };
}

/** The order of the axes that a reduction leaves. */
function withoutAxes(perm: readonly number[], axes: readonly number[]): readonly number[] {
  const gone = normalizeAxes(axes, perm.length);
  const kept = perm.filter((_, axis) => !gone.includes(axis));
  const order = [...kept].sort((a, b) => a - b);
  return kept.map((axis) => order.indexOf(axis));
}
