/** Recognises standardisation over axes, with its constant scale and bias, as layer_norm. */

import { resultOf } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import { layer_norm } from '../../ir/ops/composite/layer-norm.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import type { DType } from '../../ir/types.ts';
import { definePass } from '../pass.ts';
import { applyRules, defineRule } from '../rewrite.ts';
import type { Builder } from '../rewrite.ts';
import { absorbAffine } from './shared/affine.ts';
import { invertPerm } from './shared/axes.ts';
import { narrowed } from './shared/narrowed.ts';
import { simplify } from './shared/rewriter.ts';
import {
  standardized,
  standardizedByFactor,
  standardizedByMoments,
} from './shared/standardized.ts';
import type { Standardized } from './shared/standardized.ts';

const RULES = [...standardized(), standardizedByMoments()].flatMap(({ patterns, read }) =>
  patterns.map((pattern) =>
    defineRule({
      name: 'standardisation',
      pattern,
      build: (b, match) => {
        const found = read(match);
        const [root] = match.nodes;
        return found && root && normalize(b, found, resultOf(root).type.dtype);
      },
    }),
  ),
);

const factored = standardizedByFactor();

const FACTORED = defineRule({
  name: 'standardisation by a factor',
  pattern: factored.pattern,
  build: (b, match) => {
    const found = factored.read(match);
    const norm = found && normalize(b, found, found.input.type.dtype);
    const [scale, bias] = [match.get(factored.scale), match.get(factored.bias)];
    return norm && b.add({ a: b.mul({ a: norm, b: scale }), b: bias });
  },
});

/** layer_norm takes the last axes: others are moved there and back. */
function normalize(
  b: Builder,
  { input: given, axes, epsilon }: Standardized,
  dtype: DType,
): Value | undefined {
  const [first] = axes;
  if (first === undefined) return undefined;
  const input = given.type.dtype === dtype ? given : b.cast({ input: given }, { to: dtype });
  const rank = input.type.shape.length;
  const kept = input.type.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  if (kept.every((axis) => axis < first)) return b.layer_norm({ input }, { axis: first, epsilon });
  const perm = [...kept, ...axes];
  const moved = b.transpose({ input }, { perm });
  const normal = b.layer_norm({ input: moved }, { axis: rank - axes.length, epsilon });
  return b.transpose({ input: normal }, { perm: invertPerm(perm) });
}

const affine = absorbAffine({
  op: layer_norm,
  parameterAxes: ({ attributes, results }) => {
    const rank = results[0]?.type.shape.length ?? 0;
    const first = normalizeAxis(Number(attributes['axis']), rank);
    return Array.from({ length: rank - first }, (_, index) => first + index);
  },
});

export const raiseLayerNorm = definePass({
  name: 'raise-layer-norm',
  describe: 'recognises (x - mean) / sqrt(variance + epsilon) with scale and bias as layer_norm',
  // Half-precision models round before scale and bias; one norm rounds once.
  tolerance: 2e-3,
  run: (graph) => {
    applyRules(graph, [FACTORED, ...RULES], 'raise-layer-norm');
    simplify(graph, [narrowed(layer_norm), affine], 'raise-layer-norm');
  },
});
