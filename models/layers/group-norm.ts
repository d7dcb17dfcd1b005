/** GroupNorm as the exporter writes it: Reshape, InstanceNormalization over groups, Reshape, Mul, Add. */

import { attribute } from '../onnx/index.ts';
import type { Dim, GraphWriter, Value } from '../onnx/graph-writer.ts';
import { add, multiply } from '../operators/elementwise.ts';
import { shapeOf } from '../operators/extent.ts';
import { dimAt, reshapeTo, staticDim } from '../operators/shape.ts';
import { NORM_BIAS, NORM_WEIGHT } from './initialization.ts';

export interface GroupNormOptions {
  readonly groups: number;
  readonly epsilon: number;
}

export function groupNorm(g: GraphWriter, x: Value, { groups, epsilon }: GroupNormOptions): Value {
  const channels = staticDim(x, 1);
  if (channels % groups !== 0) throw new RangeError(`${channels} channels in ${groups} groups`);
  const target = g.constant('i64', [3], [0, groups, -1]);
  const grouped = reshapeTo(g, x, target, [dimAt(x, 0), groups, elementsPerGroup(x, groups)]);
  const repeated = (value: number) => Array.from({ length: groups }, () => value);
  const ones = g.constant(x.dtype, [groups], repeated(1));
  const none = g.constant(x.dtype, [groups], repeated(0));
  const normal = g.node(
    'InstanceNormalization',
    [grouped, ones, none],
    { epsilon: attribute.float(epsilon) },
    { dtype: x.dtype, shape: grouped.shape },
  );
  const restored = reshapeTo(g, normal, shapeOf(g, x), x.shape);
  const affine = [channels, ...x.shape.slice(2).map(() => 1)];
  const scaled = multiply(g, restored, g.parameter('weight', affine, NORM_WEIGHT));
  return add(g, scaled, g.parameter('bias', affine, NORM_BIAS));
}

function elementsPerGroup(x: Value, groups: number): Dim {
  const sizes = x.shape.slice(1);
  const numbers = sizes.filter((dim) => typeof dim === 'number');
  if (numbers.length === sizes.length) return numbers.reduce((a, b) => a * b, 1) / groups;
  return `${sizes.join('*')}/${groups}`;
}
